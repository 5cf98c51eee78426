import type { IncomingMessage } from 'node:http'
import { NOT_FOUND } from '../../../shared/http/admission.ts'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Route } from '../../../shared/http/stream-path.ts'
import type { Log } from '../../../shared/log.ts'
import type { CatalogTorrent, TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerJson, answerText } from './answers.ts'
import { createEventsRoute } from './events-route.ts'
import type { EmbedPolicy, FileRoute } from './file-route.ts'
import { embedded, findRoute, NO_SUCH_FILE, NO_SUCH_TORRENT } from './file-route.ts'
import { createHavesRoute } from './haves-route.ts'
import { answerPlaylist } from './playlist-route.ts'
import { findProxyTarget } from './proxy-route.ts'
import { answerStream, createStreamRoute } from './stream-route.ts'
import { toTorrentJson } from './torrent-json.ts'

export interface RoutesOptions {
  readonly catalog: TorrentCatalog
  /** Families of routes beside `stream` and `haves`. */
  readonly fileRoutes: readonly FileRoute[]
  /** Hears of each request for something of a torrent's files; how much of them is here is not among it. */
  readonly onAsked: (infoHash: InfoHash) => void
  readonly log: Log
  readonly baseUrl: string
  readonly embedPolicy: EmbedPolicy
  readonly maxEventClients: number
}

/** Answers one admitted request whose path may name a route. */
export type AnswerRoute = (request: IncomingMessage, exchange: Exchange, route: Route | null) => Promise<void>

/** The routes of the player listener. */
export function createRoutes({ catalog, fileRoutes, onAsked, log, baseUrl, embedPolicy, maxEventClients }: RoutesOptions): AnswerRoute {
  const events = createEventsRoute(catalog, maxEventClients)
  const haves = createHavesRoute(catalog)
  const families = [createStreamRoute(catalog, log), haves, ...fileRoutes]

  return async (request, exchange, route) => {
    switch (route?.kind) {
      case undefined: answerText(exchange, 404, NOT_FOUND); return
      case 'events': events.answer(exchange); return
      case 'torrents': answerJson(exchange, catalog.list().map(toTorrentJson)); return
      case 'torrent': withTorrent(route.torrent, exchange, (torrent) => { answerJson(exchange, toTorrentJson(torrent)) }); return
      case 'playlist': playlist(exchange, route.torrent); return
      case 'file': await answerFile(request, exchange, route); return
      case 'proxy': await proxy(request, exchange, route)
    }
  }

  function withTorrent(reference: string, exchange: Exchange, use: (torrent: CatalogTorrent) => void): void {
    const torrent = catalog.find(reference)
    if (torrent === null) answerText(exchange, 404, NO_SUCH_TORRENT)
    else use(torrent)
  }

  function playlist(exchange: Exchange, reference: string | null): void {
    if (reference === null) answerPlaylist(exchange, 'Millrace', catalog.list(), baseUrl)
    else withTorrent(reference, exchange, (torrent) => { answerPlaylist(exchange, torrent.name, [torrent], baseUrl) })
  }

  async function answerFile(request: IncomingMessage, exchange: Exchange, { torrent: reference, verb, fileIndex, rest, query }: Extract<Route, { kind: 'file' }>): Promise<void> {
    const family = findRoute(families, verb)
    const torrent = catalog.find(reference)
    const file = torrent?.files.find(({ index }) => index === fileIndex)
    if (family === null) answerText(exchange, 404, NOT_FOUND)
    else if (!torrent) answerText(exchange, 404, NO_SUCH_TORRENT)
    else if (!file) answerText(exchange, 404, NO_SUCH_FILE)
    else {
      if (family !== haves) onAsked(torrent.infoHash)
      await family.answer({ torrent, file, rest, query, reader: 'player', fileHeaders: {} }, family.embeddable ? embedded(exchange, embedPolicy) : exchange, request)
    }
  }

  async function proxy(request: IncomingMessage, exchange: Exchange, { infoHash, query }: Extract<Route, { kind: 'proxy' }>): Promise<void> {
    const target = await findProxyTarget(catalog, exchange, infoHash)
    if (target === null) return
    onAsked(infoHash)
    await answerStream(catalog, log, { ...target, rest: [], query, reader: 'player', fileHeaders: {} }, embedded(exchange, embedPolicy), request)
  }
}
