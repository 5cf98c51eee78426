import { expect, it } from 'vitest'
import { parseInfoHash } from '../ids.ts'
import { isSameFile, otherFile, toFilmWish } from './film-wish.ts'

const infoHash = parseInfoHash('0123456789abcdef0123456789abcdef01234567')

it('the next file begins at its beginning, and nothing chosen for the one before holds for it', () => {
  if (!infoHash.ok) throw new Error(infoHash.error.message)
  const film = toFilmWish({ infoHash: infoHash.value, fileIndex: 1, deviceId: 'tv', atSec: 70, paused: true, subtitleTrackId: 'en', audioIndex: 2, method: 'transcode' })
  expect(film).toMatchObject({ subtitleDelayMs: 0, subtitleSpeed: 1, audioIndex: 2, method: 'transcode', packaging: null })
  const next = otherFile(film, 2)
  expect(next).toEqual({ ...toFilmWish({ infoHash: infoHash.value, fileIndex: 2, deviceId: 'tv', atSec: 0, paused: false, subtitleTrackId: null }) })
  expect([isSameFile(film, next), isSameFile(film, { ...film, atSec: 0 })]).toEqual([false, true])
})
