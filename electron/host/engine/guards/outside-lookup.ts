import { lookup } from 'node:dns'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import { isLocalAddress } from '../../../../shared/torrent/address.ts'

/** All addresses of a name. */
export type Resolve = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

export const resolveBySystem: Resolve = (hostname, done) => { lookup(hostname, { all: true }, done) }

/** What sockets ask for the address of a name. Literals are never asked about: whoever let them through has judged them as they are written. */
export type SocketLookup = (hostname: string, options: LookupOptions, done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void) => void

/** True for a name that openly belongs to this computer or the local network; the validator lets one through only when that is allowed. */
const isOpenlyLocal = (hostname: string) => isLocalAddress(hostname)

/**
 * A look-up without the addresses of this computer and the local network, unless `mayBeLocal` says that the name may have them: a stranger's name
 * that leads there is refused at the very look-up whose answer is connected to, so that no second answer can differ from the judged one.
 */
export function createOutsideLookup(resolveName: Resolve, mayBeLocal: (hostname: string) => boolean = isOpenlyLocal): SocketLookup {
  return (hostname, options, done) => {
    findOutside(hostname, resolveName, mayBeLocal, (error, addresses) => {
      const usable = options.family === 4 || options.family === 6 ? addresses.filter(({ family }) => family === options.family) : addresses
      const [first] = usable
      if (first === undefined) done(error ?? new LeadsInside(hostname), [])
      else if (options.all) done(null, usable)
      else done(null, first.address, first.family)
    })
  }
}

/** An address of the host that strangers may name, itself when it is one already; null when it has none. */
export function resolveOutside(hostname: string, resolveName: Resolve, allowLocal: boolean): Promise<string | null> {
  if (isIP(hostname) !== 0) return Promise.resolve(hostname)
  return new Promise((resolve) => {
    findOutside(hostname, resolveName, () => allowLocal, (_error, [first]) => { resolve(first?.address ?? null) })
  })
}

/** A name or a redirect led to this computer or the local network. */
export class LeadsInside extends Error {
  readonly host: string

  constructor(host: string) {
    super(`${host} leads to this computer or the local network`)
    this.host = host
  }
}

function findOutside(hostname: string, resolveName: Resolve, mayBeLocal: (hostname: string) => boolean, done: (error: Error | null, addresses: LookupAddress[]) => void): void {
  resolveName(hostname, (error, addresses) => {
    if (error !== null) return done(error, [])
    const open = mayBeLocal(hostname)
    done(null, addresses.filter(({ address }) => open || !isLocalAddress(address)))
  })
}
