import type { Renderer } from '../../../shared/cast/device.ts'
import type { AddressedCall } from '../../../shared/cast/renderer-calls.ts'
import { readSoapAnswer, soapRequest } from '../../../shared/cast/soap.ts'
import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { askDevice } from './device-request.ts'

/**
 * Calls an action of a renderer and reads its out-arguments. The control address must be on the device itself.
 * Fails: deviceUnreachable, deviceBroken, deviceRefused (details.upnpError).
 */
export async function callRenderer(device: Renderer, call: AddressedCall, limitMs: number, signal: AbortSignal): Promise<Result<ReadonlyMap<string, string>>> {
  const url = controlUrl(device, call.controlPath)
  if (url === null) return fail('deviceBroken', `${device.name} names a control address that is not its own.`)
  const { headers, body } = soapRequest(call)
  const answer = await askDevice({ url, method: 'POST', headers, body, limitMs, signal })
  return answer.ok ? readSoapAnswer(call.action, answer.value.body) : answer
}

function controlUrl({ location, host, description }: Renderer, controlPath: string): string | null {
  const base = description.baseUrl ?? location
  const url = URL.canParse(controlPath, base) ? new URL(controlPath, base) : null
  return url?.protocol === 'http:' && url.hostname === host ? url.href : null
}
