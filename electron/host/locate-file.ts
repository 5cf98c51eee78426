import path from 'node:path'
import { streamPath } from '../../shared/http/stream-path.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'
import { unwrap } from '../../shared/unwrap.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import type { RunFolder } from './run-folder.ts'

/** Where other programs find a file: its address, and its place on the disk, which is whole only for what is kept. */
export interface FilePlace {
  readonly url: string
  readonly path: string
}

/** Throws CodedError as the torrent's folder fails. */
export function createFileLocator(run: Pick<RunFolder, 'torrentFolder'>, baseUrl: () => string): (session: TorrentSession, file: TorrentFile) => Promise<FilePlace> {
  return async ({ infoHash }, file) => {
    const torrentFolder = unwrap(await run.torrentFolder(infoHash))
    return { url: `${baseUrl()}${streamPath(infoHash, file.index, file.name, false)}`, path: path.join(torrentFolder, 'content', file.path) }
  }
}
