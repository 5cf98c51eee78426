import { isIPv4 } from 'node:net'
import type { CastDevice } from '../../../shared/cast/device.ts'
import { chromecastAt } from '../../../shared/cast/device.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { openCastChannel } from './cast-channel.ts'
import { readRenderer } from './read-renderer.ts'

/** Port of every Chromecast that is not a group. */
const CAST_PORT = 8009

/**
 * The device at an address the person typed: an http address is the description of a renderer, everything else an IPv4
 * address of a Chromecast with or without port. Fails: deviceAddressBad, deviceUnreachable, deviceBroken.
 */
export async function deviceAt(address: string, signal: AbortSignal): Promise<Result<CastDevice>> {
  const text = address.trim()
  if (/^http:\/\//i.test(text)) return URL.canParse(text) ? readRenderer(text, signal) : fail('deviceAddressBad', `${text} is no address of a device description`)
  const [, host = '', port = String(CAST_PORT)] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  if (!isIPv4(host) || Number(port) > 65_535) return fail('deviceAddressBad', `${text} is no address`)
  const channel = await openCastChannel({ host, port: Number(port), signal, onMessage: () => undefined, onClose: () => undefined })
  if (!channel.ok) return channel
  channel.value.close()
  return ok(chromecastAt(host, Number(port)))
}
