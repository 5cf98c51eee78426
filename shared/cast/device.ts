import type { RendererDescription } from './renderer-description.ts'

/** A Google Cast device as its advertisement says. `id` is its own, the same wherever it is plugged in. */
export interface Chromecast {
  readonly kind: 'chromecast'
  readonly id: string
  readonly name: string
  readonly model: string
  /** IPv4. */
  readonly host: string
  readonly port: number
}

/** A UPnP renderer: what it says of itself, and where its description was read. */
export interface Renderer {
  readonly kind: 'renderer'
  /** Its unique device name, `uuid:…`. */
  readonly id: string
  readonly name: string
  readonly model: string
  readonly host: string
  readonly location: string
  readonly description: RendererDescription
  /** Media types it takes; empty when it does not say. */
  readonly sink: readonly string[]
}

/** A player on this computer. */
export interface Program {
  readonly kind: 'program'
  readonly id: 'mpv' | 'vlc'
  readonly name: string
  readonly model: string
  readonly path: string
}

export type CastDevice = Chromecast | Renderer | Program

/** Bits of `ca` in a Chromecast's advertisement. */
const CAN_SHOW_VIDEO = 1
const MAX_NAME_CHARS = 80

/**
 * A Chromecast from the TXT record of its advertisement and the SRV and A records beside it; null for what shows no
 * pictures (speakers and groups of them) or is told too little of.
 */
export function toChromecast(txt: ReadonlyMap<string, string>, host: string, port: number): Chromecast | null {
  const id = (txt.get('id') ?? '').slice(0, 64)
  const capabilities = Number(txt.get('ca') ?? String(CAN_SHOW_VIDEO))
  if (id === '' || (capabilities & CAN_SHOW_VIDEO) === 0 || !Number.isInteger(port) || port < 1 || port > 65_535) return null
  const model = (txt.get('md') ?? '').slice(0, MAX_NAME_CHARS)
  return { kind: 'chromecast', id, host, port, model, name: (txt.get('fn') ?? '').slice(0, MAX_NAME_CHARS) || model || 'Chromecast' }
}

/** A Chromecast the person named by its address: it has told nothing of itself yet. */
export function chromecastAt(host: string, port: number): Chromecast {
  return { kind: 'chromecast', id: `${host}:${String(port)}`, name: `Chromecast (${host})`, model: '', host, port }
}

/** Whether a Chromecast is known by its address alone. */
export function isNamedByAddress({ id, host, port }: Chromecast): boolean {
  return id === `${host}:${String(port)}`
}
