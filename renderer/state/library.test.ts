import { describe, expect, it } from 'vitest'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { hashOf } from '../test/fake-bridge.ts'
import { dropEntry, positionsOf, putEntry, leftOf, unfinishedOf, wasWatched } from './library.ts'

const entry = (digit: string, positionSec: number, durationSec: number | null = 100, watched = false): LibraryEntry => ({
  infoHash: hashOf(digit), name: digit, magnet: '', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false, files: [{ fileIndex: 0, name: 'a.mp4', positionSec, durationSec, watched, touchedMs: 0 }],
})

describe('the library of the page', () => {
  it('has a changed entry first, once', () => {
    expect(putEntry([entry('1', 1), entry('2', 1)], entry('2', 9)).map(({ name, files }) => [name, files[0]?.positionSec])).toEqual([['2', 9], ['1', 1]])
    expect(dropEntry([entry('1', 1)], hashOf('1'))).toEqual([])
  })

  it('tells where films go on; what was watched in this run is newer', () => {
    const key = `${hashOf('1')}/0`
    expect(positionsOf([entry('1', 50)], {})).toEqual({ [key]: 47 })
    expect(positionsOf([entry('1', 50)], { [key]: 60 })).toEqual({ [key]: 60 })
  })

  it.each([['begun', 50, 0.5, 50], ['almost watched', 91, 0.91, 9]])('a film that was %s is to be continued', (_what, sec, share, leftSec) => {
    expect(unfinishedOf(entry('1', sec))?.file.positionSec).toBe(sec)
    expect(leftOf(sec, 100)).toEqual({ share, leftSec })
  })

  it('a film that was only looked at, or watched to its end, is not', () => {
    expect([unfinishedOf(entry('1', 4)), unfinishedOf(entry('1', 95)), unfinishedOf({ ...entry('1', 1), files: [] })]).toEqual([null, null, null])
    expect(unfinishedOf({ ...entry('1', 95), next: null })).toBeNull()
    expect([wasWatched(entry('1', 95)), wasWatched(entry('1', 4)), wasWatched(entry('1', 4, 100, true))]).toEqual([true, false, true])
  })

  it('after the end of an episode the next one is to be continued with, until it was seen', () => {
    const episode = entry('1', 95)
    const second = { fileIndex: 1, name: 'b.mp4', positionSec: 0, durationSec: null, watched: false, touchedMs: 1 }
    expect(unfinishedOf({ ...episode, next: { fileIndex: 1, name: 'b.mp4' } })).toMatchObject({ isNext: true, file: { fileIndex: 1, name: 'b.mp4', positionSec: 0 } })
    expect(unfinishedOf({ ...episode, next: { fileIndex: 1, name: 'b.mp4' }, files: [...episode.files, { ...second, watched: true }] })).toBeNull()
    expect(unfinishedOf({ ...episode, files: [{ ...second, positionSec: 2, durationSec: 100 }, ...episode.files] })).toMatchObject({ isNext: true, file: { fileIndex: 1 } })
    expect(unfinishedOf({ ...episode, files: [{ ...second, positionSec: 50, durationSec: 100 }, ...episode.files] })).toMatchObject({ isNext: false, file: { fileIndex: 1 } })
  })
})
