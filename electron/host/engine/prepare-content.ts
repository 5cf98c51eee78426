import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { formatMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import { createPieceStore, listChunks } from './piece-store.ts'
import type { PieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import type { PieceTable } from './piece-table.ts'
import { restorePieces } from './restore-pieces.ts'
import { createSavedState } from './saved-state.ts'
import type { SavedState } from './saved-state.ts'

/** A torrent's place on disk and what is there already. */
export interface PreparedContent {
  readonly table: PieceTable
  readonly store: PieceStore
  readonly state: SavedState
  /** Null where it lies in the torrent's own files, because the person kept it from the beginning. */
  readonly chunks: { readonly bytes: number; readonly stored: readonly number[] } | null
  /** Nothing of it is given back. */
  readonly isKept: () => boolean
  /** Tells the folder from one that was made in its place. */
  readonly identity: string | null
  /** Which folder is there now; null = none. */
  readonly identify: () => Promise<string | null>
  /** Hears of files that had to be made anew: what was stored in them is gone. */
  readonly onMade: (listener: (bytes: Interval) => void) => void
  /** Makes the folder again after it vanished and marks the pieces that are there; the chunks that are there. Fails: folderUnusable, diskFull. */
  readonly reopen: () => Promise<Result<readonly number[]>>
}

export interface PrepareOptions {
  /** Makes the torrent's own folder. */
  readonly openFolder: (infoHash: InfoHash) => Promise<Result<string>>
  /** True for what the person keeps, at this moment. */
  readonly isKept: (infoHash: InfoHash) => boolean
  /** True for a torrent's folder that an earlier run kept. */
  readonly isMarkedKept: (folder: string) => Promise<boolean>
  readonly random: () => number
  readonly signal: AbortSignal
  /** While pieces are hashed again because the saved state does not fit. */
  readonly onProgress: (percent: number) => void
}

/** Chunks are as small as a disk likes: fewer files than that are of no use, larger ones give back more than is asked for. */
const CHUNK_BYTES = 2 * 1024 * 1024

/** Opens the folder, writes the metainfo beside the content and marks the pieces that are there. Fails: folderUnusable, diskFull. */
export async function prepareContent(metainfo: Metainfo, { openFolder, isKept, isMarkedKept, random, signal, onProgress }: PrepareOptions): Promise<Result<PreparedContent>> {
  const folder = await openFolder(metainfo.infoHash)
  if (!folder.ok) return folder
  const wasKept = await isMarkedKept(folder.value)
  const keeps = () => wasKept || isKept(metainfo.infoHash)
  const inChunks = !keeps() || (await listChunks(path.join(folder.value, 'chunks'))).length > 0
  const chunkBytes = inChunks ? chunkLength(metainfo.pieceLengthBytes) : null
  const place = path.join(folder.value, chunkBytes === null ? 'content' : 'chunks')
  const madeAnew = new Set<(bytes: Interval) => void>()
  const state = createSavedState(path.join(folder.value, 'state'))
  const store = createPieceStore(place, metainfo.files, { chunkBytes, onMade: (bytes) => { for (const listener of madeAnew) listener(bytes) } })
  const table = createPieceTable({ lengthBytes: metainfo.lengthBytes, pieceLengthBytes: metainfo.pieceLengthBytes }, metainfo.pieceHashes)

  const restore = async (): Promise<readonly number[]> => {
    await state.writeMetainfo(formatMetainfo(metainfo)).catch(() => undefined) // without it a restart asks the swarm again
    const stored = chunkBytes === null ? [] : await listChunks(place)
    const here = new Set(stored)
    const claimed = await state.readVerified(table.bitfield.length)
    const noted = await state.readNoted(table.count)
    const mayBeHere = (piece: number) => chunkBytes === null || here.has(Math.floor((piece * metainfo.pieceLengthBytes) / chunkBytes))
    await restorePieces({ table, store, hashes: metainfo.pieceHashes, claimed, noted, mayBeHere, random, signal, onProgress })
    return stored
  }

  const identify = () => lstat(folder.value).then(({ dev, ino }) => `${String(dev)}:${String(ino)}`, () => null)
  const identity = await identify()
  const stored = await restore()
  return ok({
    table, store, state,
    chunks: chunkBytes === null ? null : { bytes: chunkBytes, stored },
    isKept: keeps,
    identity, identify,
    onMade: (listener) => { madeAnew.add(listener) },
    reopen: async () => {
      const again = await openFolder(metainfo.infoHash)
      return again.ok ? ok(await restore()) : again
    },
  })
}

/** The smallest whole number of pieces that is no shorter than CHUNK_BYTES. */
function chunkLength(pieceLengthBytes: number): number {
  return pieceLengthBytes * Math.ceil(CHUNK_BYTES / pieceLengthBytes)
}
