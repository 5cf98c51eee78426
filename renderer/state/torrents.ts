import type { InfoHash } from '../../shared/ids.ts'
import type { StreamDetail, StreamStatus, TorrentProgress, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'

/** What the media host says about its torrents and the open stream. Written by apply-events only. */
export interface TorrentsSlice {
  /** Newest first. */
  readonly torrents: readonly TorrentSnapshot[]
  readonly progress: Readonly<Record<InfoHash, TorrentProgress>>
  readonly streamStatus: StreamStatus | null
  /** Of the stream that the statistics show. */
  readonly streamDetail: StreamDetail | null
}

export const initialTorrents: TorrentsSlice = { torrents: [], progress: {}, streamStatus: null, streamDetail: null }

/** Adds or replaces one torrent; the newest id stands first. */
export function putTorrent(torrents: readonly TorrentSnapshot[], snapshot: TorrentSnapshot): readonly TorrentSnapshot[] {
  const others = torrents.filter((torrent) => torrent.infoHash !== snapshot.infoHash)
  return [...others, snapshot].sort((a, b) => b.id - a.id)
}

/** Takes one torrent and its numbers out. */
export function dropTorrent(slice: TorrentsSlice, infoHash: InfoHash): Pick<TorrentsSlice, 'torrents' | 'progress' | 'streamStatus'> {
  const progress = Object.fromEntries(Object.entries(slice.progress).filter(([key]) => key !== infoHash))
  const streamStatus = slice.streamStatus?.infoHash === infoHash ? null : slice.streamStatus
  return { torrents: slice.torrents.filter((torrent) => torrent.infoHash !== infoHash), progress, streamStatus }
}
