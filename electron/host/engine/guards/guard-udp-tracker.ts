import { isIP } from 'node:net'
import type { UdpTracker } from 'bittorrent-tracker/client'
import type { Resolve } from './outside-lookup.ts'
import { sendBy } from '../library-sockets.ts'
import type { WayOut } from '../way-out.ts'
import { wayOf } from './tracker-way.ts'
import { createOutsideLookup } from './outside-lookup.ts'

/**
 * Makes UDP trackers (BEP 15) send only to an address that was judged: a name is looked up first, and the datagrams go to the literal
 * that came of it. `prototype` is of the class, so this holds for all clients.
 */
export function guardUdpTracker(prototype: UdpTracker, resolveName: Resolve): void {
  const { _request: request } = prototype
  const lookup = createOutsideLookup(resolveName)
  prototype._request = function (this: UdpTracker, options) {
    const { hostname, port } = new URL(this.announceUrl.replace(/^udp:/i, 'http:'))
    const way = wayOf(this.client)
    if (way !== null && (way.containment().proxy !== null || !way.isOpen())) return
    if (isIP(hostname) !== 0) return send(way, () => { request.call(this, options) })
    let ended = false
    const cleanup = () => {
      ended = true
      const at = this.cleanupFns.indexOf(cleanup)
      if (at >= 0) this.cleanupFns.splice(at, 1)
    }
    this.cleanupFns.push(cleanup)
    lookup(hostname, { family: 4 }, (error, address) => {
      if (ended) return
      if (error === null && typeof address === 'string') requestAt(this, `udp://${address}:${port === '' ? '80' : port}`, () => { send(way, () => { request.call(this, options) }) })
      else if (!this.destroyed) this.client.emit('warning', error)
      cleanup()
      this.maybeDestroyCleanup?.()
    })
  }
}

function send(way: WayOut | null, request: () => void): void {
  if (way === null) request()
  else sendBy(way, request)
}

/** The library reads the address once, at the very start of a request. */
function requestAt(tracker: UdpTracker, address: string, request: () => void): void {
  const { announceUrl } = tracker
  tracker.announceUrl = address
  try {
    request()
  } finally {
    tracker.announceUrl = announceUrl
  }
}
