import type { Writable } from 'node:stream'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { TorrentFile, TorrentProgress } from '../../../shared/torrent/snapshot.ts'

/** Every line of standard output; `source` is as it was given, null when no source is to blame. */
export type HeadlessLine =
  | { readonly event: 'ready'; readonly url: string }
  | { readonly event: 'metadata'; readonly source: string; readonly infoHash: InfoHash; readonly name: string; readonly files: readonly TorrentFile[] }
  | { readonly event: 'listening'; readonly infoHash: InfoHash; readonly fileIndex: FileIndex; readonly streamUrl: string; readonly playlistUrl: string }
  | { readonly event: 'status'; readonly torrents: readonly StatusFields[] }
  | { readonly event: 'error'; readonly source: string | null; readonly code: ErrorCode; readonly message: string }

export type StatusFields = Pick<TorrentProgress, 'infoHash' | 'peers' | 'receivedBytes' | 'wastedBytes' | 'verifiedBytes' | 'downloadBytesPerSec'>

export type Print = (line: HeadlessLine) => void

/** Writes one JSON object a line. */
export function createPrinter(stream: Writable): Print {
  return (line) => { stream.write(`${JSON.stringify(line)}\n`) }
}

/** The numbers of one torrent that a status line tells. */
export function toStatusFields({ infoHash, peers, receivedBytes, wastedBytes, verifiedBytes, downloadBytesPerSec }: TorrentProgress): StatusFields {
  return { infoHash, peers, receivedBytes, wastedBytes, verifiedBytes, downloadBytesPerSec }
}
