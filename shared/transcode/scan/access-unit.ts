import { viewOf } from '../../subtitles/matroska-elements.ts'

export type PictureCodec = 'h264' | 'hevc'

/**
 * Whether a picture can be decoded without those before it, from the first bytes of its access unit with start codes
 * (ITU-T H.264 and H.265, annex B). As ffmpeg's parsers see it: an instantaneous refresh, any random access picture of
 * HEVC, or a picture of H.264 with a recovery point (7.3.2.3.1, D.2.8). `unclear`: more bytes are needed.
 */
export function kindOfUnit(bytes: Uint8Array, codec: PictureCodec): 'key' | 'other' | 'unclear' {
  let recovers = false
  for (let at = nextStart(bytes, 0); at < bytes.length; at = nextStart(bytes, at)) {
    const type = codec === 'h264' ? (bytes[at] ?? 0) & 0x1f : ((bytes[at] ?? 0) >> 1) & 0x3f
    if (codec === 'hevc') {
      if (type < FIRST_BESIDE_PICTURES) return type >= FIRST_RANDOM_ACCESS ? 'key' : 'other'
      continue
    }
    if (type === H264.sei) recovers ||= hasRecoveryPoint(bytes.subarray(at + 1, endOfUnit(bytes, at)))
    if (type === H264.refresh) return 'key'
    if (type >= H264.slice && type < H264.refresh) return recovers ? 'key' : 'other'
  }
  return 'unclear'
}

const H264 = { slice: 1, refresh: 5, sei: 6 }
/** NAL unit types of HEVC (table 7-1): 16 to 23 are random access pictures, from 32 on no pictures. */
const FIRST_RANDOM_ACCESS = 16
const FIRST_BESIDE_PICTURES = 32
const RECOVERY_POINT = 6

/** The byte behind the next start code; the end when there is none. */
function nextStart(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(1, from + 2); at >= 0; at = bytes.indexOf(1, at + 1)) if (bytes[at - 1] === 0 && bytes[at - 2] === 0) return at + 1
  return bytes.length
}

function endOfUnit(bytes: Uint8Array, from: number): number {
  const next = nextStart(bytes, from)
  return next < bytes.length ? next - 3 : bytes.length
}

/** Types and sizes of messages are written as bytes of 255 and a rest (7.3.2.3.1). */
function hasRecoveryPoint(escaped: Uint8Array): boolean {
  const view = viewOf(unescape(escaped))
  let at = 0
  const readCount = () => {
    let count = 0
    while (at < view.byteLength && view.getUint8(at) === 0xff) { count += 0xff; at += 1 }
    if (at < view.byteLength) count += view.getUint8(at)
    at += 1
    return count
  }
  while (at + 1 < view.byteLength) {
    if (readCount() === RECOVERY_POINT) return at < view.byteLength
    const size = readCount()
    at += size
  }
  return false
}

/** Without the 3 that keeps two zeros from looking like a start code (7.4.1). */
function unescape(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 3 && at >= 2 && bytes[at - 1] === 0 && bytes[at - 2] === 0))
}
