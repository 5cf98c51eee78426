import { inflateSync } from 'node:zlib'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import type { Packing } from '../../../shared/subtitles/matroska-tracks.ts'

/** A block as it was before it was packed; null when it is damaged or longer than subtitles are. */
export function unpack(bytes: Uint8Array, packing: Packing): Uint8Array | null {
  if (packing.kind === 'plain') return bytes
  if (packing.kind === 'prefix') return Buffer.concat([packing.bytes, bytes])
  try {
    return inflateSync(bytes, { maxOutputLength: SUBTITLE_LIMITS.bytes })
  } catch {
    return null // a damaged block: its cue is missing, the others are read
  }
}
