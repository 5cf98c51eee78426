import type { Renderer } from '../../../shared/cast/device.ts'
import { addressCall } from '../../../shared/cast/renderer-calls.ts'
import { readRendererDescription } from '../../../shared/cast/renderer-description.ts'
import { parseSink } from '../../../shared/cast/sink-protocols.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { askDevice } from './device-request.ts'
import { callRenderer } from './call-renderer.ts'

const LIMIT_MS = 5000

/**
 * A renderer from the address of its description: what it is called, its services, what it takes. A device that does not
 * list its media types is taken all the same. Fails: deviceUnreachable, deviceBroken.
 */
export async function readRenderer(location: string, signal: AbortSignal): Promise<Result<Renderer>> {
  const answer = await askDevice({ url: location, method: 'GET', headers: {}, body: '', limitMs: LIMIT_MS, signal })
  if (!answer.ok) return answer
  if (answer.value.status !== 200) return fail('deviceBroken', `The device answered its description with status ${String(answer.value.status)}.`)
  const description = readRendererDescription(answer.value.body)
  if (!description.ok) return description
  const { udn, name, model } = description.value
  const bare: Renderer = { kind: 'renderer', id: udn, name, model, host: new URL(location).hostname, location, description: description.value, sink: [] }
  const call = addressCall({ kind: 'sink' }, description.value)
  const sink = call ? await callRenderer(bare, call, LIMIT_MS, signal) : null
  return ok({ ...bare, sink: sink?.ok ? [...parseSink(sink.value.get('Sink') ?? '')] : [] })
}
