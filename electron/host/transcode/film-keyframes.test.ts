import { describe, expect, it } from 'vitest'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { parseInfoHash } from '../../../shared/ids.ts'
import { createFilmKeyframes } from './film-keyframes.ts'
import type { Film } from './look-into-film.ts'

const parsed = parseInfoHash('a'.repeat(40))
if (!parsed.ok) throw new Error('this is an info hash')
const INFO_HASH = parsed.value

/** A tag of a Flash video that holds a key frame of H.264 shown at that moment. */
const keyFrame = (ms: number) => [9, 0, 0, 45, ms >> 16, (ms >> 8) & 255, ms & 255, 0, 0, 0, 0, 0x17, 1, 0, 0, 0, ...Array.from({ length: 40 }, () => 5), 0, 0, 0, 0]
const BYTES = Uint8Array.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0, ...keyFrame(0), ...keyFrame(2000), ...keyFrame(4000)])

/** A film of which the front is here; `reads`: how often it was read. */
function makeFilm(hereBytes: number) {
  const now = { here: hereBytes, reads: 0 }
  const bytes = {
    lengthBytes: BYTES.length,
    here: () => [{ begin: 0, end: now.here }],
    version: () => now.here,
    read: ({ begin, end }: { readonly begin: number; readonly end: number }) => {
      now.reads += 1
      return Promise.resolve(BYTES.slice(begin, Math.min(end, now.here)))
    },
    arrived: () => null, readArrived: () => Promise.resolve(new Uint8Array()), readingAt: () => null, playheadMs: () => null, want: () => undefined,
  }
  const film: Film = {
    infoHash: INFO_HASH, fileIndex: 0, url: '', readsWait: () => false, keyframes: () => Promise.resolve([]), isIndexed: () => false,
    media: { containers: ['flv'], durationSec: 6, startSec: 0, bitsPerSec: null, video: null, audio: [], subtitles: [], chapters: [] },
  }
  return { now, film, keyframes: createFilmKeyframes(() => bytes) }
}

describe('the key frames of a film without a list of them', () => {
  it('are to come while it comes, and found by the search that was begun, without reading it again', async () => {
    const { now, film, keyframes } = makeFilm(100)
    expect(await keyframes.of(film)).toEqual([])
    expect([keyframes.areComing(film), keyframes.haveCome(INFO_HASH, 0)]).toEqual([true, false])
    now.here = BYTES.length
    await waitUntil('the search is over', () => keyframes.haveCome(INFO_HASH, 0))
    const before = now.reads
    expect(await keyframes.of(film)).toEqual([0, 2, 4])
    expect(await keyframes.of(film)).toEqual([0, 2, 4])
    expect(now.reads).toBe(before)
    keyframes.close()
  })

  it('are looked for anew when a search was given up', async () => {
    const { now, film, keyframes } = makeFilm(100)
    await keyframes.of(film)
    keyframes.drop(INFO_HASH)
    now.here = BYTES.length
    expect(await keyframes.of(film)).toEqual([0, 2, 4])
    keyframes.close()
  })
})
