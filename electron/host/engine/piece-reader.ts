import { CodedError } from '../../../shared/errors.ts'
import type { Interval } from '../../../shared/interval.ts'
import { pieceLength } from '../../../shared/window/blocks.ts'
import type { OpenCursor } from './cursors.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'
import type { WakeList } from './wake-list.ts'

/** What a read needs of its torrent. */
export interface ReaderWorld {
  readonly table: PieceTable
  readonly store: Pick<PieceStore, 'read'>
  readonly wakeList: WakeList
  /**
   * The bytes of a verified piece could not be read. True when it was taken back, so that it is fetched again; false when
   * that was tried in vain.
   */
  onUnreadable(piece: number): boolean
  /** Calls `listener` when the hash of a piece fails after blocks of it may have been read; returns how to stop. */
  onHashFailed(listener: (piece: number) => void): () => void
}

export interface PieceRead {
  /** Torrent bytes, half-open. */
  readonly bytes: Interval
  /** Take blocks of pieces that are not complete yet. */
  readonly early: boolean
  readonly signal: AbortSignal
  /** Follows the read; its owner closes it. */
  readonly cursor: OpenCursor
}

/** A slice handed to a socket: large enough for few calls, small enough to hold little memory per reader. */
const SLICE_BYTES = 262_144
/** What a player wants before its picture moves: two seconds of a good film. So much is handed on block by block. */
const HASTY_BYTES = 2_500_000
/** After that a read that waits lets blocks gather for so long, which no film in hand feels: a tenth of the slices, and of the work each one is. */
const GATHER_MS = 100

/**
 * The bytes of an interval in order, waiting for what is not here. Invariant: without `early`, no byte is yielded before
 * its piece has passed its hash. Throws CodedError: readAborted when the signal aborts or the torrent is closed, storageFailed when the disk
 * fails or when bytes served early turned out wrong (the client must read again). A slice is valid until the next one.
 */
export async function* readPieces(world: ReaderWorld, read: PieceRead): AsyncGenerator<Uint8Array, void, undefined> {
  const servedEarly = new Set<number>()
  // One buffer for all slices: a slice is borrowed until the next one is asked for.
  const buffer = Buffer.allocUnsafeSlow(Math.min(SLICE_BYTES, read.bytes.end - read.bytes.begin))
  let spoiled = false
  const stop = world.onHashFailed((piece) => { spoiled ||= servedEarly.has(piece) })
  try {
    let at = read.bytes.begin
    while (at < read.bytes.end) {
      const piece = Math.floor(at / world.table.geometry.pieceLengthBytes)
      throwIfOver(read.signal, spoiled, world.wakeList.isClosed())
      if (!isHere(world.table, read, at, piece)) { await waitForPiece(world, read, piece, at - read.bytes.begin < HASTY_BYTES); continue }
      const slice = await sliceAt(world, read, at, piece, buffer)
      throwIfOver(read.signal, spoiled, world.wakeList.isClosed())
      if (!slice) continue // it was given back meanwhile, or is not on the disk any more: wait for it
      if (!world.table.isVerified(piece)) servedEarly.add(piece)
      at += slice.length
      read.cursor.moveTo(at)
      yield slice
    }
    throwIfOver(read.signal, spoiled, world.wakeList.isClosed())
  } finally {
    stop()
  }
}

async function waitForPiece({ wakeList }: ReaderWorld, read: PieceRead, piece: number, hasty: boolean): Promise<void> {
  read.cursor.setWaiting(true)
  await wakeList.wait(piece, read.signal)
  if (read.early && !hasty) await gather(read.signal)
  read.cursor.setWaiting(false)
}

/** Ends sooner, and without an error, when the signal aborts. */
function gather(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, GATHER_MS)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

/** Checked in the same turn in which the wait begins, so that no wake falls between. */
function isHere(table: PieceTable, { early }: PieceRead, at: number, piece: number): boolean {
  return table.isVerified(piece) || (early && table.inMemory(piece, at - piece * table.geometry.pieceLengthBytes, 1) !== null)
}

async function sliceAt({ table, store, onUnreadable }: ReaderWorld, read: PieceRead, at: number, piece: number, buffer: Uint8Array): Promise<Uint8Array | null> {
  const offset = at - piece * table.geometry.pieceLengthBytes
  const most = Math.min(SLICE_BYTES, read.bytes.end - at)
  const inMemory = table.inMemory(piece, offset, most)
  if (inMemory) {
    buffer.set(inMemory)
    return buffer.subarray(0, inMemory.length)
  }
  const run = Math.min(most, verifiedRun(table, piece) - offset)
  const whole = await store.read({ begin: at, end: at + run }, buffer)
  // Of a longer run the fault may lie in another piece.
  const outcome = whole.ok ? whole : await store.read({ begin: at, end: at + Math.min(run, pieceLength(table.geometry, piece) - offset) }, buffer)
  if (outcome.ok) return stillVerified(table, at, outcome.value)
  if (table.isVerified(piece) && !onUnreadable(piece)) throw new CodedError(outcome.error)
  return null
}

/** Of bytes just read, those whose pieces are verified still: a file that vanished may have been made anew meanwhile. */
function stillVerified(table: PieceTable, at: number, bytes: Uint8Array): Uint8Array | null {
  const { pieceLengthBytes } = table.geometry
  let end = at
  while (end < at + bytes.length && table.isVerified(Math.floor(end / pieceLengthBytes))) end = (Math.floor(end / pieceLengthBytes) + 1) * pieceLengthBytes
  return end > at ? bytes.subarray(0, end - at) : null
}

/** Bytes from the start of a verified piece that can be read in one go: it and the verified pieces behind it. */
function verifiedRun(table: PieceTable, piece: number): number {
  let run = pieceLength(table.geometry, piece)
  for (let next = piece + 1; run < SLICE_BYTES && table.isVerified(next) && !table.inMemory(next, 0, 1); next++) run += pieceLength(table.geometry, next)
  return run
}

function throwIfOver(signal: AbortSignal, spoiled: boolean, closed: boolean): void {
  if (signal.aborted) throw new CodedError({ code: 'readAborted', message: 'the reader went away', details: {} })
  if (closed) throw new CodedError({ code: 'readAborted', message: 'the torrent was closed', details: {} })
  if (spoiled) throw new CodedError({ code: 'storageFailed', message: 'bytes served early did not pass their hash; read again', details: { early: true } })
}
