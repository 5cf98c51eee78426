import { viewOf } from '../../subtitles/matroska-elements.ts'
import { MAX_SCANNED } from './keyframe-scan.ts'

/** `keyframes`, then within it `times` and the sign of a list (AMF 0, 2.12), as every writer of such a list has it. */
const KEYFRAMES = Uint8Array.from([0, 9, ...letters('keyframes')])
const TIMES = Uint8Array.from([0, 5, ...letters('times'), 0x0a])
const NUMBER_BYTES = 9

/**
 * When the key frames of a Flash video are decoded, in seconds, by the list in its first script tag (`onMetaData`). Empty when
 * it has none, or one that does not rise.
 */
export function flvIndexTimes(script: Uint8Array): readonly number[] {
  const inside = find(script, KEYFRAMES, 0)
  const list = inside < 0 ? -1 : find(script, TIMES, inside)
  const begin = list + TIMES.length + 4
  if (list < 0 || begin > script.length) return []
  const view = viewOf(script)
  const count = view.getUint32(begin - 4)
  if (count > MAX_SCANNED || begin + count * NUMBER_BYTES > script.length) return []
  const times = Array.from({ length: count }, (_, i) => (view.getUint8(begin + i * NUMBER_BYTES) === 0 ? view.getFloat64(begin + i * NUMBER_BYTES + 1) : NaN))
  // Some writers begin with the place of the parameter sets, at the time of the first picture.
  const pictures = times.filter((time, i) => i === 0 || time !== times[i - 1])
  return pictures.every((time, i) => time >= 0 && time > (pictures[i - 1] ?? -1)) && pictures.length > 1 ? pictures : []
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; at + wanted.length <= bytes.length; at++) if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}

function letters(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0))
}
