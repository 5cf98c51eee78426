import { networkInterfaces } from 'node:os'

/**
 * IPv4 addresses of this computer's networks: those that can have a television in them. Self-assigned addresses (RFC 3927)
 * are left out; loopback too, unless `allowLoopback` (tests have their devices there).
 */
export function lanAddresses(allowLoopback: boolean): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const usable = all.filter(({ family, internal, address }) => family === 'IPv4' && (allowLoopback || !internal) && !address.startsWith('169.254.'))
  return [...new Set(usable.map(({ address }) => address))].sort()
}
