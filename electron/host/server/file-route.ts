import type { IncomingMessage } from 'node:http'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent } from '../catalog.ts'
import type { Exchange } from './answers.ts'

/**
 * A family of routes below `/torrents/{torrent}/{verb}/{file}/…`: one file of code, named in the list given to a listener.
 * Whoever calls it has found the torrent and the file.
 */
export interface FileRoute {
  readonly verb: string
  /** The window embeds what it answers from another origin; else only pages of our own may. */
  readonly embeddable: boolean
  /** A device may ask for it while it plays the file. */
  readonly forDevices: boolean
  answer(target: FileTarget, exchange: Exchange, request: IncomingMessage): Promise<void>
}

export interface FileTarget {
  readonly torrent: CatalogTorrent
  readonly file: TorrentFile
  /** Path segments behind the index, as they were written: at most four, any of them may be empty. */
  readonly rest: readonly string[]
  readonly query: string
  /** Who asks; a device is never given bytes whose hash is still to come. */
  readonly reader: 'player' | 'device'
  /** Headers that every answer with this file's bytes carries beside its own. */
  readonly fileHeaders: Readonly<Record<string, string>>
}

export const NO_SUCH_FILE = 'There is no file with this index in the torrent.'
export const NO_SUCH_TORRENT = 'There is no torrent with this id or info hash here.'

export function findRoute(routes: readonly FileRoute[], verb: string): FileRoute | null {
  return routes.find((route) => route.verb === verb) ?? null
}

/** The exchange with the headers of a family that pages of this policy may embed. */
export function embedded(exchange: Exchange, policy: EmbedPolicy): Exchange {
  return { ...exchange, headers: { ...exchange.headers, 'Cross-Origin-Resource-Policy': policy } }
}

/** `Cross-Origin-Resource-Policy` of the embeddable families (Fetch 3.7). */
export type EmbedPolicy = 'same-origin' | 'cross-origin'
