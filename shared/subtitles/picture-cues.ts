import type { Cue, CuePicture } from './cue.ts'
import { makePictureCue } from './cue.ts'
import { drawDvbSet, parseDvbSet } from './dvb.ts'
import { drawPgsSet, parsePgsSet } from './pgs.ts'
import type { IndexedPicture, PictureBox } from './picture.ts'
import { drawVobSubPicture, parseVobSubHead, parseVobSubPicture } from './vobsub.ts'
import { decodeUtf8 } from '../torrent/utf8.ts'

/** Reads the blocks of one track of pictures. */
export interface PictureCueReader {
  /** What a block puts on the screen; `name` is what its picture is called. Null for nothing, or a damaged block. */
  cue(block: Uint8Array, name: string, startMs: number, durationMs: number | null): Cue | null
  draw(block: Uint8Array): IndexedPicture | null
}

/** Pictures of Blu-ray and of broadcasts end with an empty screen, those of DVD say when; this is for files that lost it, or say an hour. */
const LONGEST_MS = 15_000

/** A reader for `pgs`, `dvb` or `vobsub`; `codecPrivate` holds the colours of the last. */
export function createPictureCueReader(format: string, codecPrivate: Uint8Array): PictureCueReader {
  return format === 'pgs' ? PGS : format === 'dvb' ? DVB : vobSub(codecPrivate)
}

const PGS: PictureCueReader = {
  draw: drawPgsSet,
  cue: (block, name, startMs) => {
    const set = parsePgsSet(block)
    return set && makePictureCue(startMs, startMs + LONGEST_MS, set.kind === 'clear' ? EMPTY : pictureOf(name, set.box, set.box.screenWidth / set.box.screenHeight))
  },
}

const DVB: PictureCueReader = {
  draw: drawDvbSet,
  cue: (block, name, startMs) => {
    const set = parseDvbSet(block)
    return set && makePictureCue(startMs, startMs + (set.kind === 'clear' ? LONGEST_MS : Math.min(LONGEST_MS, set.timeOutMs)), set.kind === 'clear' ? EMPTY : pictureOf(name, set.box, null))
  },
}

const EMPTY: CuePicture = { name: '', x: 0, y: 0, width: 0, height: 0, aspect: null }

function vobSub(codecPrivate: Uint8Array): PictureCueReader {
  const head = parseVobSubHead(decodeUtf8(codecPrivate.subarray(0, MAX_HEAD_BYTES)))
  return {
    draw: (block) => drawVobSubPicture(block, head),
    cue: (block, name, startMs, durationMs) => {
      const picture = parseVobSubPicture(block, head)
      if (!picture) return null
      const from = startMs + picture.delayMs
      return makePictureCue(Math.round(from), Math.round(from + Math.min(LONGEST_MS, durationMs ?? picture.durationMs ?? LONGEST_MS)), pictureOf(name, picture.box, null))
    },
  }
}

const MAX_HEAD_BYTES = 16_384

function pictureOf(name: string, { x, y, width, height, screenWidth, screenHeight }: PictureBox, aspect: number | null): CuePicture {
  return { name, x: x / screenWidth, y: y / screenHeight, width: width / screenWidth, height: height / screenHeight, aspect: aspect === null ? null : Math.max(0.1, Math.min(10, aspect)) }
}
