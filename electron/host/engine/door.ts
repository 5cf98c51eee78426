import type { WayOut } from './way-out.ts'

/** Where strangers may come in: everywhere, at one of our addresses only, or nowhere. */
export type Door = { readonly kind: 'any' } | { readonly kind: 'address'; readonly host: string } | { readonly kind: 'closed' }

/** A proxy lets nobody in; by one interface people come in at its address. */
export function doorOf(way: WayOut): Door {
  const { proxy, networkInterface } = way.containment()
  if (proxy !== null) return { kind: 'closed' }
  if (networkInterface === null) return { kind: 'any' }
  const addresses = way.addresses()
  const host = addresses?.ipv4 ?? addresses?.ipv6 ?? null
  return host === null ? { kind: 'closed' } : { kind: 'address', host }
}
