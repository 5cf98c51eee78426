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

  const episode = (number: number) => ({ fileIndex: number - 1, name: `E0${String(number)}.mp4` })
  const watchFirst = (positionSec: number, following: readonly number[]): LibraryAction => ({ kind: 'progress', infoHash: hash(1), file: { ...episode(1), positionSec, durationSec: 100 }, following: following.map(episode), nowMs: 2 })
  const markEpisode = (number: number, watched: boolean, following?: readonly number[]): LibraryAction => ({ kind: 'mark', infoHash: hash(1), file: episode(number), watched, ...(following && { following: following.map(episode) }), nowMs: 3 })

  it.each([
    ['the second', [markEpisode(2, true)], 3], ['the second and third', [markEpisode(2, true), markEpisode(3, true)], 4], ['all', [markEpisode(2, true), markEpisode(4, true), markEpisode(3, true)], null],
    ['the third alone', [markEpisode(3, true)], 2], ['the second, and takes it back,', [markEpisode(2, true), markEpisode(2, false)], 2],
    ['the second, while the files are known better,', [markEpisode(2, true, [5])], 5],
  ])('knows without the torrent what is up when the person marks %s of what follows', (_which, marks, expected) => {
    const [entry] = marks.reduce(applyLibrary, after(add(1, 1), watchFirst(95, [2, 3, 4])))
    expect(entry?.next).toEqual(expected && episode(expected))
  })

  it('knows it also when the film itself is marked that was left in its middle', () => {
    expect(after(add(1, 1), watchFirst(50, [2, 3]), markEpisode(1, true))[0]).toMatchObject({ next: episode(2), files: [{ watched: true }] })
  })

  it('takes what follows one film for no other', () => {
    const other: LibraryAction = { kind: 'progress', infoHash: hash(1), file: { ...episode(7), positionSec: 95, durationSec: 100 }, nowMs: 4 }
    const [before] = after(add(1, 1), watchFirst(50, [2, 3]))
    if (!before) throw new Error('nothing was added')
    expect(applyLibrary([before], { kind: 'progress', infoHash: hash(1), file: { ...episode(1), positionSec: 95, durationSec: 100 }, nowMs: 4 })[0]?.next).toEqual(episode(2))
    expect(applyLibrary([{ ...before, next: null }], other)[0]?.next).toBeNull()
  })

  it('keeps what was up where nobody ever knew what follows', () => {
    const [entry] = after(add(1, 1), watch(1, 95, 2))
    if (!entry) throw new Error('nothing was added')
    expect(applyLibrary([{ ...entry, next: episode(2) }], markEpisode(2, true))[0]?.next).toEqual(episode(2))
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
    const library = after(add(1, 1), watchFirst(50, [2, 3]))
    expect(parseLibrary(JSON.parse(JSON.stringify(formatLibrary(library))))).toEqual({ ok: true, value: library })
    expect(parseLibrary({ version: 2, entries: [] })).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
    expect(parseLibrary({ version: 1, entries: [{ name: 'x' }] })).toMatchObject({ ok: false })
  })

  it('that is damaged keeps every entry that fits, without what of it does not', () => {
    const library = after(add(1, 1), watch(1, 50, 2), add(2, 3), add(3, 4))
    const [third, second, first] = library
    const damaged = [{ ...third, infoHash: 'x' }, { ...second, tracks: 5, files: 'none', next: 'E02', following: 2 }, { ...first, files: [...(first?.files ?? []), { fileIndex: -1 }] }, 7]
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
