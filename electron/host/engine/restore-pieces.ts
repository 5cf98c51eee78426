import { createHash } from 'node:crypto'
import { bytesOf } from '../../../shared/window/blocks.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'
import type { Noted } from './saved-state.ts'

export interface RestoreInput {
  readonly table: PieceTable
  readonly store: PieceStore
  readonly hashes: Uint8Array
  /** What the saved state claims; null = nothing is known, nothing is there. */
  readonly claimed: Uint8Array | null
  /** What happened after the claim was saved: pieces that came are hashed, those that were removed claimed no more. */
  readonly noted: Noted
  /** False for a piece whose place on the disk is not there. */
  readonly mayBeHere?: (piece: number) => boolean
  readonly random: () => number
  readonly signal: AbortSignal
  readonly onProgress: (percent: number) => void
}

/** Pieces hashed before the saved state is believed: enough to notice a replaced file, quick at any size. */
const SAMPLE = 8

/**
 * Marks the pieces that are on disk already. The claim is believed when a sample of it passes its hashes; one failure
 * and every claimed piece is hashed. What came after it is seconds' worth, and hashed anyway. Stops early when the
 * signal aborts.
 */
export async function restorePieces(input: RestoreInput): Promise<void> {
  const { noted, mayBeHere = () => true } = input
  const removed = new Set(noted.removed)
  const claimed = piecesIn(input.claimed, input.table.count).filter((piece) => !removed.has(piece) && mayBeHere(piece))
  const honest = await allPass(pickSample(claimed, input.random), input)
  const kept = honest ? claimed : await thosePassing(claimed, input)
  for (const piece of kept) input.table.restore(piece)
  for (const piece of noted.verified) if (!input.table.isVerified(piece) && !input.signal.aborted && await passes(piece, input)) input.table.restore(piece)
}

function piecesIn(bits: Uint8Array | null, count: number): number[] {
  if (!bits) return []
  return Array.from({ length: count }, (_, piece) => piece).filter((piece) => ((bits[piece >> 3] ?? 0) & (128 >> (piece & 7))) !== 0)
}

/** The last claimed piece, written shortly before whatever ended the last run, and some at random. */
function pickSample(claimed: readonly number[], random: () => number): number[] {
  const last = claimed.at(-1)
  const others = Array.from({ length: SAMPLE - 1 }, () => claimed[Math.floor(random() * claimed.length)])
  return [...new Set([last, ...others])].filter((piece) => piece !== undefined)
}

async function allPass(pieces: readonly number[], input: RestoreInput): Promise<boolean> {
  for (const piece of pieces) if (input.signal.aborted || !(await passes(piece, input))) return false
  return true
}

async function thosePassing(pieces: readonly number[], input: RestoreInput): Promise<number[]> {
  const good: number[] = []
  for (const [i, piece] of pieces.entries()) {
    if (input.signal.aborted) return good
    if (await passes(piece, input)) good.push(piece)
    input.onProgress(((i + 1) / pieces.length) * 100)
  }
  return good
}

async function passes(piece: number, { table, store, hashes }: RestoreInput): Promise<boolean> {
  const outcome = await store.read(bytesOf(table.geometry, { begin: piece, end: piece + 1 }))
  return outcome.ok && createHash('sha1').update(outcome.value).digest().equals(hashes.subarray(piece * 20, piece * 20 + 20))
}
