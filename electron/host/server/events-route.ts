import type { CatalogStatus, TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'

/** Answers `/events`: server-sent events to a bounded number of clients (HTML standard 9.2). */
export interface EventsRoute {
  answer(exchange: Exchange): void
}

export function createEventsRoute(catalog: TorrentCatalog, maxClients: number): EventsRoute {
  let clients = 0

  return {
    answer(exchange) {
      const { response, method, signal, headers } = exchange
      if (clients >= maxClients) {
        answerText(exchange, 503, `Already ${String(clients)} clients listen to events, which is the limit. Close one of them.`, { 'Retry-After': '5' })
        return
      }
      response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      if (method === 'HEAD') {
        response.end()
        return
      }
      clients += 1
      response.write(': listening\n\n')
      const stop = catalog.onStatus((status) => {
        // A client that does not keep up misses news instead of piling it up here.
        if (response.writableLength < MAX_BACKLOG_BYTES) response.write(statusEvent(status))
      })
      signal.addEventListener('abort', () => {
        clients -= 1
        stop()
      }, { once: true })
    },
  }
}

/** About a minute of status for a handful of torrents. */
const MAX_BACKLOG_BYTES = 64 * 1024

function statusEvent(torrents: readonly CatalogStatus[]): string {
  return `event: status\ndata: ${JSON.stringify({ torrents })}\n\n`
}
