import { createRequire } from 'node:module'
import bencode from 'bencode'
import Wire from 'bittorrent-protocol'
import { guardTrackerClasses } from './guard-trackers.ts'
import { guardWireClass } from './guard-wire-class.ts'
import type { OnRefusal } from './guard-wire-class.ts'
import { createKrpcDecoder } from './krpc-message.ts'
import { decodeForLibrary } from './library-bencode.ts'
import type { Resolve } from './outside-lookup.ts'

export interface GuardOptions {
  /** DHT nodes on this computer and the local network are asked when others name them. */
  readonly allowLocal?: boolean
  /** Replaces the system's resolver for trackers. */
  readonly resolve?: Resolve | undefined
}

/**
 * Puts our limits and our bencode decoder in front of everything strangers send to the engine's packages: .torrent files, peers, trackers
 * and DHT nodes. To be called before the first client is made; the second call does nothing. The packages must not be bundled, because the
 * guards work on the very objects the engine uses. Throws when a package is not laid out as expected: the engine must not run unguarded.
 */
export function installEngineGuards(onRefusal: OnRefusal = () => undefined, { allowLocal = false, resolve }: GuardOptions = {}): void {
  if (bencode.decode === decodeForLibrary) return
  const krpcBencode = findKrpcBencode()
  krpcBencode.decode = createKrpcDecoder({ allowLocal })
  const nowMs = () => performance.now()
  guardWireClass(Wire.prototype, onRefusal, nowMs)
  guardTrackerClasses({ onRefusal, nowMs, resolve })
  bencode.decode = decodeForLibrary
}

interface ReplaceableBencode { decode: unknown }

/** The DHT's socket brings an older copy of bencode, which nothing else can reach. */
export function findKrpcBencode(): ReplaceableBencode {
  const nextToUs = createRequire(import.meta.url)
  const found: unknown = createRequire(nextToUs.resolve('k-rpc-socket'))('bencode')
  if (!isReplaceable(found)) throw new Error('k-rpc-socket brings no bencode decoder that can be guarded; was a dependency changed?')
  return found
}

function isReplaceable(found: unknown): found is ReplaceableBencode {
  return typeof found === 'object' && found !== null && 'decode' in found && typeof found.decode === 'function'
}
