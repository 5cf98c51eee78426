import TrackerClient from 'bittorrent-tracker/client'
import type { HttpTracker, UdpTracker } from 'bittorrent-tracker/client'
import { requestBounded } from './bounded-request.ts'
import { guardSocketTracker } from './guard-socket-tracker.ts'
import { guardUdpTracker } from './guard-udp-tracker.ts'
import type { OnRefusal } from './guard-wire-class.ts'
import type { Resolve } from './outside-lookup.ts'
import { resolveBySystem } from './outside-lookup.ts'
import type { WayOut } from '../way-out.ts'
import { wayOf } from './tracker-way.ts'
import { clampInterval, readTrackerAnswer } from './tracker-answer.ts'

/** Bytes of a tracker's answer; 1000 compact peers have 24 000. */
const MAX_ANSWER_BYTES = 1024 * 1024
const TIMEOUT_MS = 30_000

export interface TrackerGuardOptions {
  readonly onRefusal: OnRefusal
  /** A clock that never jumps back. */
  readonly nowMs: () => number
  /** All addresses of a name; the system's own resolver unless given. */
  readonly resolve?: Resolve | undefined
}

/**
 * Puts every kind of tracker behind its guard: whom it may be, what it may answer, how often it wants to be asked. Changes the classes for all
 * clients, now and later. Throws when the classes are not laid out as expected.
 */
export function guardTrackerClasses({ onRefusal, nowMs, resolve = resolveBySystem }: TrackerGuardOptions): void {
  const http = prototypeOf('http://tracker.invalid/announce', isHttpTracker)
  guardHttpTracker(http, onRefusal, resolve)
  guardIntervals(http)
  guardUdpTracker(prototypeOf('udp://tracker.invalid:1', isUdpTracker), resolve)
  guardSocketTracker(resolve, onRefusal, nowMs)
}

/** Makes HTTP trackers answer through requestBounded and readTrackerAnswer. */
function guardHttpTracker(prototype: HttpTracker, onRefusal: OnRefusal, resolve: Resolve): void {
  prototype._request = function (this: HttpTracker, address, params, done) {
    const ending = new AbortController()
    const cleanup = () => {
      const at = this.cleanupFns.indexOf(cleanup)
      if (at >= 0) this.cleanupFns.splice(at, 1)
      ending.abort()
      this.maybeDestroyCleanup?.()
    }
    this.cleanupFns.push(cleanup)
    void ask(`${address}${address.includes('?') ? '&' : '?'}${toQuery(params)}`, { userAgent: this.client._userAgent ?? '', way: wayOf(this.client) }, ending.signal, resolve)
      .then((answer) => { if (!this.destroyed) done(null, answer) }, (error: unknown) => { if (!this.destroyed) done(toError(error), null) })
      .catch((thrown: unknown) => { onRefusal('exception', thrown) })
      .finally(cleanup)
  }
}

/** Keeps the interval of trackers of every kind between a minute and a day. */
function guardIntervals(http: HttpTracker): void {
  const base = Reflect.getPrototypeOf(http)
  if (!hasInterval(base)) throw new Error('trackers have no interval that can be guarded; was a dependency changed?')
  const { setInterval: setAnnounceInterval } = base
  base.setInterval = function (intervalMs) {
    setAnnounceInterval.call(this, typeof intervalMs === 'number' && intervalMs > 0 ? clampInterval(intervalMs / 1000) * 1000 : null)
  }
}

/** The classes are not exported; a client that is never started has one tracker of the kind. */
function prototypeOf<T extends object>(address: string, isKind: (value: object | null) => value is T): T {
  const [tracker] = new TrackerClient({ infoHash: '0'.repeat(40), peerId: '0'.repeat(40), port: 1, announce: [address] })._trackers
  const prototype = tracker === undefined ? null : Reflect.getPrototypeOf(tracker)
  if (!isKind(prototype)) throw new Error('trackers have no request that can be guarded; was a dependency changed?')
  return prototype
}

function isHttpTracker(value: object | null): value is HttpTracker {
  return value !== null && Object.hasOwn(value, '_request')
}

function isUdpTracker(value: object | null): value is UdpTracker {
  return value !== null && Object.hasOwn(value, '_request')
}

interface WithInterval { setInterval(intervalMs: unknown): void }
function hasInterval(value: object | null): value is WithInterval {
  return value !== null && Object.hasOwn(value, 'setInterval')
}

async function ask(address: string, { userAgent, way }: { readonly userAgent: string; readonly way: WayOut | null }, signal: AbortSignal, resolve: Resolve): Promise<unknown> {
  const { status, bytes } = await requestBounded(address, { headers: userAgent === '' ? {} : { 'user-agent': userAgent }, maxBytes: MAX_ANSWER_BYTES, timeoutMs: TIMEOUT_MS, signal, resolve, way })
  const answer = readTrackerAnswer(bytes)
  if (answer.ok && status === 200) return answer.value
  throw new Error(answer.ok || status !== 200 ? `the tracker answered ${String(status)}` : answer.error.message)
}

/** Texts are byte strings, one character a byte (BEP 3: info_hash and peer_id are escaped bytes). */
export function toQuery(params: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(params).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return entries.map(([name, value]) => `${name}=${String(value).replace(/[^A-Za-z0-9._~-]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`).join('&')
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
