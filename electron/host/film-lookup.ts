import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'
import type { FileWindow } from './engine/file-window.ts'
import type { TorrentContent } from './engine/torrent-content.ts'
import type { TorrentList } from './engine/torrent-list.ts'

/** What is known at this moment of the files of open torrents; null of a torrent that is not open, or has no such file. */
export interface FilmLookup {
  readonly files: (infoHash: InfoHash) => readonly TorrentFile[]
  readonly file: (infoHash: InfoHash, fileIndex: FileIndex) => TorrentFile | null
  /** Null until the torrent is ready. */
  readonly content: (infoHash: InfoHash) => TorrentContent | null
  /** Null while nobody reads or plays the file. */
  readonly window: (infoHash: InfoHash, fileIndex: FileIndex) => FileWindow | null
  /** Length of the film as its index says; null until it is known. */
  readonly durationSec: (infoHash: InfoHash, fileIndex: FileIndex) => number | null
}

export function createFilmLookup(list: Pick<TorrentList, 'find'>): FilmLookup {
  const files: FilmLookup['files'] = (infoHash) => list.find(infoHash)?.snapshot().files ?? []
  const content: FilmLookup['content'] = (infoHash) => list.find(infoHash)?.content() ?? null
  const window: FilmLookup['window'] = (infoHash, fileIndex) => content(infoHash)?.controller.find(fileIndex) ?? null
  return {
    files, content, window,
    file: (infoHash, fileIndex) => files(infoHash).find(({ index }) => index === fileIndex) ?? null,
    durationSec: (infoHash, fileIndex) => window(infoHash, fileIndex)?.timeMap()?.points.at(-1)?.timeSec ?? null,
  }
}
