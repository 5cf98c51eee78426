import path from 'node:path'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { formatMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import { createPieceStore } from './piece-store.ts'
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
}

export interface PrepareOptions {
  /** Makes the torrent's own folder. */
  readonly openFolder: (infoHash: InfoHash) => Promise<Result<string>>
  readonly random: () => number
  readonly signal: AbortSignal
  /** While pieces are hashed again because the saved state does not fit. */
  readonly onProgress: (percent: number) => void
}

/** Opens the folder, writes the metainfo beside the content and marks the pieces that are there. Fails: folderUnusable, diskFull. */
export async function prepareContent(metainfo: Metainfo, { openFolder, random, signal, onProgress }: PrepareOptions): Promise<Result<PreparedContent>> {
  const folder = await openFolder(metainfo.infoHash)
  if (!folder.ok) return folder
  const state = createSavedState(path.join(folder.value, 'state'))
  const store = createPieceStore(path.join(folder.value, 'content'), metainfo.files)
  const table = createPieceTable({ lengthBytes: metainfo.lengthBytes, pieceLengthBytes: metainfo.pieceLengthBytes }, metainfo.pieceHashes)
  await state.writeMetainfo(formatMetainfo(metainfo)).catch(() => undefined) // without it a restart asks the swarm again
  const claimed = await state.readVerified(table.bitfield.length)
  const noted = await state.readNoted(table.count)
  await restorePieces({ table, store, hashes: metainfo.pieceHashes, claimed, noted, random, signal, onProgress })
  return ok({ table, store, state })
}
