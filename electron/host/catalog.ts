import type { AppError } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { Interval } from '../../shared/interval.ts'
import type { Result } from '../../shared/result.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'

/** One torrent as scripts and players see it over HTTP; `files` is empty until the metadata is here. */
export interface CatalogTorrent {
  /** Stable for the run. */
  readonly id: number
  readonly infoHash: InfoHash
  readonly name: string
  readonly files: readonly TorrentFile[]
  readonly chosenFile: FileIndex | null
  readonly progress: number
  readonly peers: number
  readonly downloadBytesPerSec: number
  readonly uploadBytesPerSec: number
}

/** One response body's worth of bytes. */
export interface ReadRequest {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  /** File-relative bytes, half-open, inside the file. */
  readonly bytes: Interval
  /** Bytes of a piece still being completed may be served; when its hash fails the iterator throws. */
  readonly early: boolean
  readonly signal: AbortSignal
}

/** What the server may ask of the engine. The engine implements it; the server's tests bring a small one of their own. */
export interface TorrentCatalog {
  list(): readonly CatalogTorrent[]
  /** Integer id or 40 hex digits in either case; null when there is none. */
  find(idOrInfoHash: string): CatalogTorrent | null
  /**
   * The bytes in order, in slices of at most 256 KiB; waits for pieces that are not here yet and stops when the signal
   * aborts. The slices are borrowed until the next one is asked for. Throws CodedError: readAborted, storageFailed.
   */
  read(request: ReadRequest): AsyncIterable<Uint8Array>
  /** One bit per piece of the file, most significant first, 1 = verified; null when unknown. */
  haves(infoHash: InfoHash, fileIndex: FileIndex): Uint8Array | null
  /**
   * Adds the torrent if it is not there yet and waits for its metadata. Fails: metadataTimeout, tooManyTorrents,
   * metadataMismatch, cancelled.
   */
  ensure(infoHash: InfoHash, signal: AbortSignal): Promise<Result<CatalogTorrent>>
  /** Calls the listener twice a second with what the status bar shows; returns how to stop. */
  onStatus(listener: (status: readonly CatalogStatus[]) => void): () => void
}

/** One torrent's line of `/events`. */
export interface CatalogStatus {
  readonly infoHash: InfoHash
  readonly peers: number
  readonly receivedBytes: number
  readonly wastedBytes: number
  readonly verifiedBytes: number
  readonly downloadBytesPerSec: number
  readonly uploadBytesPerSec: number
  readonly cushionSec: number | null
  readonly problem: AppError | null
}
