import { boolean, integer, nullable, object, picklist } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { portSchema } from './reach.ts'

/** Whether what goes to peers and comes from them is encrypted (MSE): only where a peer insists; always; never. */
export const ENCRYPTION = ['asNeeded', 'require', 'off'] as const
export type Encryption = (typeof ENCRYPTION)[number]

/** How peers are found and met, as fields of the settings. */
export const networkFields = {
  /** Peers of one torrent. */
  maxConnections: integer(5, 500),
  dht: boolean(),
  pex: boolean(),
  lsd: boolean(),
  portMapping: boolean(),
  utp: boolean(),
  /** What peers come in by; null = any that is free. */
  port: nullable(portSchema),
  encryption: picklist(ENCRYPTION),
} as const

export const networkWishSchema = object(networkFields)
export type NetworkWish = ValueOf<typeof networkWishSchema>

/** 55 connections: the engine's own default, which routers stand. */
export const DEFAULT_NETWORK: NetworkWish = { maxConnections: 55, dht: true, pex: true, lsd: true, portMapping: true, utp: true, port: null, encryption: 'asNeeded' }

/** Of all that can be chosen, what the media host has to know of the network. */
export function networkOf({ maxConnections, dht, pex, lsd, portMapping, utp, port, encryption }: NetworkWish): NetworkWish {
  return { maxConnections, dht, pex, lsd, portMapping, utp, port, encryption }
}
