import { lookup } from 'node:dns/promises'
import { isIPv4 } from 'node:net'
import type { CastDevice } from '../../../shared/cast/device.ts'
import { chromecastAt } from '../../../shared/cast/device.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { unlessAborted, withLimit } from '../with-limit.ts'
import { openCastChannel } from './cast-channel.ts'
import { readRenderer } from './read-renderer.ts'
import { rendererAt } from './renderer-at.ts'

/** Port of every Chromecast that is not a group. */
const CAST_PORT = 8009

/**
 * The device at an address the person typed: an http address, by number or name, is the description of a renderer, an IPv4 address with a port
 * that of a Chromecast, and one alone either, a Chromecast first. Fails: deviceAddressBad, deviceUnreachable, deviceBroken.
 */
export async function deviceAt(address: string, signal: AbortSignal): Promise<Result<CastDevice>> {
  const text = address.trim()
  if (/^http:\/\//i.test(text)) return URL.canParse(text) ? rendererNamed(new URL(text), signal) : fail('deviceAddressBad', `${text} is no address of a device description`)
  const [, host = '', port] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  if (!isIPv4(host) || Number(port ?? CAST_PORT) > 65_535) return fail('deviceAddressBad', `${text} is no address`)
  if (port !== undefined) return chromecastThere(host, Number(port), signal)
  return eitherAt(host, signal)
}

/** From here on it is known by its number: the door of a cast is for one address. */
async function rendererNamed(place: URL, signal: AbortSignal): Promise<Result<CastDevice>> {
  const { hostname } = place
  const found = await unlessAborted(lookup(hostname, { family: 4 }).catch(() => null), signal, null)
  if (!found) return fail('deviceUnreachable', `there is no ${hostname} in any network of this computer`, { host: hostname })
  place.hostname = found.address
  return readRenderer(place.href, signal)
}

/** Both are asked at once: one that is not there says so after seconds. */
async function eitherAt(host: string, signal: AbortSignal): Promise<Result<CastDevice>> {
  const outdone = new AbortController()
  const asked = withLimit([signal, outdone.signal], null, (over) => rendererAt(host, over))
  const chromecast = await chromecastThere(host, CAST_PORT, signal)
  if (chromecast.ok) outdone.abort()
  const renderer = await asked
  return chromecast.ok || !renderer.ok ? chromecast : renderer
}

async function chromecastThere(host: string, port: number, signal: AbortSignal): Promise<Result<CastDevice>> {
  const channel = await openCastChannel({ host, port, signal, onMessage: () => undefined, onClose: () => undefined })
  if (!channel.ok) return channel
  channel.value.close()
  return ok(chromecastAt(host, port))
}
