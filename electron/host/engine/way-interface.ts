import { isIP } from 'node:net'
import { CodedError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import { addressesOf, interfaceGone } from '../../../shared/network/containment.ts'
import type { InterfaceAddresses, NetworkInterface } from '../../../shared/network/containment.ts'

/** The own addresses of the interface that the person chose, looked at again and again; of whichever the system likes where none is chosen. */
export interface WayInterface {
  /** What to send from; nulls for whatever the system chooses. Null while the interface is not there. */
  readonly addresses: () => InterfaceAddresses | null
  /** Why nothing goes out; null while something does. */
  readonly problem: () => AppError | null
  /** The own address to send from to a host, by name or address; null = as the system chooses. Throws when the interface has none of the host's family. */
  sourceTo(host: string): string | null
  /** True when a host of that family can be sent to; of a name's family nothing is known. */
  hasFamilyOf(host: string): boolean
  /** From now on this one, without a word to `onMoved`; null = whichever the system likes. */
  follow(name: string | null): void
  close(): void
}

/** A VPN that falls is noticed before the next packet of a slow peer; looking takes a tenth of a millisecond. */
const WATCH_MS = 250
const ANY: InterfaceAddresses = { ipv4: null, ipv6: null }

/** `onMoved`: the interface has other addresses, or none any more. */
export function createWayInterface(first: string | null, interfaces: () => readonly NetworkInterface[], onMoved: () => void): WayInterface {
  let name: string | null = null
  let addresses: InterfaceAddresses | null = ANY
  let watch: NodeJS.Timeout | null = null

  const look = () => (name === null ? ANY : addressesOf(name, interfaces()))
  const lookAgain = () => {
    const before = JSON.stringify(addresses)
    addresses = look()
    if (JSON.stringify(addresses) !== before) onMoved()
  }
  const rest = () => {
    if (watch) clearInterval(watch)
    watch = null
  }
  const follow = (next: string | null) => {
    rest()
    name = next
    addresses = look()
    if (name !== null) watch = setInterval(lookAgain, WATCH_MS).unref()
  }
  follow(first)

  return {
    follow,
    addresses: () => addresses,
    problem: () => (addresses === null && name !== null ? interfaceGone(name) : null),
    sourceTo: (host) => {
      if (name === null) return null
      const source = isIP(host) === 6 ? addresses?.ipv6 : addresses?.ipv4 ?? (isIP(host) === 0 ? addresses?.ipv6 : null)
      if (!source) throw new CodedError(interfaceGone(name))
      return source
    },
    hasFamilyOf: (host) => (isIP(host) === 6 ? addresses?.ipv6 : addresses?.ipv4) !== null,
    close: rest,
  }
}
