import type { ChunkStore } from 'webtorrent'
import type { TorrentContent } from './torrent-content.ts'

/**
 * The engine's own view of our store: it reads blocks for uploads and writes nothing, because verified pieces reach the
 * disk by our own writer. The engine insists on constructing it, hence a class.
 */
export function createStoreClass(content: () => TorrentContent | null): new (pieceLength: number) => ChunkStore {
  return class {
    readonly chunkLength: number

    constructor(pieceLength: number) {
      this.chunkLength = pieceLength
    }

    get(piece: number, options: { offset?: number; length?: number } | null | undefined, done: (error: Error | null, bytes?: Uint8Array) => void): void {
      const here = content()
      if (!here) { done(new Error('the torrent is closed')); return }
      const begin = piece * this.chunkLength + (options?.offset ?? 0)
      const end = options?.length === undefined ? Math.min(here.table.geometry.lengthBytes, (piece + 1) * this.chunkLength) : begin + options.length
      if (!here.table.isVerified(piece)) { done(new Error('the piece is not here any more')); return }
      here.store.read({ begin, end }).then((outcome) => { if (outcome.ok && here.table.isVerified(piece)) done(null, outcome.value); else done(new Error(outcome.ok ? 'the piece has gone' : outcome.error.message)) }, done)
    }

    put(piece: number, bytes: Uint8Array, done: (error: Error | null) => void): void {
      done(new Error(`piece ${String(piece)} (${String(bytes.length)} bytes) is not written this way`))
    }

    close(done: (error: Error | null) => void): void {
      done(null)
    }

    destroy(done: (error: Error | null) => void): void {
      done(null) // never: data is removed by us alone
    }
  }
}
