import { describe, expect, it } from 'vitest'
import { chooseFile, isExtra, toTorrentFiles } from './media-files.ts'
import { fileKindOf } from './media-type.ts'
import type { MetainfoFile } from './metainfo-files.ts'

const files = (...given: [path: string, lengthBytes: number, more?: Partial<MetainfoFile>][]) => toTorrentFiles({
  files: given.map(([path, lengthBytes, more], index) => ({ index, path, name: path.split('/').at(-1) ?? '', lengthBytes, offsetBytes: 0, padding: false, available: true, ...more })),
})

describe('files of a torrent', () => {
  it('are judged by their extension, in any case', () => {
    expect(fileKindOf('A.MKV')).toEqual({ kind: 'video', mediaType: 'video/x-matroska' })
    expect(fileKindOf('a.mp4.flac')).toEqual({ kind: 'audio', mediaType: 'audio/flac' })
    expect(fileKindOf('a.en.srt').kind).toBe('subtitle')
    expect(fileKindOf('cover.JPG').kind).toBe('image')
  })

  it.each(['page.html', 'picture.svg', 'script.js', 'noextension', '__proto__', 'a.constructor', 'a.toString', ''])('%s is bytes without meaning', (name) => {
    expect(fileKindOf(name)).toEqual({ kind: 'other', mediaType: 'application/octet-stream' })
  })

  it('show no padding and keep their indices; symbolic links and empty files do not play', () => {
    const shown = files(['r/.pad/1', 5, { padding: true }], ['r/a.mkv', 9], ['r/b.mkv', 9, { available: false }], ['r/c.mkv', 0])
    expect(shown.map(({ index, playable }) => [index, playable])).toEqual([[1, true], [2, false], [3, false]])
  })

  it.each(['Film/Sample/film.mkv', 'Film/film-sample.mkv', 'Film/sample-film.mkv', 'Film/Film.Trailer.mp4', 'Film/trailer.mp4', 'Film/Film (trailer 2).mkv', 'Film/Featurettes/Making of.mkv', 'Film/Behind the Scenes/1.mkv', 'Film/Extras/a.mkv', 'Film/x-deleted.mkv'])('%s is an extra', (path) => {
    expect(isExtra(path)).toBe(true)
  })

  it.each(['Extras/S01E01.mkv', 'Extras (2005)/Season 1/S01E01.mkv', 'Trailer Park Boys S01E01.mkv', 'Film/Bonusland.mkv', 'Sampler.mp3', 'Show/Short Treks/a.mkv', 'The Interview.2014.mkv', 'The Interview.mkv'])('%s is none', (path) => {
    expect(isExtra(path)).toBe(false)
  })
})

describe('the chosen file', () => {
  it('is the largest video that is no extra', () => {
    expect(chooseFile(files(['r/a.srt', 1], ['r/small.mp4', 5], ['r/film.mkv', 50], ['r/Extras/long.mkv', 90], ['r/big.flac', 100]), null)).toBe(2)
  })

  it('is the first episode of a series, however large the others are, and of those that are selected', () => {
    const show = files(['r/Show S01E02.mkv', 90], ['r/Show S01E01.mkv', 50], ['r/Show S01E03.mkv', 60], ['r/Extras/Show S01E00.mkv', 9])
    expect([chooseFile(show, null), chooseFile(show, [{ begin: 2, end: 3 }])]).toEqual([1, 2])
  })

  it('is the first of equals', () => {
    expect(chooseFile(files(['r/1.mkv', 5], ['r/2.mkv', 5]), null)).toBe(0)
  })

  it('is audio when there is no film, an extra when there is nothing else', () => {
    expect(chooseFile(files(['r/1.mp3', 5], ['r/2.mp3', 9], ['r/trailer.mp4', 99]), null)).toBe(1)
    expect(chooseFile(files(['trailer.mp4', 9], ['x.txt', 99]), null)).toBe(0)
  })

  it('is taken from the selection when that plays', () => {
    const show = files(['r/1.mkv', 50], ['r/2.mkv', 5], ['r/2.srt', 1])
    expect(chooseFile(show, [{ begin: 1, end: 2 }])).toBe(1)
    expect(chooseFile(show, [{ begin: 2, end: 3 }])).toBe(0)
    expect(chooseFile(show, [])).toBe(0)
  })

  it('is none when nothing plays', () => {
    expect(chooseFile(files(['r/a.txt', 5], ['r/b.exe', 9]), null)).toBe(null)
    expect(chooseFile([], null)).toBe(null)
  })
})
