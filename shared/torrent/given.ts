import type { Interval } from '../interval.ts'
import { SOURCE_LIMITS } from './limits.ts'
import type { Magnet, PeerAddress } from './magnet.ts'
import type { Metainfo } from './metainfo.ts'

/** What a torrent can be opened with. */
export type TorrentSource =
  | { readonly kind: 'magnet'; readonly magnet: Magnet }
  | { readonly kind: 'metainfo'; readonly metainfo: Metainfo; readonly selectedFiles: readonly Interval[] | null }

/** What is told of a torrent before its info dictionary is here; `magnet`: what to look for. */
export interface Given extends Magnet {
  readonly metainfo: Metainfo | null
  readonly magnet: Magnet | null
}

/** A source as what it tells; a .torrent file needs nothing looked for. */
export function toGiven(source: TorrentSource): Given {
  if (source.kind === 'magnet') return { ...source.magnet, metainfo: null, magnet: source.magnet }
  const { metainfo, selectedFiles } = source
  const { infoHash, trackers, webSeeds, notes } = metainfo
  return { infoHash, trackers, webSeeds, notes, selectedFiles, displayName: metainfo.name, peers: [], metainfo, magnet: null }
}

/** The places of both, and the rest of what was said first. As many places as SOURCE_LIMITS allows; those said first come first. */
export function mergeGiven(first: Given, more: Given): Given {
  const { trackers, webSeeds } = mergePlaces(first, more)
  const peers = mergePeers(first.peers, more.peers)
  const { infoHash, notes } = first
  const all: Magnet = { infoHash, notes, displayName: first.displayName ?? more.displayName, selectedFiles: first.selectedFiles ?? more.selectedFiles, trackers, webSeeds, peers }
  return { ...all, metainfo: more.metainfo && { ...more.metainfo, trackers, webSeeds }, magnet: first.magnet && all }
}

/** Whether what is known now tells more of where to look than what was known before. */
export function tellsMore(now: Given, before: Given): boolean {
  return now.metainfo !== null || now.trackers.length > before.trackers.length || now.peers.length > before.peers.length
}

type Places = Pick<Magnet, 'trackers' | 'webSeeds'>

/** Trackers and web seeds of both, each once. */
export function mergePlaces(first: Places, more: Places): Places {
  return { trackers: unique(first.trackers, more.trackers, SOURCE_LIMITS.trackers), webSeeds: unique(first.webSeeds, more.webSeeds, SOURCE_LIMITS.webSeeds) }
}

function mergePeers(first: readonly PeerAddress[], more: readonly PeerAddress[]): readonly PeerAddress[] {
  const nameOf = ({ host, port }: PeerAddress) => `${host} ${String(port)}`
  const known = new Set(first.map(nameOf))
  return [...first, ...more.filter((peer) => !known.has(nameOf(peer)))].slice(0, SOURCE_LIMITS.magnetPeers)
}

function unique(first: readonly string[], more: readonly string[], limit: number): readonly string[] {
  return [...new Set([...first, ...more])].slice(0, limit)
}
