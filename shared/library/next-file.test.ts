import { describe, expect, it } from 'vitest'
import type { TorrentFile } from '../torrent/snapshot.ts'
import { filesAfter, nextFile, readEpisode } from './next-file.ts'

const file = (index: number, name: string, more: Partial<TorrentFile> = {}): TorrentFile => ({ index, name, path: `Show/${name}`, lengthBytes: 9, mediaType: 'video/x-matroska', kind: 'video', playable: true, extra: false, ...more })
const nextName = (names: readonly (string | TorrentFile)[], current: number) => nextFile(names.map((each, at) => (typeof each === 'string' ? file(at, each) : each)), current)?.name ?? null

describe('the episode in a name', () => {
  it.each([
    ['Show.S01E02.1080p.mkv', 1, 2], ['show s1e12 x264.mkv', 1, 12], ['Show - 1x02 - Title.avi', 1, 2], ['Show.s02.e03.mkv', 2, 3], ['Season 3 Episode 4.mp4', 3, 4],
    ['[Group] Show - 07 [1080p].mkv', null, 7], ['Show - 112v2 (720p).mkv', null, 112], ['Show Episode 5.mp4', null, 5], ['Show Ep.06.mkv', null, 6],
  ])('%s', (name, season, episode) => {
    expect(readEpisode(name)).toEqual({ season, episode })
  })

  it.each(['Film.2010.1080p.mkv', 'Sintel.mp4', '1920x1080 test.mkv', 'Apollo 13.mkv', 'x264.mkv'])('is not seen in %s', (name) => {
    expect(readEpisode(name)).toBeNull()
  })
})

describe('the next file', () => {
  it.each([
    ['is the next episode whatever the order of the torrent', ['S01E10.mkv', 'S01E02.mkv', 'S01E01.mkv'], 2, 'S01E02.mkv'],
    ['skips an episode that is missing', ['S01E01.mkv', 'S01E03.mkv'], 0, 'S01E03.mkv'],
    ['is the first of the next season', ['S02E01.mkv', 'S01E02.mkv'], 1, 'S02E01.mkv'],
    ['counts through', ['Show - 09.mkv', 'Show - 10.mkv'], 0, 'Show - 10.mkv'],
    ['is none after the last episode, not the first one again', ['S01E01.mkv', 'S01E02.mkv'], 1, null],
    ['is none after the last episode, not another film', ['S01E02.mkv', 'Zebra.mkv'], 0, null],
    ['is the next in natural order where names tell nothing', ['Part 2.mkv', 'Part 10.mkv', 'Part 1.mkv'], 0, 'Part 10.mkv'],
  ])('%s', (_what, names, current, expected) => {
    expect(nextName(names, current)).toBe(expected)
  })

  it('is never an extra, nor something that does not play, nor sound after a film', () => {
    expect(nextName(['S01E01.mkv', file(1, 'S01E02.sample.mkv', { extra: true }), file(2, 'S01E02.nfo', { playable: false, kind: 'other' })], 0)).toBeNull()
    expect(nextName(['Film.mkv', file(1, 'Song.mp3', { kind: 'audio' })], 0)).toBeNull()
    expect(nextFile([], 3)).toBeNull()
  })
})

describe('the files after one', () => {
  it.each([
    ['are the later episodes, each once', ['S01E01.mkv', 'S01E03.mkv', 'S01E02.mkv', 'S01E02.1080p.mkv', 'S02E01.mkv'], 0, [2, 1, 4]],
    ['are those by name up to the first that tells an episode, and from there by episodes', ['Part 2.mkv', 'S01E02.mkv', 'Part 1.mkv', 'S01E01.mkv', 'Zebra.mkv'], 2, [0, 3, 1]],
    ['end before another kind', ['Part 1.mkv', 'Part 2.mkv', file(2, 'Part 3.mp3', { kind: 'audio' }), 'Part 4.mkv'], 0, [1]],
    ['are none after a file that is not there', ['S01E01.mkv'], 7, []],
  ] as const)('%s', (_what, names, current, expected) => {
    const files = names.map((each, at) => (typeof each === 'string' ? file(at, each) : each))
    expect(filesAfter(files, current).map(({ index }) => index)).toEqual(expected)
  })
})
