import { CodedError } from '../../shared/errors.ts'
import type { FileIndex, StreamId } from '../../shared/ids.ts'
import { streamPath } from '../../shared/http/stream-path.ts'
import type { HoverReport, PlayheadReport, UpNextReport } from '../../shared/ipc/contract.ts'
import type { StreamDescriptor, StreamDetail, StreamStatus } from '../../shared/torrent/snapshot.ts'
import { streamDetail, streamStatus } from './engine/stream-status.ts'
import type { TorrentSession } from './engine/torrent-session.ts'

/** The playings under way: each watches one file of one torrent and hears the player's clock. */
export interface Streams {
  /** Waits until the torrent is ready. Throws CodedError: what the torrent failed with, fileUnknown, noPlayableFile. */
  open(session: TorrentSession, fileIndex: FileIndex, signal: AbortSignal): Promise<StreamDescriptor>
  close(streamId: StreamId): void
  /** Closes the streams of a torrent that goes away. */
  closeAllOf(session: TorrentSession): void
  reportPlayhead(report: PlayheadReport): void
  reportHover(report: HoverReport): void
  reportUpNext(report: UpNextReport): void
  statuses(nowMs: number): StreamStatus[]
  /** Null when there is no such stream, or nothing to show yet. */
  detail(streamId: StreamId, nowMs: number): StreamDetail | null
  has(streamId: StreamId): boolean
  isOpen(session: TorrentSession): boolean
}

interface Entry {
  readonly session: TorrentSession
  readonly fileIndex: FileIndex
}

/** A page holds one stream, tests and scripts a few; more than this are forgotten ones. */
const MAX_STREAMS = 64

/** `run`: unlike that of any other run of the host, so that no stream id and no URL comes twice. */
export function createStreams(baseUrl: () => string, run: string): Streams {
  const open = new Map<StreamId, Entry>()
  let nextId = 1

  const close = (streamId: StreamId) => {
    const entry = open.get(streamId)
    open.delete(streamId)
    if (entry) entry.session.content()?.controller.find(entry.fileIndex)?.removeStream()
  }

  return {
    open: async (session, fileIndex, signal) => {
      const ready = await session.whenReady(signal)
      if (!ready.ok) throw new CodedError(ready.error)
      const file = session.snapshot().files.find(({ index }) => index === fileIndex)
      const window = session.content()?.watch(fileIndex)
      if (!file || !window) throw new CodedError({ code: 'fileUnknown', message: `the torrent has no file ${String(fileIndex)} that can be read`, details: { fileIndex } })
      const [oldest] = open.keys()
      if (open.size >= MAX_STREAMS && oldest !== undefined) close(oldest)
      const streamId = `${run}-${String(nextId++)}`
      window.addStream()
      session.content()?.controller.touch(true)
      open.set(streamId, { session, fileIndex })
      return {
        streamId, fileIndex, infoHash: session.infoHash,
        // The id makes the URL new: a player that met an error keeps what it knew of the old one, errors included.
        url: `${baseUrl()}${streamPath(session.infoHash, fileIndex, file.name, true)}&stream=${streamId}`,
        name: file.name, mediaType: file.mediaType, lengthBytes: file.lengthBytes, method: 'direct', reasons: [], film: null,
      }
    },
    close,
    closeAllOf: (session) => { for (const [streamId, entry] of open) if (entry.session === session) open.delete(streamId) },
    reportPlayhead: (report) => {
      const entry = open.get(report.streamId)
      entry?.session.content()?.watch(entry.fileIndex)?.reportPlayhead(report)
    },
    reportHover: ({ streamId, timeSec, mayFetch }) => {
      const entry = open.get(streamId)
      entry?.session.content()?.controller.find(entry.fileIndex)?.pointAt(timeSec, mayFetch)
    },
    reportUpNext: ({ streamId, fileIndex }) => {
      const entry = open.get(streamId)
      entry?.session.content()?.controller.find(entry.fileIndex)?.follow(fileIndex)
    },
    statuses: (nowMs) => [...open].flatMap(([streamId, { session, fileIndex }]) => {
      const content = session.content()
      const window = content?.controller.find(fileIndex)
      return content && window ? [streamStatus({ streamId, infoHash: session.infoHash, content, window, uploadBytesPerSec: session.uploadBytesPerSec(), alone: session.aloneMs(), nowMs })] : []
    }),
    detail: (streamId, nowMs) => {
      const entry = open.get(streamId)
      const content = entry?.session.content()
      const window = entry && content?.controller.find(entry.fileIndex)
      return content && window ? streamDetail({ streamId, content, window, nowMs }) : null
    },
    has: (streamId) => open.has(streamId),
    isOpen: (session) => [...open.values()].some((entry) => entry.session === session),
  }
}
