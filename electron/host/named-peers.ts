import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Log } from '../../shared/log.ts'
import type { HostOptions } from './host-options.ts'

/** Peers the person named, as `address:port`; a name that has no address is left out and logged. */
export async function resolvePeers(peers: HostOptions['peers'], log: Log): Promise<string[]> {
  const resolved = await Promise.all(peers.map(async ({ host, port }) => {
    const address = await addressOf(host)
    if (address === null) log('host', 'peerUnknown', { host })
    return address === null ? null : `${address}:${String(port)}`
  }))
  return resolved.filter((place) => place !== null)
}

/** The host of `address:port`, without the brackets of IPv6. */
export function hostOf(place: string): string {
  return place.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}

async function addressOf(host: string): Promise<string | null> {
  const found = isIP(host) === 0 ? await lookup(host).catch(() => null) : { address: host, family: isIP(host) }
  if (found === null) return null
  return found.family === 6 ? `[${found.address}]` : found.address
}
