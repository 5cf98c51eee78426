import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { element, uint } from '../window/testing/film-index.ts'
import { parseFontNames } from './font-names.ts'
import { readAttachment } from './matroska-fonts.ts'
import { ID } from './matroska-ids.ts'

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const wide = (text: string) => letters(text).flatMap((code) => [0, code])

/** A font of two tables: names, and a head with its style. */
function font(records: readonly (readonly [platform: number, nameId: number, text: string])[], style = 0): Uint8Array {
  const texts = records.map(([platform, , text]) => (platform === 1 ? letters(text) : wide(text)))
  const offsets = texts.map((_, i) => texts.slice(0, i).flat().length)
  const name = [...uint(0, 2), ...uint(records.length, 2), ...uint(6 + records.length * 12, 2), ...records.flatMap(([platform, nameId], i) => [...uint(platform, 2), ...uint(1, 2), ...uint(0, 2), ...uint(nameId, 2), ...uint(texts[i]?.length ?? 0, 2), ...uint(offsets[i] ?? 0, 2)]), ...texts.flat()]
  const head = [...uint(0, 44), ...uint(style, 2), ...uint(0, 8)]
  const entry = (tag: string, at: number, length: number) => [...letters(tag), ...uint(0, 4), ...uint(at, 4), ...uint(length, 4)]
  return Uint8Array.from([...uint(0x00010000, 4), ...uint(2, 2), ...uint(0, 6), ...entry('head', 44, head.length), ...entry('name', 44 + head.length, name.length), ...head, ...name])
}

describe('what a font calls itself', () => {
  it('is its family and full names, each once', () => {
    expect(parseFontNames(font([[3, 1, 'Film Sans'], [1, 1, 'Film Sans'], [3, 2, 'Bold'], [3, 4, 'Film Sans Bold']], 3))).toEqual({ names: ['Film Sans', 'Film Sans Bold'], bold: true, italic: true })
  })
  it('ends no text it stands in', () => {
    expect(parseFontNames(font([[3, 1, 'a"; color: red \\']]))?.names).toEqual(['a; color: red'])
  })
  it('is nothing for anything else', () => {
    expect(parseFontNames(Uint8Array.from(letters('<html><body>this is no font at all</body>')))).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => { parseFontNames(Uint8Array.from([0, 1, 0, 0, 0, 9, ...noise])) }))
  })
})

describe('a file attached to a film', () => {
  const attached = (name: string, type: string, bytes: number) => element(ID.attachedFile, element(ID.fileName, letters(name)), element(ID.fileMediaType, letters(type)), element(ID.fileData, Array.from({ length: bytes }, () => 7)))
  it.each([
    ['a font by its type', attached('a.bin', 'application/x-truetype-font', 10), true],
    ['a font by its name', attached('A.TTF', 'application/octet-stream', 10), true],
    ['a cover', attached('cover.jpg', 'image/jpeg', 10), false],
  ])('is %s', (_what, bytes, isFont) => {
    const read = readAttachment(Uint8Array.from(bytes), 1000, 1e12)
    expect(read?.font !== null).toBe(isFont)
    if (isFont) expect(read?.font).toEqual({ begin: 1000 + bytes.length - 10, end: 1000 + bytes.length })
  })
})
