import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import { ok } from '../../shared/result.ts'
import type { Metainfo } from '../../shared/torrent/metainfo.ts'
import { piecesOf } from '../../shared/window/blocks.ts'
import type { CatalogStatus, TorrentCatalog } from './catalog.ts'
import type { TorrentContent } from './engine/torrent-content.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'

/** The engine as the server sees it. */
export interface OwnedCatalog extends TorrentCatalog {
  /** Tells everyone who listens to the status. */
  tick(cushionOf: (session: TorrentSession) => number | null): void
}

export function createTorrentCatalog(list: TorrentList): OwnedCatalog {
  const listeners = new Set<(status: readonly CatalogStatus[]) => void>()
  const contentOf = (infoHash: InfoHash) => list.find(infoHash)?.content() ?? null

  return {
    list: () => list.all().map((session) => session.catalog()),
    find: (idOrInfoHash) => list.find(idOrInfoHash)?.catalog() ?? null,
    read: (request) => contentOf(request.infoHash)?.read(request) ?? nothing(),
    haves: (infoHash, fileIndex) => {
      const content = contentOf(infoHash)
      return content ? havesOf(content, fileIndex) : null
    },
    ensure: async (infoHash, signal) => {
      const known = list.find(infoHash)
      if (known?.snapshot().phase === 'failed') known.retry()
      const magnet = { infoHash, displayName: null, trackers: [], webSeeds: [], peers: [], selectedFiles: null, notes: [] }
      const session = known ? ok(known) : await list.add({ kind: 'magnet', magnet }, signal)
      if (!session.ok) return session
      const ready = await session.value.whenReady(signal)
      return ready.ok ? ok(session.value.catalog()) : ready
    },
    onStatus: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    tick: (cushionOf) => {
      if (listeners.size === 0) return
      const status = list.all().map((session) => statusOf(session, cushionOf(session)))
      for (const listener of [...listeners]) listener(status)
    },
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve() // a torrent that was closed between being found and being read
}

function statusOf(session: TorrentSession, cushionSec: number | null): CatalogStatus {
  const { infoHash, peers, receivedBytes, wastedBytes, verifiedBytes, downloadBytesPerSec, uploadBytesPerSec } = session.progress()
  return { infoHash, peers, receivedBytes, wastedBytes, verifiedBytes, downloadBytesPerSec, uploadBytesPerSec, cushionSec, problem: session.snapshot().problem }
}

/** Bits of the pieces that hold the file, the first piece of the file in the most significant bit of the first byte. */
function havesOf(content: TorrentContent, fileIndex: FileIndex): Uint8Array | null {
  const file: Metainfo['files'][number] | undefined = content.files[fileIndex]
  if (!file) return null
  const pieces = piecesOf(content.table.geometry, { begin: file.offsetBytes, end: file.offsetBytes + file.lengthBytes })
  const bits = new Uint8Array(Math.ceil((pieces.end - pieces.begin) / 8))
  for (let piece = pieces.begin; piece < pieces.end; piece++) {
    const at = piece - pieces.begin
    if (content.table.isVerified(piece)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (128 >> (at & 7))
  }
  return bits
}
