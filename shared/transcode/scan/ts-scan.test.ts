import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driveScan } from './testing/drive-scan.ts'
import { packets, programmeList, stamped, streamList } from './testing/ts-film.ts'
import { STAMP_WRAP_SEC } from './ts-pes.ts'
import { createTsScan } from './ts-scan.ts'

const VIDEO = 0x100
const SOUND = 0x101
const TABLE = 0x1000

const START = [0, 0, 1]
const DELIMITER = [...START, 9, 0xf0]
const PARAMETERS = [...START, 0x67, 1, 2, 3, ...START, 0x68, 4, 5]
const SIGNATURE = (bytes: number) => [...START, 6, 5, ...Array.from({ length: Math.floor(bytes / 255) }, () => 255), bytes % 255, ...Array.from({ length: bytes }, () => 0x55), 0x80]
const RECOVERY = [...START, 6, 0, 1, 0x11, 6, 1, 0xc0, 0x80]
const REFRESH = [...DELIMITER, ...PARAMETERS, ...START, 0x65, ...noise(400)]
const RECOVERING = [...DELIMITER, ...PARAMETERS, ...RECOVERY, ...START, 0x41, ...noise(400)]
const ORDINARY = [...DELIMITER, ...START, 0x41, ...noise(300)]

function noise(bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => 0x40 + (i * 7) % 0x80)
}

const programmes = (...pids: readonly number[]) => programmeList(pids)
const streams = (...types: readonly number[]) => streamList(TABLE, types.map((type, i) => ({ type, pid: VIDEO + i })))
const picture = (sec: number, unit: readonly number[], { pid = VIDEO, scrambled = false } = {}) => packets(pid, stamped(sec, unit), scrambled)
const HEAD = [...programmes(TABLE), ...streams(0x1b, 0x0f)]

/** A second of film: a key frame, an ordinary picture, sound between. */
const second = (sec: number, key: readonly number[] = REFRESH) => [...picture(sec, key), ...picture(sec, noise(200), { pid: SOUND }), ...picture(sec + 0.5, ORDINARY)]

function scanned(all: readonly (readonly number[])[], { chunk = 4096, stepBytes = 0 } = {}) {
  const film = Uint8Array.from(all.flat())
  const scan = createTsScan({ lengthBytes: film.length, stepBytes })
  const read = driveScan(scan, film, chunk)
  return { state: scan.state(), times: scan.timesSec().map((sec) => Math.round(sec * 1000) / 1000), read, film }
}

describe('the key frames of a transport stream', () => {
  const film = [...HEAD, ...second(10), ...second(11, RECOVERING), ...second(12), ...second(13, [...DELIMITER, ...SIGNATURE(700), ...PARAMETERS, ...START, 0x65, 1])]

  it('are pictures that refresh, and those from which a decoder recovers, however much stands before them', () => {
    expect(scanned(film)).toMatchObject({ state: 'complete', times: [10, 11, 12, 13] })
  })

  it('are found in the packets of discs and recorders, behind bytes that are none', () => {
    const disc = film.map((packet) => [1, 2, 3, 4, ...packet])
    const recorder = film.map((packet) => [...packet, ...Array.from({ length: 16 }, () => 7)])
    expect(scanned(disc).times).toEqual([10, 11, 12, 13])
    expect(scanned(recorder).times).toEqual([10, 11, 12, 13])
    expect(scanned([noise(100).map((byte) => (byte === 0x47 ? 0 : byte)), ...film]).times).toEqual([10, 11, 12, 13])
  })

  it('are found behind a stretch that is damaged', () => {
    expect(scanned([...HEAD, ...second(10), Array.from({ length: 1000 }, () => 0), ...second(11), ...second(12), ...second(13)])).toMatchObject({ state: 'complete', times: [10, 11, 12, 13] })
  })

  it('are the same in whatever parts the bytes come', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3000 }), (chunk) => {
      expect(scanned(film, { chunk })).toMatchObject({ state: 'complete', times: [10, 11, 12, 13] })
    }), { numRuns: 40 })
  })

  it('are told in order across the moment at which stamps begin anew', () => {
    const times = scanned([...HEAD, ...second(STAMP_WRAP_SEC - 1), ...second(STAMP_WRAP_SEC + 1), ...second(STAMP_WRAP_SEC + 2)]).times
    expect(times.map((sec) => Math.round(sec - STAMP_WRAP_SEC))).toEqual([-1, 1, 2])
  })

  it('are searched for at steps, where not all of them are needed: then most of the film is not read', () => {
    const long = [...HEAD, ...Array.from({ length: 200 }, (_, sec) => second(sec)).flat()]
    const all = scanned(long, { chunk: 400 })
    const some = scanned(long, { chunk: 400, stepBytes: Math.floor(all.film.length / 20) })
    expect(some.state).toBe('complete')
    expect(some.times.length).toBeGreaterThanOrEqual(15)
    expect(some.times.length).toBeLessThanOrEqual(21)
    for (const sec of some.times) expect(all.times).toContain(sec)
    expect(some.read).toBeLessThan(all.read / 4)
  })

  it.each([
    ['two programmes', [...programmes(TABLE, TABLE + 1), ...second(1)]],
    ['two pictures', [...programmes(TABLE), ...streams(0x1b, 0x1b), ...second(1)]],
    ['a picture of another kind', [...programmes(TABLE), ...streams(0x02), ...second(1)]],
    ['a scrambled picture', [...HEAD, ...picture(1, REFRESH, { scrambled: true })]],
    ['a clock that jumps back', [...HEAD, ...second(10), ...second(11), ...second(3)]],
    ['no table at all', [...second(1), ...second(2)]],
  ])('are not trusted where there is %s', (_title, bytes) => {
    expect(scanned([...bytes, ...second(20), ...second(21)]).state).toBe('hopeless')
  })

  it('come to no harm by bytes of any kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), fc.boolean(), (bytes, asPackets) => {
      const given = asPackets ? bytes.map((byte, at) => (at % 188 === 0 ? 0x47 : byte)) : bytes
      const scan = createTsScan({ lengthBytes: given.length, stepBytes: 0 })
      driveScan(scan, given)
      expect(scan.state()).not.toBe('scanning')
    }), { numRuns: 300 })
  })
})
