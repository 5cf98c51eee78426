import { canonicalHost } from '../../../../shared/torrent/address.ts'

/**
 * Whom the ban list means by a peer: its host, so that one that comes back from another port stays out. At this computer's
 * own address any number of programs are peers that have nothing to do with each other, so there the port counts as well.
 * Empty for a peer without an address.
 */
export function judgedHost(host: string, port: number | undefined): string {
  const known = canonicalHost(host)
  return THIS_COMPUTER.has(known) && port !== undefined ? `${known}#${String(port)}` : known
}

const THIS_COMPUTER = new Set(['127.0.0.1', '::1'].map(canonicalHost))
