import type { TorrentCatalog } from '../catalog.ts'
import { answerBody, answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { NO_SUCH_FILE } from './file-route.ts'

/** `/haves/{file}`: which pieces of the file are verified, one bit each. */
export function createHavesRoute(catalog: TorrentCatalog): FileRoute {
  return {
    verb: 'haves', embeddable: false, forDevices: false,
    answer: async ({ torrent, file, rest }, exchange) => {
      const haves = rest.length === 0 ? catalog.haves(torrent.infoHash, file.index) : null
      if (haves === null) answerText(exchange, 404, NO_SUCH_FILE)
      else answerBody(exchange, 200, { 'Content-Type': 'application/octet-stream' }, haves)
    },
  }
}
