import type { InfoHash } from '../../../../shared/ids.ts'
import type { Bucket } from './message-budget.ts'
import { createBucket } from './message-budget.ts'
import { readAnnouncement } from './neighbour-announcement.ts'

/** The engine's local service discovery (BEP 14) of one torrent, with the private name the guard replaces. */
export interface GuardableNeighbours {
  _parseAnnounce(text: string): unknown
  emit(event: string, ...values: readonly unknown[]): boolean
  on(event: 'error', listener: (error: unknown) => void): unknown
  removeAllListeners(event: 'error'): unknown
}

/** What the guard needs of a torrent. */
export interface NeighbouredTorrent {
  readonly discovery: object | null
  _startDiscovery(): void
}

/** Neighbours announce themselves every five minutes; hundreds of them stay below this. */
const ANNOUNCEMENTS = { burst: 200, perSec: 5 } as const

/**
 * Makes announcements of the local network pass through readAnnouncement, a few a second; a network that refuses announcing costs
 * neighbours, not the torrent. To be called before the torrent looks for peers.
 */
export function guardNeighbours(torrent: NeighbouredTorrent, infoHash: InfoHash, nowMs: () => number): void {
  const startDiscovery = torrent._startDiscovery.bind(torrent)
  torrent._startDiscovery = () => {
    startDiscovery()
    const neighbours: unknown = torrent.discovery === null ? null : Reflect.get(torrent.discovery, 'lsd')
    if (isNeighbours(neighbours)) guardAnnouncements(neighbours, infoHash, createBucket(ANNOUNCEMENTS), nowMs)
  }
}

function guardAnnouncements(neighbours: GuardableNeighbours, infoHash: InfoHash, bucket: Bucket, nowMs: () => number): void {
  neighbours._parseAnnounce = (text) => (bucket.spend(nowMs()) ? readAnnouncement(text, infoHash) : null)
  neighbours.removeAllListeners('error')
  neighbours.on('error', (error) => { neighbours.emit('warning', error) })
}

function isNeighbours(value: unknown): value is GuardableNeighbours {
  return typeof value === 'object' && value !== null && '_parseAnnounce' in value && typeof value._parseAnnounce === 'function'
}
