import { describe, expect, it } from 'vitest'
import type { KeyframeScan, ScanState } from '../../../shared/transcode/scan/keyframe-scan.ts'
import { createKeyframeSearch } from './keyframe-search.ts'

const FILM_BYTES = 10_000
const STEP_BYTES = 1000

/** A scan of a film in which each thousand bytes begin with a key frame, told by their place; `ends`: how it ends. */
function makeScan(ends: ScanState): KeyframeScan {
  let at = 0
  return {
    wants: () => ({ at, bytes: 10 }),
    push: () => { at += STEP_BYTES },
    state: () => (at >= FILM_BYTES ? ends : 'scanning'),
    timesSec: () => Array.from({ length: at / STEP_BYTES }, (_, i) => i),
  }
}

/** A film of which the front is here; `reads`: where it was read. */
function makeFilm(hereBytes: number) {
  let here = hereBytes
  const reads: number[] = []
  return {
    reads,
    add: (bytes: number) => { here = bytes },
    film: {
      lengthBytes: FILM_BYTES,
      version: () => here,
      read: ({ begin, end }: { readonly begin: number; readonly end: number }) => {
        reads.push(begin)
        return Promise.resolve(new Uint8Array(Math.max(0, Math.min(end, here) - begin)))
      },
    },
  }
}

const LONG_MS = 60_000

describe('looking for key frames in what is here', () => {
  it('tells them when the end was reached', async () => {
    const { film } = makeFilm(FILM_BYTES)
    const search = createKeyframeSearch(film, makeScan('complete'))
    expect(await search.times(LONG_MS)).toHaveLength(10)
    expect(search.isOpen()).toBe(false)
  })

  it('does not wait for what is missing, and goes on from there when it has come', async () => {
    const { film, add, reads } = makeFilm(4500)
    const search = createKeyframeSearch(film, makeScan('complete'))
    expect(await search.times(LONG_MS)).toBeNull()
    expect(search.isOpen()).toBe(true)
    const before = reads.length
    expect(await search.times(LONG_MS)).toBeNull()
    add(FILM_BYTES)
    expect(await search.times(LONG_MS)).toHaveLength(10)
    expect(Math.min(...reads.slice(before))).toBe(5000)
    search.close()
  })

  it('tells that there are none where the film is not understood', async () => {
    const search = createKeyframeSearch(makeFilm(FILM_BYTES).film, makeScan('hopeless'))
    expect(await search.times(LONG_MS)).toEqual([])
  })

  it('ends when it is closed, when it cannot read, and when it does not come forward', async () => {
    const waiting = createKeyframeSearch(makeFilm(10).film, makeScan('complete'))
    expect(await waiting.times(LONG_MS)).toBeNull()
    waiting.close()
    expect(waiting.isOpen()).toBe(false)
    const broken = createKeyframeSearch({ ...makeFilm(0).film, read: () => Promise.reject(new Error('the disk is gone')) }, makeScan('complete'))
    expect([await broken.times(LONG_MS), broken.isOpen()]).toEqual([null, false])
    const stuck = createKeyframeSearch(makeFilm(FILM_BYTES).film, { ...makeScan('complete'), push: () => undefined })
    expect([await stuck.times(LONG_MS), stuck.isOpen()]).toEqual([null, false])
  })
})
