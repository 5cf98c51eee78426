import { boolean, integer, nullable, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { proxyField } from './proxy.ts'
import { portSchema } from './reach.ts'

/** Whether what goes to peers and comes from them is encrypted (MSE): only where a peer insists; always; never. */
export const ENCRYPTION = ['asNeeded', 'require', 'off'] as const
export type Encryption = (typeof ENCRYPTION)[number]

/** Windows lets people name interfaces; elsewhere names are short. */
const MAX_INTERFACE_CHARS = 256

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
  /** Who connects for us; null = nobody. While there is one, nothing that cannot go through it is sent or let in. */
  proxy: proxyField,
  /** The interface of this computer that everything goes by, as the system names it; null = any. */
  networkInterface: nullable(text(MAX_INTERFACE_CHARS)),
} as const

export const networkWishSchema = object(networkFields)
export type NetworkWish = ValueOf<typeof networkWishSchema>

/** 55 connections: the engine's own default, which routers stand. */
export const DEFAULT_NETWORK: NetworkWish = { maxConnections: 55, dht: true, pex: true, lsd: true, portMapping: true, utp: true, port: null, encryption: 'asNeeded', proxy: null, networkInterface: null }

/** Of all that can be chosen, what the media host has to know of the network. */
export function networkOf({ maxConnections, dht, pex, lsd, portMapping, utp, port, encryption, proxy, networkInterface }: NetworkWish): NetworkWish {
  return { maxConnections, dht, pex, lsd, portMapping, utp, port, encryption, proxy, networkInterface }
}
