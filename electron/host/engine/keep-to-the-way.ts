import type { Torrent } from 'webtorrent'
import { trackersFor } from '../../../shared/network/containment.ts'
import { dialBy } from './library-sockets.ts'
import type { WayOut } from './way-out.ts'

/**
 * Makes a torrent dial its peers by the way, wait while there is none, and ask only trackers that can be asked by it. To be called before the
 * torrent looks for peers.
 */
export function keepToTheWay(torrent: Torrent, way: WayOut): void {
  const drain = torrent._drain.bind(torrent)
  torrent._drain = () => {
    const next = torrent._queue[0]
    if (next === undefined || (!way.isOpen() && !way.isDirect(next.addr))) return
    dialBy(way, drain)
  }
  const startDiscovery = torrent._startDiscovery.bind(torrent)
  torrent._startDiscovery = () => {
    const { announce } = torrent
    torrent.announce = trackersFor(announce, way.containment())
    startDiscovery()
    torrent.announce = announce
  }
}

/** Ends every connection and attempt of a torrent: they went by a way there is no more. */
export function dropConnections(torrent: Torrent): void {
  for (const peer of [...torrent._peers.values()]) peer.destroy()
}

/** Goes on where it waited: whoever is in the queue, and web seeds that were lost meanwhile. */
export function takeUpAgain(torrent: Torrent): void {
  if (torrent.destroyed) return
  for (const seed of torrent.urlList ?? []) if (!torrent._peers.has(seed)) torrent.addWebSeed(seed)
  for (let waiting = torrent._queue.length; waiting > 0; waiting--) torrent._drain()
}
