import { createFlvScan } from './flv-scan.ts'
import type { KeyframeScan } from './keyframe-scan.ts'
import { createMatroskaScan } from './matroska-scan.ts'
import { createMp4Scan } from './mp4-scan.ts'
import { STAMP_WRAP_SEC } from './ts-pes.ts'
import { createTsScan } from './ts-scan.ts'

export interface ScannedFilm {
  /** As ffprobe names them. */
  readonly containers: readonly string[]
  readonly lengthBytes: number
  readonly durationSec: number | null
}

/** The scan for a film's container; null for one whose key frames are not looked for. */
export function openScan({ containers, lengthBytes, durationSec }: ScannedFilm): KeyframeScan | null {
  if (containers.includes('mpegts')) return createTsScan({ lengthBytes, stepBytes: stepOf(lengthBytes, durationSec) })
  if (containers.includes('flv')) return createFlvScan(lengthBytes)
  if (containers.includes('matroska') || containers.includes('webm')) return createMatroskaScan(lengthBytes)
  return containers.includes('mp4') || containers.includes('mov') ? createMp4Scan(lengthBytes) : null
}

/** Read whole in about a second. */
const SMALL_BYTES = 512 * 1024 * 1024
/** A second more between two cells for each of so many bytes: a disc of 40 GB is told by a tenth of it, and its cells are no longer than the key frames of many films lie apart. */
const BYTES_A_SECOND = 1e9
const MIN_STEP_SEC = 2
const MAX_STEP_SEC = 8

/** In a transport stream nothing can be stepped over but what is guessed: so much that the next cell begins about there. */
function stepOf(lengthBytes: number, durationSec: number | null): number {
  if (lengthBytes <= SMALL_BYTES || durationSec === null) return 0
  return Math.floor((Math.min(MAX_STEP_SEC, Math.max(MIN_STEP_SEC, lengthBytes / BYTES_A_SECOND)) * lengthBytes) / durationSec)
}

/** Between two key frames: a jump into a longer stretch would be none. */
const MAX_GAP_SEC = 60

/**
 * Key frames of a finished scan on the film's time line, which begins at `startSec` of its stamps. Empty when they leave so
 * much of it out that something was not understood.
 */
export function placeKeyframes(timesSec: readonly number[], startSec: number, durationSec: number): readonly number[] {
  const first = (timesSec[0] ?? 0) - startSec
  // Stamps about to begin anew are told as less than 0.
  const turns = Math.round(first / STAMP_WRAP_SEC) * STAMP_WRAP_SEC
  const placed = timesSec.map((sec) => Math.max(0, sec - startSec - turns))
  const isWhole = [...placed, durationSec].every((sec, i) => sec - (placed[i - 1] ?? 0) <= MAX_GAP_SEC)
  return isWhole ? placed : []
}
