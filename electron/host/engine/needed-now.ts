import { pictureNeeds } from '../../../shared/window/forecast.ts'
import { intersect, mergeAll, sizeOf } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import { BLOCK_BYTES, blockCount, bytesOf, piecesOf } from '../../../shared/window/blocks.ts'
import type { WindowPlan } from '../../../shared/window/plan-window.ts'
import type { FileWindow } from './file-window.ts'
import type { PieceTable } from './piece-table.ts'

/** What a film that stands still needs before it moves. */
export interface Need {
  readonly bytes: number
  readonly missingBytes: number
  /** Pieces of it that are not verified. */
  readonly pieces: readonly number[]
  /** What a first picture takes is here already: nobody knows how much more the player waits for. */
  readonly isMore?: boolean
}

/** The rest of a piece that holds some of what is wanted is due later than this, so that it does not count. */
const DUE_MS = 2000

/** What is due within two seconds of film. */
export function neededNow(table: PieceTable, window: FileWindow, plan: WindowPlan): Need {
  return needOf(table, window, plan.ranges.filter((range) => range.tier !== 'fill' && range.deadlineMs <= DUE_MS))
}

/** The least a browser begins a film with: films of 150 to 300 kB/s, whose first frames are large beside the others, began with 130 to 245 kB. */
const FIRST_PICTURE_BYTES = 200_000
/** A film stands at its beginning until it has gone this far. */
const BEGINNING_SEC = 0.25

/** What has to be here before the picture moves at a time: at the beginning the index as well. All that is due when that is here. */
export function neededForPicture(table: PieceTable, window: FileWindow, plan: WindowPlan, timeSec: number): Need {
  const map = window.timeMap()
  const { begin, end } = map ? pictureNeeds(map, timeSec) : { begin: 0, end: 0 }
  if (!map || timeSec < BEGINNING_SEC) {
    const index = plan.ranges.filter(({ tier, deadlineMs }) => tier === 'edges' && deadlineMs <= DUE_MS)
    const first = needOf(table, window, [...index, { begin, end: Math.max(end, FIRST_PICTURE_BYTES) }])
    return first.missingBytes > 0 ? first : { ...neededNow(table, window, plan), isMore: true }
  }
  const need = needOf(table, window, [{ begin, end }])
  return need.missingBytes > 0 ? need : neededNow(table, window, plan)
}

function needOf(table: PieceTable, window: FileWindow, wanted: readonly Interval[]): Need {
  const parts = mergeAll(wanted).map(({ begin, end }) => ({ begin: begin + window.bytes.begin, end: Math.min(end, window.file.lengthBytes) + window.bytes.begin }))
  const pieces = [...new Set(parts.flatMap((part) => numbersIn(piecesOf(table.geometry, part))))].filter((piece) => !table.isVerified(piece))
  const missingBytes = parts.reduce((sum, part) => sum + missingIn(table, part), 0)
  return { bytes: parts.reduce((sum, part) => sum + sizeOf(part), 0), missingBytes, pieces: pieces.slice(0, 1000) }
}

function numbersIn({ begin, end }: Interval): number[] {
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i)
}

function missingIn(table: PieceTable, part: Interval): number {
  return numbersIn(piecesOf(table.geometry, part)).filter((piece) => !table.isVerified(piece)).reduce((sum, piece) => sum + missingOfPiece(table, piece, part), 0)
}

function missingOfPiece(table: PieceTable, piece: number, part: Interval): number {
  const bytes = bytesOf(table.geometry, { begin: piece, end: piece + 1 })
  const received = table.partial(piece)?.received
  let missing = 0
  for (let at = Math.max(bytes.begin, part.begin); at < Math.min(bytes.end, part.end);) {
    const block = Math.floor((at - bytes.begin) / BLOCK_BYTES)
    const end = Math.min(bytes.begin + (block + 1) * BLOCK_BYTES, bytes.end, part.end)
    if (received?.[block] !== 1) missing += end - at
    at = end
  }
  return missing
}

/** A piece a read waits for, and which of its missing blocks it needs. */
export interface WaitedRead {
  readonly piece: number
  readonly blocks: Interval
}

/** What the reads of a file wait for, newest first: the next blocks, or a whole piece where only verified bytes will do. */
export function waitedReads(table: PieceTable, window: FileWindow, nowMs: number): WaitedRead[] {
  return window.cursors.list(nowMs).filter(({ waiting }) => waiting).map(({ offsetBytes, early }) => {
    const at = offsetBytes + window.bytes.begin
    const piece = Math.floor(at / table.geometry.pieceLengthBytes)
    const blocks = { begin: 0, end: blockCount(table.geometry, piece) }
    const next = Math.floor((at - piece * table.geometry.pieceLengthBytes) / BLOCK_BYTES)
    return { piece, blocks: early ? intersect(blocks, { begin: next, end: next + EARLY_BLOCKS }) : blocks }
  })
}

/** An early read goes on with the first block that comes; these are asked for together. */
const EARLY_BLOCKS = 4
