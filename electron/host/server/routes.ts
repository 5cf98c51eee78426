import type { IncomingMessage } from 'node:http'
import type { FileIndex } from '../../../shared/ids.ts'
import { NOT_FOUND } from '../../../shared/http/admission.ts'
import type { Route } from '../../../shared/http/stream-path.ts'
import type { Log } from '../../../shared/log.ts'
import type { CatalogTorrent, TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerBody, answerJson, answerText } from './answers.ts'
import { createEventsRoute } from './events-route.ts'
import { answerPlaylist } from './playlist-route.ts'
import { findProxyTarget } from './proxy-route.ts'
import { answerStream } from './stream-route.ts'
import type { SubtitleSource } from './subtitle-route.ts'
import { answerSubtitles } from './subtitle-route.ts'
import { toTorrentJson } from './torrent-json.ts'

export interface RoutesOptions {
  readonly catalog: TorrentCatalog
  readonly subtitles: SubtitleSource | null
  readonly log: Log
  readonly baseUrl: string
  /** `Cross-Origin-Resource-Policy` of the media routes, which the window embeds from another origin. */
  readonly embedPolicy: 'same-origin' | 'cross-origin'
  readonly maxEventClients: number
}

/** Answers one admitted request whose path may name a route. */
export type AnswerRoute = (request: IncomingMessage, exchange: Exchange, route: Route | null) => Promise<void>

export function createRoutes({ catalog, subtitles, log, baseUrl, embedPolicy, maxEventClients }: RoutesOptions): AnswerRoute {
  const events = createEventsRoute(catalog, maxEventClients)

  return async (request, exchange, route) => {
    switch (route?.kind) {
      case undefined: answerText(exchange, 404, NOT_FOUND); return
      case 'events': events.answer(exchange); return
      case 'torrents': answerJson(exchange, catalog.list().map(toTorrentJson)); return
      case 'torrent': withTorrent(route.torrent, exchange, (torrent) => { answerJson(exchange, toTorrentJson(torrent)) }); return
      case 'haves': withTorrent(route.torrent, exchange, (torrent) => { answerHaves(exchange, torrent, route.fileIndex) }); return
      case 'playlist': playlist(exchange, route.torrent); return
      case 'subtitles': await answerSubtitles(catalog, subtitles, embeddable(exchange), route); return
      case 'stream': await stream(request, exchange, route); return
      case 'proxy': await proxy(request, exchange, route)
    }
  }

  function withTorrent(reference: string, exchange: Exchange, use: (torrent: CatalogTorrent) => void): void {
    const torrent = catalog.find(reference)
    if (torrent === null) answerText(exchange, 404, 'There is no torrent with this id or info hash here.')
    else use(torrent)
  }

  function playlist(exchange: Exchange, reference: string | null): void {
    if (reference === null) answerPlaylist(exchange, 'Millrace', catalog.list(), baseUrl)
    else withTorrent(reference, exchange, (torrent) => { answerPlaylist(exchange, torrent.name, [torrent], baseUrl) })
  }

  function answerHaves(exchange: Exchange, { infoHash }: CatalogTorrent, fileIndex: FileIndex): void {
    const haves = catalog.haves(infoHash, fileIndex)
    if (haves === null) answerText(exchange, 404, NO_SUCH_FILE)
    else answerBody(exchange, 200, { 'Content-Type': 'application/octet-stream' }, haves)
  }

  async function stream(request: IncomingMessage, exchange: Exchange, route: Extract<Route, { kind: 'stream' }>): Promise<void> {
    const torrent = catalog.find(route.torrent)
    const file = torrent?.files.find(({ index }) => index === route.fileIndex)
    if (torrent && file) await answerStream(catalog, log, request, embeddable(exchange), { torrent, file, early: route.early })
    else answerText(exchange, 404, torrent ? NO_SUCH_FILE : 'There is no torrent with this id or info hash here.')
  }

  async function proxy(request: IncomingMessage, exchange: Exchange, { infoHash, early }: Extract<Route, { kind: 'proxy' }>): Promise<void> {
    const target = await findProxyTarget(catalog, exchange, infoHash)
    if (target !== null) await answerStream(catalog, log, request, embeddable(exchange), { ...target, early })
  }

  function embeddable(exchange: Exchange): Exchange {
    return { ...exchange, headers: { ...exchange.headers, 'Cross-Origin-Resource-Policy': embedPolicy } }
  }
}

const NO_SUCH_FILE = 'There is no file with this index in the torrent.'
