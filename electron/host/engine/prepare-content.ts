import { access, lstat } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { formatMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import { createPieceStore, listChunks } from './piece-store.ts'
import type { PieceStore, StoredFile } from './piece-store.ts'
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
  /** The parts that lie in chunks, so that they can be given back; those of what is kept lie in the torrent's own files, and so do those that are `making`. */
  readonly chunks: { readonly bytes: number; readonly stored: Set<number>; readonly making: Set<number> }
  /** Nothing of it is given back. */
  readonly isKept: () => boolean
  /** Tells the folder from one that was made in its place. */
  readonly identity: string | null
  /** Which folder is there now; null = none. */
  readonly identify: () => Promise<string | null>
  /** Hears of files that had to be made anew: what was stored in them is gone. */
  readonly onMade: (listener: (file: StoredFile) => void) => void
  /** Makes the folder again after it vanished and marks the pieces that are there. Fails: folderUnusable, diskFull. */
  readonly reopen: () => Promise<Result<null>>
}

export interface PrepareOptions {
  /** Makes the torrent's own folder. */
  readonly openFolder: (infoHash: InfoHash) => Promise<Result<string>>
  /** True for what the person keeps, at this moment. */
  readonly isKept: (infoHash: InfoHash) => boolean
  /** Hears of a torrent's folder before anything is done with it: one that an earlier run kept is kept. */
  readonly noteFolder: (infoHash: InfoHash, folder: string) => Promise<void>
  readonly random: () => number
  readonly signal: AbortSignal
  /** While pieces are hashed again because the saved state does not fit. */
  readonly onProgress: (percent: number) => void
}

/** Chunks are as small as a disk likes: fewer files than that are of no use, larger ones give back more than is asked for. */
const CHUNK_BYTES = 2 * 1024 * 1024

/** Opens the folder, writes the metainfo beside the content and marks the pieces that are there. Fails: folderUnusable, diskFull. */
export async function prepareContent(metainfo: Metainfo, { openFolder, isKept, noteFolder, random, signal, onProgress }: PrepareOptions): Promise<Result<PreparedContent>> {
  const folder = await openFolder(metainfo.infoHash)
  if (!folder.ok) return folder
  await noteFolder(metainfo.infoHash, folder.value)
  const [content, chunkFolder] = [path.join(folder.value, 'content'), path.join(folder.value, 'chunks')]
  const chunkBytes = chunkLength(metainfo.pieceLengthBytes)
  const stored = new Set<number>()
  const making = new Set<number>()
  const madeAnew = new Set<(file: StoredFile) => void>()
  const state = createSavedState(path.join(folder.value, 'state'))
  const chunks = { folder: chunkFolder, bytes: chunkBytes, has: (chunk: number) => stored.has(chunk) && !making.has(chunk) }
  const store = createPieceStore(content, metainfo.files, { chunks, onMade: (file) => { for (const listener of madeAnew) listener(file) } })
  const table = createPieceTable({ lengthBytes: metainfo.lengthBytes, pieceLengthBytes: metainfo.pieceLengthBytes }, metainfo.pieceHashes)

  const restore = async () => {
    await state.writeMetainfo(formatMetainfo(metainfo)).catch(() => undefined) // without it a restart asks the swarm again
    stored.clear()
    for (const chunk of await listChunks(chunkFolder)) stored.add(chunk)
    const hasFiles = await access(content).then(() => true, () => false)
    const claimed = await state.readVerified(table.bitfield.length)
    const noted = await state.readNoted(table.count)
    const mayBeHere = (piece: number) => hasFiles || stored.has(Math.floor((piece * metainfo.pieceLengthBytes) / chunkBytes))
    await restorePieces({ table, store, hashes: metainfo.pieceHashes, claimed, noted, mayBeHere, random, signal, onProgress })
  }

  const identify = () => lstat(folder.value).then(({ dev, ino }) => `${String(dev)}:${String(ino)}`, () => null)
  const identity = await identify()
  await restore()
  return ok({
    table, store, state,
    chunks: { bytes: chunkBytes, stored, making },
    isKept: () => isKept(metainfo.infoHash),
    identity, identify,
    onMade: (listener) => { madeAnew.add(listener) },
    reopen: async () => {
      const again = await openFolder(metainfo.infoHash)
      if (again.ok) await restore()
      return again.ok ? ok(null) : again
    },
  })
}

/** The smallest whole number of pieces that is no shorter than CHUNK_BYTES. */
function chunkLength(pieceLengthBytes: number): number {
  return pieceLengthBytes * Math.ceil(CHUNK_BYTES / pieceLengthBytes)
}
