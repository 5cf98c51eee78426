import type { Interval } from '../../../shared/interval.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { toAppError } from '../../../shared/errors.ts'
import { parseEntrySec } from '../../../shared/http/stream-path.ts'
import type { Log } from '../../../shared/log.ts'
import type { TorrentCatalog } from '../catalog.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { sendBytes } from './stream-route.ts'

/** As FilmParts.partsFrom. */
export interface EntrySource {
  partsFrom(infoHash: InfoHash, fileIndex: FileIndex, sec: number, signal: AbortSignal): Promise<readonly Interval[] | null>
}

/**
 * `/from/{file}/{seconds}`: a film's head and what follows from shortly before a time, as one stream without length, for
 * programs of our own that would read everything before it. Verified bytes only.
 */
export function createEntryRoute(source: EntrySource, catalog: Pick<TorrentCatalog, 'read'>, log: Log): FileRoute {
  return {
    verb: 'from', embeddable: false, forDevices: false,
    answer: async ({ torrent: { infoHash }, file, rest }, exchange, request) => {
      const { response, signal } = exchange
      const sec = parseEntrySec(rest)
      try {
        const parts = sec === null ? null : await source.partsFrom(infoHash, file.index, sec, signal)
        if (!parts) { answerText(exchange, 404, 'Nothing was found out about this film, or that is no time of it.'); return }
        response.writeHead(200, { ...exchange.headers, 'Content-Type': file.mediaType, 'Cache-Control': 'no-store', 'Accept-Ranges': 'none' })
        response.flushHeaders()
        for (const bytes of request.method === 'HEAD' ? [] : parts) await sendBytes(response, catalog.read({ infoHash, fileIndex: file.index, bytes, early: false, signal }), bytes, signal)
        response.end()
      } catch (thrown) {
        const { code, message } = toAppError(thrown)
        if (!signal.aborted && code !== 'readAborted') log('server', 'cut a body', { infoHash, fileIndex: file.index, code, message })
        response.destroy()
      }
    },
  }
}
