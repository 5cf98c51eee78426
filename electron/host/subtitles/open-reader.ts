import { lockOn, TS_LOCK_BYTES } from '../../../shared/transcode/scan/ts-packets.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import { createMatroskaReader } from './matroska-reader.ts'
import { createMp4Reader } from './mp4-reader.ts'
import { createTsReader } from './ts-reader.ts'

/** The reader for a film's container, chosen by its first bytes as soon as they are here. `startSec`: the stamp its time line begins at, once that is known. */
export function openEmbeddedReader(film: FilmBytes, events: EmbeddedEvents, startSec: () => number | null): EmbeddedReader {
  let reader: EmbeddedReader | null = null
  return {
    picture: (track, name) => reader?.picture(track, name) ?? Promise.resolve(null),
    font: (font) => reader?.font(font) ?? Promise.resolve(null),
    isComplete: () => reader?.isComplete() ?? false,
    missingAt: (filmMs, tracks) => reader?.missingAt(filmMs, tracks) ?? [],
    advance: async (nowMs) => {
      reader ??= await choose(film, events, startSec)
      return reader ? reader.advance(nowMs) : false
    },
  }
}

async function choose(film: FilmBytes, events: EmbeddedEvents, startSec: () => number | null): Promise<EmbeddedReader | null> {
  const sign = await film.read({ begin: 0, end: SIGN_BYTES })
  if (sign.length < SIGN_BYTES) return null
  if (sign[0] === 0x1a && sign[1] === 0x45 && sign[2] === 0xdf && sign[3] === 0xa3) return createMatroskaReader(film, events)
  if (MP4_BOXES.includes(String.fromCharCode(...sign.subarray(4, 8)))) return createMp4Reader(film, events)
  const front = await film.read({ begin: 0, end: TS_LOCK_BYTES })
  if (front.length < Math.min(TS_LOCK_BYTES, film.lengthBytes)) return null
  const layout = lockOn(front)
  return layout ? createTsReader(film, layout, events, startSec) : NOTHING
}

const SIGN_BYTES = 12
/** What MP4 and MOV files begin with. */
const MP4_BOXES: readonly string[] = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot']
/** A container that holds no words, or none that are read here. */
const NOTHING: EmbeddedReader = { advance: () => Promise.resolve(false), picture: () => Promise.resolve(null), font: () => Promise.resolve(null), isComplete: () => true, missingAt: () => [] }
