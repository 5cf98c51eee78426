import { networkInterfaces } from 'node:os'
import type { NetworkInterface } from '../../../shared/network/containment.ts'
import type { OwnAddress } from '../../../shared/network/reach.ts'

/** The addresses of this computer with their networks, as the system has them at this moment. */
export function ownAddresses(): readonly OwnAddress[] {
  return listInterfaces().flatMap(({ addresses }) => addresses)
}

/** The interfaces that are up at this moment, with their addresses; the loopback one too. */
export function listInterfaces(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    addresses: addresses.map(({ address, cidr }) => ({ address, prefixBits: Number(cidr?.split('/')[1] ?? NaN) })).filter(({ prefixBits }) => Number.isInteger(prefixBits)),
  }))
}
