import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { answerBody, answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'

/** What the server may ask of the pictures. */
export interface PictureSource {
  /** A JPEG, made now if it was not yet; null when it cannot be made of what is here, or another one is wanted meanwhile. */
  want(infoHash: InfoHash, fileIndex: FileIndex, cell: number): Promise<Uint8Array | null>
}

/** `/pictures/{file}/{cell}`: a picture of the film, of bytes that are here. No browser keeps it on the disk: it shows what was watched. */
export function createPictureRoute(source: PictureSource): FileRoute {
  return {
    verb: 'pictures', embeddable: true, forDevices: false,
    answer: async ({ torrent, file, rest }, exchange) => {
      const [name = ''] = rest
      const picture = rest.length === 1 && /^\d{1,6}$/.test(name) ? await source.want(torrent.infoHash, file.index, Number(name)) : null
      if (picture) answerBody(exchange, 200, { 'Content-Type': 'image/jpeg', 'Cache-Control': 'no-store' }, picture)
      else answerText(exchange, 404, 'There is no such picture of this file.')
    },
  }
}
