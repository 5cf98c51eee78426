import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFlvScan } from './flv-scan.ts'
import { driveScan } from './testing/drive-scan.ts'
import { FLV_HEAD as HEAD, FLV_PARAMETERS as PARAMETERS, flvPicture as picture, flvSound as sound, flvTag as tag } from './testing/flv-film.ts'

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const double = (value: number) => [...new Uint8Array(Float64Array.of(value).buffer)].reverse()
const list = (name: string, values: readonly number[]) => [0, name.length, ...letters(name), 0x0a, 0, 0, 0, values.length, ...values.flatMap((value) => [0, ...double(value)])]
const script = (times: readonly number[]) => tag(18, 0, [2, 0, 10, ...letters('onMetaData'), 8, 0, 0, 0, 1, 0, 9, ...letters('keyframes'), 3, ...list('filepositions', times.map(() => 1)), ...list('times', times), 0, 0, 9, 0, 0, 9])

function scanned(...parts: readonly (readonly number[])[]) {
  const film = Uint8Array.from(parts.flat())
  const scan = createFlvScan(film.length)
  const read = driveScan(scan, film, 64)
  return { state: scan.state(), times: scan.timesSec(), read }
}

describe('the key frames of a Flash video', () => {
  it('are the tags that say so, at the time they are shown', () => {
    expect(scanned(HEAD, PARAMETERS, picture(0, true, 80), sound(10), picture(40, false), picture(2000, true, 80), picture(20_000_000, true, -40))).toMatchObject({ state: 'complete', times: [0.08, 2.08, 19_999.96] })
  })

  it('are those of the list in front, if there is one: the film behind it is not read', () => {
    const film = Array.from({ length: 100 }, (_, sec) => picture(sec * 1000 + 20, sec % 2 === 0, 80, 7, 2000))
    const found = scanned(HEAD, script([0, 0, 2, 4, 6]), PARAMETERS, ...film)
    expect(found).toMatchObject({ state: 'complete', times: [0.1, 2.1, 4.1, 6.1] })
    expect(found.read).toBeLessThan(1000)
  })

  it('are looked for where the list makes no sense', () => {
    expect(scanned(HEAD, script([4, 2]), PARAMETERS, picture(0, true), picture(3000, true)).times).toEqual([0, 3])
  })

  it('are those of a film that was cut off anywhere', () => {
    const film = [...HEAD, ...PARAMETERS, ...picture(0, true), ...picture(1000, true), ...picture(2000, true)]
    for (let length = 14; length < film.length; length++) expect(scanned(film.slice(0, length)).state).toBe('complete')
  })

  it.each([
    ['a picture of another kind', [...HEAD, ...picture(0, true, 0, 2)]],
    ['a tag of no kind', [...HEAD, ...tag(7, 0, [1, 2, 3, 4, 5, 6])]],
    ['a clock that jumps back', [...HEAD, ...picture(9000, true), ...picture(1000, true)]],
    ['no Flash video', letters('something else altogether')],
  ])('are not trusted where there is %s', (_title, bytes) => {
    expect(scanned(bytes).state).toBe('hopeless')
  })

  it('come to no harm by bytes of any kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const given = Uint8Array.from([...HEAD, ...bytes])
      const scan = createFlvScan(given.length)
      driveScan(scan, given, 64)
      expect(scan.state()).not.toBe('scanning')
    }), { numRuns: 300 })
  })
})
