import { boolean, list, nullable, object, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { appErrorSchema } from '../torrent/snapshot.ts'
import { hostKindOf } from '../torrent/address.ts'
import type { NetworkInterface } from './containment.ts'

/** Computers with containers have some dozens. */
const MAX_INTERFACES = 64
const MAX_ADDRESSES = 16

/** What the person is told of the way out. */
export const wayFactsSchema = object({
  problem: nullable(appErrorSchema),
  /** The proxy has let us in since it was chosen. */
  answered: boolean(),
  interfaces: list(object({ name: text(256), addresses: list(text(64), MAX_ADDRESSES) }), MAX_INTERFACES),
})
export type WayFacts = ValueOf<typeof wayFactsSchema>

/** The interfaces that lead beyond this computer, with their addresses, in the system's order. */
export function farReaching(all: readonly NetworkInterface[]): WayFacts['interfaces'] {
  const far = all.map(({ name, addresses }) => ({ name, addresses: addresses.map(({ address }) => address).filter((address) => !['loopback', 'linkLocal'].includes(hostKindOf(address))).slice(0, MAX_ADDRESSES) }))
  return far.filter(({ addresses }) => addresses.length > 0).slice(0, MAX_INTERFACES)
}
