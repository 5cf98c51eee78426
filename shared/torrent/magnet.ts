import type { InfoHash } from '../ids.ts'
import type { Interval } from '../interval.ts'
import type { Result } from '../result.ts'
import { fail } from '../result.ts'

export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** A checked magnet link (BEP 9, BEP 53). */
export interface Magnet {
  readonly infoHash: InfoHash
  /** `dn`, made safe; null when there is none. */
  readonly displayName: string | null
  readonly trackers: readonly string[]
  readonly webSeeds: readonly string[]
  /** `x.pe`. */
  readonly peers: readonly PeerAddress[]
  /** `so` as sorted, disjoint, half-open intervals of file indices; null when there is none. */
  readonly selectedFiles: readonly Interval[] | null
  readonly notes: readonly string[]
}

export interface MagnetOptions {
  /** Trackers, web seeds and peers on this computer and the local network are kept. */
  readonly allowLocal: boolean
}

export function parseMagnet(text: string, options: MagnetOptions): Result<Magnet> {
  return fail('magnetMalformed', `not built: ${text} ${String(options.allowLocal)}`)
}

export function formatMagnet(parts: { infoHash: InfoHash; name: string; trackers: readonly string[] }): string {
  return `magnet:?xt=urn:btih:${parts.infoHash}`
}
