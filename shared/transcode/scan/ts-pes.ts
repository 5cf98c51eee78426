import { viewOf } from '../../subtitles/matroska-elements.ts'

/** Seconds after which the 33 bits of a stamp begin anew (ISO/IEC 13818-1, 2.4.3.7). */
export const STAMP_WRAP_SEC = 2 ** 33 / 90_000
const STAMPS_PER_SEC = 90_000

/** The head of a PES packet (ISO/IEC 13818-1, 2.4.3.6). */
export interface PesHead {
  /** Its presentation stamp. */
  readonly shownSec: number
  /** Where its content begins. */
  readonly bodyAt: number
  /** Of its content; null where it does not say, as pictures do not. */
  readonly bodyBytes: number | null
}

/** Start code, stream, length; flags and the length of what follows them; a stamp. */
const PREFIX_BYTES = 6
const FLAGS_BYTES = 3
const STAMP_BYTES = 5

/** Reads the first payload of a PES packet; null for one without a presentation stamp. */
export function readPesHead(payload: Uint8Array): PesHead | null {
  if (payload.length < PREFIX_BYTES + FLAGS_BYTES + STAMP_BYTES || payload[0] !== 0 || payload[1] !== 0 || payload[2] !== 1) return null
  const view = viewOf(payload)
  if ((view.getUint8(7) & 0x80) === 0) return null
  const high = (view.getUint8(9) & 0x0e) / 2
  const low = (view.getUint8(10) << 22) | ((view.getUint8(11) >> 1) << 15) | (view.getUint8(12) << 7) | (view.getUint8(13) >> 1)
  const bodyAt = PREFIX_BYTES + FLAGS_BYTES + view.getUint8(8)
  const length = view.getUint16(4)
  return { shownSec: (high * 2 ** 30 + low) / STAMPS_PER_SEC, bodyAt, bodyBytes: length === 0 ? null : Math.max(0, PREFIX_BYTES + length - bodyAt) }
}
