import type { Interval } from '../../interval.ts'
import { piecesOf } from '../blocks.ts'
import type { Geometry } from '../blocks.ts'
import { drawWindow } from '../picture.ts'
import { DEFAULT_POLICY, planWindow } from '../plan-window.ts'
import type { Cursor, PlannedRange, WindowInput, WindowPlan } from '../plan-window.ts'
import { timeMapThrough } from '../time-map.ts'

/**
 * A situation of the window in few words, measured in pieces of the file: one piece is one second of film, so a playhead
 * at piece 4 is at 4 s. Fractions are places inside a piece.
 */
export interface Scene {
  /** Reads that wait, newest first; they take whole pieces unless `early`. */
  readonly waits?: readonly number[]
  /** Reads that have what they need for now, newest first, younger than those that wait. */
  readonly reads?: readonly number[]
  readonly early?: boolean
  /** Where every read ends; the end of the file unless said. */
  readonly readsEnd?: number
  readonly playhead?: number
  readonly rate?: number
  readonly paused?: boolean
  /** A device plays, which takes verified bytes alone. */
  readonly device?: 'playing' | 'arriving'
  /** Where decoding begins of what is at the playhead, as the index tells. */
  readonly keyFrame?: number
  /** Parts of the container's index, once located. */
  readonly index?: readonly Interval[]
  /** When the index is due; half a second from now unless said. */
  readonly indexDueMs?: number
  readonly urgentSec?: number
  /** The place pointed at, and how many verified seconds there are; endless unless said. */
  readonly warm?: number
  readonly cushionSec?: number
  /** The window ahead: the larger of the two. */
  readonly aheadPieces?: number
  readonly aheadSec?: number
  /** How far into its first piece the file begins, and how much of its last piece belongs to the next file. */
  readonly beginsAt?: number
  readonly endsBefore?: number
}

export const PIECE_BYTES = 100_000
/** The file stands behind others, as in most torrents of several files. */
const PIECES_BEFORE = 3

/** What planWindow is asked for a file of so many pieces. */
export function inputOf(pieces: number, scene: Scene): WindowInput {
  const lengthBytes = toBytes(pieces - (scene.beginsAt ?? 0) - (scene.endsBefore ?? 0))
  const cursorAt = (waiting: boolean) => (at: number): Cursor => ({ offsetBytes: toBytes(at), endBytes: Math.min(lengthBytes, toBytes(scene.readsEnd ?? Infinity)), waiting, early: scene.early ?? false })
  return {
    lengthBytes,
    pieceLengthBytes: PIECE_BYTES,
    fileOffsetBytes: toBytes(PIECES_BEFORE + (scene.beginsAt ?? 0)),
    cursors: [...(scene.reads ?? []).map(cursorAt(false)), ...(scene.waits ?? []).map(cursorAt(true))],
    playhead: scene.playhead === undefined ? null : { timeSec: scene.playhead, rate: scene.rate ?? 1, paused: scene.paused ?? false, verifiedOnly: scene.device !== undefined, arriving: scene.device === 'arriving' },
    timeMap: scene.playhead === undefined ? null : timeMapThrough(lengthBytes / PIECE_BYTES, lengthBytes, [scene.keyFrame ?? scene.playhead].map((at) => ({ timeSec: at, byte: toBytes(at) }))),
    index: scene.index?.map(({ begin, end }) => ({ begin: toBytes(begin), end: toBytes(end) })) ?? null,
    indexDueMs: scene.indexDueMs ?? 500,
    warm: scene.warm === undefined ? null : { timeSec: scene.warm, cushionSec: scene.cushionSec ?? Infinity },
    policy: {
      ...DEFAULT_POLICY,
      firstBytes: toBytes(0.2),
      edgeBytes: toBytes(0.1),
      urgentSec: scene.urgentSec ?? 2,
      aheadBytes: toBytes(scene.aheadPieces ?? 3),
      aheadSec: scene.aheadSec ?? 0,
    },
  }
}

/** The plan for `have` (one character a piece, `#` = verified) as a picture of the same kind. */
export function planPicture(have: string, scene: Scene): string {
  const input = inputOf(have.length, scene)
  const { geometry, file } = placeOf(input)
  const first = piecesOf(geometry, file).begin
  return drawWindow(geometry, file, { get: (piece) => have[piece - first] === '#' }, planWindow(input).ranges, 1000)
}

/** Missing pieces of the file in the order in which they are fetched: by deadline, then as planned. */
export function fetchOrder(have: string, scene: Scene): number[] {
  const input = inputOf(have.length, scene)
  const { geometry, file } = placeOf(input)
  const first = piecesOf(geometry, file).begin
  const ordered = byDeadline(planWindow(input)).flatMap((range) => {
    const pieces = piecesOf(geometry, { begin: file.begin + range.begin, end: file.begin + range.end })
    return Array.from({ length: pieces.end - pieces.begin }, (_, i) => pieces.begin + i - first)
  })
  return [...new Set(ordered)].filter((piece) => have[piece] !== '#')
}

/** The ranges as they are worked off. */
export function byDeadline({ ranges }: WindowPlan): PlannedRange[] {
  return [...ranges].sort((a, b) => (a.deadlineMs === b.deadlineMs ? 0 : a.deadlineMs - b.deadlineMs))
}

function placeOf(input: WindowInput): { geometry: Geometry; file: Interval } {
  const file = { begin: input.fileOffsetBytes, end: input.fileOffsetBytes + input.lengthBytes }
  return { file, geometry: { lengthBytes: file.end + PIECES_BEFORE * PIECE_BYTES, pieceLengthBytes: PIECE_BYTES } }
}

function toBytes(pieces: number): number {
  return pieces === Infinity ? Infinity : Math.round(pieces * PIECE_BYTES)
}
