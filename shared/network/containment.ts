import type { AppError } from '../errors.ts'
import type { OwnAddress } from './reach.ts'
import type { NetworkWish } from './network-wish.ts'

/** What leaves this computer only by one way: through a proxy, by one interface, or both. */
export type Containment = Pick<NetworkWish, 'proxy' | 'networkInterface'>

/** Whether anything is to be kept from going another way. */
export function isContained({ proxy, networkInterface }: Containment): boolean {
  return proxy !== null || networkInterface !== null
}

/**
 * The wish with everything off that could not keep to the way: datagrams, and who comes in, know no proxy; a router and neighbours are
 * asked on every interface at once.
 */
export function withoutLeaks(wish: NetworkWish): NetworkWish {
  if (!isContained(wish)) return wish
  const near = { lsd: false, portMapping: false } as const
  return wish.proxy === null ? { ...wish, ...near } : { ...wish, ...near, dht: false, utp: false }
}

/** Trackers that can be asked by the way. What trackers over WebSocket give are peers over WebRTC, which finds ways of its own. */
export function trackersFor(trackers: readonly string[], containment: Containment): readonly string[] {
  if (!isContained(containment)) return trackers
  return trackers.filter((tracker) => /^https?:/i.test(tracker) || (containment.proxy === null && /^udp:/i.test(tracker)))
}

/** The addresses of one interface; null where it has none of the family. */
export interface InterfaceAddresses {
  readonly ipv4: string | null
  readonly ipv6: string | null
}

/** An interface of this computer as the system lists it. */
export interface NetworkInterface {
  readonly name: string
  readonly addresses: readonly OwnAddress[]
}

/** What to send from; null while the interface is not there, or has no address to send from. Addresses of the link alone (fe80::) lead nowhere else. */
export function addressesOf(name: string, all: readonly NetworkInterface[]): InterfaceAddresses | null {
  const addresses = all.find((each) => each.name === name)?.addresses.map(({ address }) => address) ?? []
  const ipv4 = addresses.find((address) => !address.includes(':')) ?? null
  const ipv6 = addresses.find((address) => address.includes(':') && !/^fe[89ab]/i.test(address)) ?? null
  return ipv4 === null && ipv6 === null ? null : { ipv4, ipv6 }
}

/** Why nothing goes out, as the person is told. */
export function interfaceGone(name: string): AppError {
  return { code: 'interfaceGone', message: `the network interface ${name} is not there; nothing is sent another way`, details: { name } }
}
