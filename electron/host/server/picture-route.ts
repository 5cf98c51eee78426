import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { answerBody, answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'

/** What the server may ask of the pictures. */
export interface PictureSource {
  /** A JPEG; null when it was not made. */
  picture(infoHash: InfoHash, fileIndex: FileIndex, cell: number): Uint8Array | null
}

/** `/pictures/{file}/{cell}`: a picture of the film that was made. It makes none. */
export function createPictureRoute(source: PictureSource): FileRoute {
  return {
    verb: 'pictures', embeddable: true, forDevices: false,
    answer: async ({ torrent, file, rest }, exchange) => {
      const [name = ''] = rest
      const picture = rest.length === 1 && /^\d{1,6}$/.test(name) ? source.picture(torrent.infoHash, file.index, Number(name)) : null
      if (picture) answerBody(exchange, 200, { 'Content-Type': 'image/jpeg', 'Cache-Control': 'private, max-age=3600' }, picture)
      else answerText(exchange, 404, 'There is no such picture of this file.')
    },
  }
}
