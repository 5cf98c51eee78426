import { streamPath } from '../../../shared/http/stream-path.ts'
import { buildM3u8, playlistDisposition } from '../../../shared/playlist/m3u8.ts'
import { compareNatural } from '../../../shared/torrent/natural-order.ts'
import type { CatalogTorrent } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerBody } from './answers.ts'

/** Answers with the playable files of these torrents, each torrent in natural order, as absolute URLs. */
export function answerPlaylist(exchange: Exchange, name: string, torrents: readonly CatalogTorrent[], baseUrl: string): void {
  const entries = torrents.flatMap((torrent) => entriesOf(torrent, baseUrl))
  const headers = { 'Content-Type': 'application/mpegurl; charset=utf-8', 'Content-Disposition': playlistDisposition(name) }
  answerBody(exchange, 200, headers, Buffer.from(buildM3u8(entries)))
}

function entriesOf({ infoHash, files }: CatalogTorrent, baseUrl: string) {
  return files
    .filter(({ playable }) => playable)
    .sort((a, b) => compareNatural(a.path, b.path))
    .map(({ index, name }) => ({ title: name, url: `${baseUrl}${streamPath(infoHash, index, name)}`, durationSec: null }))
}
