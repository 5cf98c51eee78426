import { describe, expect, it } from 'vitest'
import { parseInfoHash } from '../ids.ts'
import type { InfoHash } from '../ids.ts'
import type { Library, LibraryAction } from './library.ts'
import { MAX_ENTRIES, applyLibrary, formatLibrary, parseLibrary, rescueLibrary } from './library.ts'
import { isWatched, resumeSec } from './resume.ts'

const hash = (number: number): InfoHash => {
  const parsed = parseInfoHash(number.toString(16).padStart(40, '0'))
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const add = (number: number, nowMs: number): LibraryAction => ({ kind: 'add', torrent: { infoHash: hash(number), name: `film ${String(number)}`, magnet: `magnet:?xt=urn:btih:${hash(number)}`, lengthBytes: 9 }, nowMs })
const watch = (number: number, positionSec: number, nowMs: number, durationSec: number | null = 100): LibraryAction => ({ kind: 'progress', infoHash: hash(number), file: { fileIndex: 0, name: 'film.mp4', positionSec, durationSec }, nowMs })
const after = (...actions: readonly LibraryAction[]): Library => actions.reduce<Library>(applyLibrary, [])
const names = (library: Library) => library.map(({ name }) => name)

describe('the library', () => {
  it('has what was touched last first', () => {
    expect(names(after(add(1, 1), add(2, 2)))).toEqual(['film 2', 'film 1'])
    expect(names(after(add(1, 1), add(2, 2), watch(1, 5, 3)))).toEqual(['film 1', 'film 2'])
  })

  it('keeps what is known of a torrent that is opened again', () => {
    expect(after(add(1, 1), watch(1, 50, 2), { kind: 'keep', infoHash: hash(1), kept: true }, add(1, 9))).toMatchObject([{ addedMs: 1, touchedMs: 9, kept: true, files: [{ positionSec: 50, durationSec: 100 }] }])
  })

  it('knows a length once it was told, and that a file was watched to its end', () => {
    expect(after(add(1, 1), watch(1, 95, 2), watch(1, 4, 3, null))[0]?.files).toEqual([{ fileIndex: 0, name: 'film.mp4', positionSec: 4, durationSec: 100, watched: true, touchedMs: 3 }])
  })

  it('marks a file as not watched by the person’s word', () => {
    const [entry] = after(add(1, 1), watch(1, 95, 2), { kind: 'mark', infoHash: hash(1), file: { fileIndex: 0, name: 'a.mp4' }, watched: false, nowMs: 3 })
    expect(entry?.files[0]).toMatchObject({ watched: false, positionSec: 0 })
  })

  it('takes with a mark what follows now, and keeps what is stored where nobody knows it', () => {
    const mark: LibraryAction = { kind: 'mark', infoHash: hash(1), file: { fileIndex: 1, name: 'E02.mp4' }, watched: true, nowMs: 3 }
    const next = { fileIndex: 1, name: 'E02.mp4' }
    const library = applyLibrary(after(add(1, 1)), { kind: 'progress', infoHash: hash(1), file: { fileIndex: 0, name: 'E01.mp4', positionSec: 95, durationSec: 100 }, next, nowMs: 2 })
    expect(applyLibrary(library, mark)[0]?.next).toEqual(next)
    expect(applyLibrary(library, { ...mark, next: { fileIndex: 2, name: 'E03.mp4' } })[0]?.next).toEqual({ fileIndex: 2, name: 'E03.mp4' })
    expect(applyLibrary(library, { ...mark, next: null })[0]?.next).toBeNull()
  })

  it('takes a mark for a file that was never played, and forgets none for it', () => {
    const mark = (fileIndex: number, watched: boolean) => ({ kind: 'mark', infoHash: hash(1), file: { fileIndex, name: 'b.mp4' }, watched, nowMs: 3 } as const)
    const [entry] = after(add(1, 1), watch(1, 50, 2), mark(4, true), mark(5, false))
    expect(entry?.files.map(({ fileIndex, watched, positionSec }) => [fileIndex, watched, positionSec])).toEqual([[0, false, 50], [4, true, 0]])
  })

  it('forgets a torrent, and what it does not know changes nothing', () => {
    const library = after(add(1, 1))
    expect(applyLibrary(library, { kind: 'remove', infoHash: hash(1) })).toEqual([])
    expect(applyLibrary(library, watch(7, 5, 5))).toBe(library)
    expect(applyLibrary(library, { kind: 'keep', infoHash: hash(7), kept: true })).toBe(library)
  })

  it('lets the oldest go when it is full', () => {
    const [sample] = after(add(1, 1))
    if (!sample) throw new Error('nothing was added')
    const many: Library = Array.from({ length: MAX_ENTRIES }, (_, at) => ({ ...sample, infoHash: hash(at + 10) }))
    expect(applyLibrary(many, add(1, 99_999))).toHaveLength(MAX_ENTRIES)
  })

  it('is read as it was written, and refused when it is damaged or later', () => {
    const library = after(add(1, 1), watch(1, 50, 2))
    expect(parseLibrary(JSON.parse(JSON.stringify(formatLibrary(library))))).toEqual({ ok: true, value: library })
    expect(parseLibrary({ version: 2, entries: [] })).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
    expect(parseLibrary({ version: 1, entries: [{ name: 'x' }] })).toMatchObject({ ok: false })
  })

  it('that is damaged keeps every entry that fits, without what of it does not', () => {
    const library = after(add(1, 1), watch(1, 50, 2), add(2, 3), add(3, 4))
    const [third, second, first] = library
    const damaged = [{ ...third, infoHash: 'x' }, { ...second, tracks: 5, files: 'none', next: 'E02' }, { ...first, files: [...(first?.files ?? []), { fileIndex: -1 }] }, 7]
    expect(rescueLibrary({ version: 1, entries: damaged })).toEqual({ library: [second, first], lost: 4 })
  })

  it.each([undefined, null, 'x', { entries: 5 }])('that is %j altogether is empty', (content) => {
    expect(rescueLibrary(content)).toEqual({ library: [], lost: 0 })
  })
})

describe('a file goes on', () => {
  it.each([
    ['from its beginning before 5 %', 4, 100, 0], ['a few seconds earlier', 50, 100, 47], ['from 5 % on', 5, 100, 2], ['just before 92 %', 91, 100, 88],
    ['from its beginning after 92 %', 92, 100, 0], ['without a length where it was left', 300, null, 297], ['without a length not from the first seconds', 9, null, 0],
  ])('%s', (_what, positionSec, durationSec, expected) => {
    expect(resumeSec(positionSec, durationSec)).toBe(expected)
  })

  it('and counts as watched from 92 %, never without a length', () => {
    expect([isWatched(91, 100), isWatched(92, 100), isWatched(92, null), isWatched(0, 0)]).toEqual([false, true, false, false])
  })
})
