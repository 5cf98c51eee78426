import type { CatalogTorrent } from '../catalog.ts'

/** A torrent as `/torrents` tells it: these fields and no others. */
export function toTorrentJson({ id, infoHash, name, files, progress, peers, downloadBytesPerSec, uploadBytesPerSec }: CatalogTorrent) {
  return {
    id,
    infoHash,
    name,
    files: files.map(({ index, name: fileName, path, lengthBytes, mediaType, playable }) => ({ index, name: fileName, path, lengthBytes, mediaType, playable })),
    progress,
    peers,
    downloadBytesPerSec,
    uploadBytesPerSec,
  }
}
