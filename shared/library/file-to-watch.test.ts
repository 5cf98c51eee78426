import { describe, expect, it } from 'vitest'
import { toTorrentFiles } from '../torrent/media-files.ts'
import { fileToWatch, firstEpisode, unseenAfter } from './file-to-watch.ts'

const named = (...names: readonly string[]) => toTorrentFiles({ files: names.map((name, index) => ({ index, path: `Show/${name}`, name, lengthBytes: 100, offsetBytes: 0, padding: false, available: true })) })
const seen = (fileIndex: number, share: number) => ({ fileIndex, name: '', positionSec: share * 1000, durationSec: 1000, watched: share > 0.92, touchedMs: 0 })

describe('what is watched when a torrent is opened again', () => {
  const files = named('Show S01E01.mkv', 'Show S01E02.mkv', 'Show S01E03.mkv')
  it.each([
    ['nothing was', [], 0],
    ['the second is half over', [seen(1, 0.5)], 1],
    ['the first is over', [seen(0, 0.95)], 1],
    ['the first is over again, the second too', [seen(0, 1), seen(1, 1)], 2],
    ['all are over', [seen(2, 1), seen(1, 1), seen(0, 1)], 0],
    ['what is gone was watched', [seen(9, 0.5)], 0],
  ] as const)('while %s: file %#', (_case, watched, expected) => {
    expect(fileToWatch({ files, chosenFile: 0 }, watched)).toBe(expected)
  })

  it('is nothing where nothing plays', () => {
    expect(fileToWatch({ files: named('a.txt'), chosenFile: null }, [])).toBe(null)
  })
})

describe('what follows and was not seen', () => {
  const names = ['Show S01E01.mkv', 'Show S01E02.mkv', 'Show S02E01.mkv']
  it.each([
    [names, 0, [], [1, 2]], [names, 0, [1], [2]], [names, 0, [1, 2], []], [names, 2, [], []], [names, 9, [], []],
    [['Part 1.mkv', 'Part 2.mkv', 'Part 10.mkv'], 0, [1], [2]], [['Part 1.mkv', 'Part 2.mkv'], 1, [], []],
  ] as const)('of %j after file %i, with %j seen, are files %j', (all, from, watched, expected) => {
    expect(unseenAfter(named(...all), from, watched.map((index) => seen(index, 1))).map(({ index }) => index)).toEqual(expected)
  })

  it.each([['episodes', (at: number) => `Show S01E${String(at)}.mkv`], ['parts', (at: number) => `Part ${String(at)}.mkv`]])('is found among thousands of %s that were seen without reading their names again and again', (_what, nameOf) => {
    let reads = 0
    const files = named(...Array.from({ length: 2000 }, (_, at) => nameOf(at + 1))).map(({ name, ...rest }) => ({ ...rest, get name() {
      reads += 1
      return name
    } }))
    expect(unseenAfter(files, 0, files.slice(1, -1).map(({ index }) => seen(index, 1))).map(({ index }) => index)).toEqual([1999])
    // A few times each, for sorting; once for every file before it would be a million.
    expect(reads).toBeLessThan(files.length * 50)
  })
})

describe('the first episode', () => {
  it.each([
    [['Show S02E01.mkv', 'Show S01E02.mkv', 'Show S01E01.mkv'], 0, 2],
    [['Show S00E01.mkv', 'Show S01E02.mkv'], 0, 1],
    [['Other S01E01.mkv', 'Show S01E02.mkv'], 1, 1],
    [['الطاحونة S01E02 [1080p].mkv', 'الطاحونة S01E01.mkv'], 0, 1],
    [['A film.mkv', 'Another.mkv'], 1, 1],
  ] as const)('of %j from file %i is file %i', (names, from, expected) => {
    const files = named(...names)
    const file = files[from]
    if (!file) throw new Error('no such file')
    expect(firstEpisode(files, file).index).toBe(expected)
  })
})
