import TrackerClient from 'bittorrent-tracker/client'
import type { HttpTracker } from 'bittorrent-tracker/client'
import WebSocketTracker from 'bittorrent-tracker/websocket-tracker'
import { requestBounded } from './bounded-request.ts'
import type { OnRefusal } from './guard-wire-class.ts'
import { clampInterval, readTrackerAnswer } from './tracker-answer.ts'

/** Bytes of a tracker's answer; 1000 compact peers have 24 000. */
const MAX_ANSWER_BYTES = 1024 * 1024
const TIMEOUT_MS = 30_000

/**
 * Makes HTTP trackers answer through requestBounded and readTrackerAnswer, keeps every tracker's interval between a minute and a day, and lets nothing a
 * WebSocket tracker sends throw into the socket. Changes the classes for all clients, now and later.
 */
export function guardTrackerClasses(onRefusal: OnRefusal): void {
  const http = httpTrackerPrototype()
  http._request = function (this: HttpTracker, address, params, done) {
    const ending = new AbortController()
    const cleanup = () => {
      const at = this.cleanupFns.indexOf(cleanup)
      if (at >= 0) this.cleanupFns.splice(at, 1)
      ending.abort()
      this.maybeDestroyCleanup?.()
    }
    this.cleanupFns.push(cleanup)
    void ask(`${address}${address.includes('?') ? '&' : '?'}${toQuery(params)}`, this.client._userAgent ?? '', ending.signal)
      .then((answer) => { if (!this.destroyed) done(null, answer) }, (error: unknown) => { if (!this.destroyed) done(toError(error), null) })
      .catch((thrown: unknown) => { onRefusal('exception', thrown) })
      .finally(cleanup)
  }
  const base = Reflect.getPrototypeOf(http)
  if (!hasInterval(base)) throw new Error('trackers have no interval that can be guarded; was a dependency changed?')
  const { setInterval: setAnnounceInterval } = base
  base.setInterval = function (intervalMs) {
    setAnnounceInterval.call(this, typeof intervalMs === 'number' && intervalMs > 0 ? clampInterval(intervalMs / 1000) * 1000 : null)
  }
  guardSocketMessages(onRefusal)
}

function guardSocketMessages(onRefusal: OnRefusal): void {
  const { _onSocketData: onSocketData } = WebSocketTracker.prototype
  WebSocketTracker.prototype._onSocketData = function (message) {
    try {
      onSocketData.call(this, message)
    } catch (thrown) {
      onRefusal('exception', thrown)
      this.client.emit('warning', new Error('the tracker sent a message that makes no sense'))
    }
  }
}

/** The class is not exported; a client that is never started has one. */
function httpTrackerPrototype(): HttpTracker {
  const [tracker] = new TrackerClient({ infoHash: '0'.repeat(40), peerId: '0'.repeat(40), port: 1, announce: ['http://tracker.invalid/announce'] })._trackers
  const prototype = tracker === undefined ? null : Reflect.getPrototypeOf(tracker)
  if (!isHttpTracker(prototype)) throw new Error('HTTP trackers have no request that can be guarded; was a dependency changed?')
  return prototype
}

function isHttpTracker(value: object | null): value is HttpTracker {
  return value !== null && Object.hasOwn(value, '_request')
}

interface WithInterval { setInterval(intervalMs: unknown): void }
function hasInterval(value: object | null): value is WithInterval {
  return value !== null && Object.hasOwn(value, 'setInterval')
}

async function ask(address: string, userAgent: string, signal: AbortSignal): Promise<unknown> {
  const { status, bytes } = await requestBounded(address, { headers: userAgent === '' ? {} : { 'user-agent': userAgent }, maxBytes: MAX_ANSWER_BYTES, timeoutMs: TIMEOUT_MS, signal })
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
