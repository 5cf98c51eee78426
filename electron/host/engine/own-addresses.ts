import { networkInterfaces } from 'node:os'
import type { OwnAddress } from '../../../shared/network/reach.ts'

/** The addresses of this computer with their networks, as the system has them at this moment. */
export function ownAddresses(): readonly OwnAddress[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.map(({ address, cidr }) => ({ address, prefixBits: Number(cidr?.split('/')[1] ?? NaN) })).filter(({ prefixBits }) => Number.isInteger(prefixBits))
}
