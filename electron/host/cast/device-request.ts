import { request } from 'node:http'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'

export interface DeviceRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** From the first byte sent to the last received. */
  readonly limitMs: number
  readonly signal: AbortSignal
}

export interface DeviceAnswer {
  readonly status: number
  readonly body: string
}

/** Longest answer read: descriptions have some kB, lists of media types up to 100. */
const MAX_ANSWER_BYTES = 262_144

/**
 * Asks a device over HTTP; each request has a connection of its own, because devices close kept ones without a word.
 * Redirections are not followed: no device sends us elsewhere. Answers of any status come back (SOAP faults are 500).
 * Never rejects. Fails: deviceUnreachable (refused, cut off, or too slow: then with details.late where the device had let us in),
 * deviceBroken (too long, or its own words for its address or its services cannot be sent).
 */
export async function askDevice(asked: DeviceRequest): Promise<Result<DeviceAnswer>> {
  try {
    return await exchange(asked)
  } catch (thrown) {
    return fail('deviceBroken', `The device names something that cannot be asked for: ${String(thrown)}`)
  }
}

function exchange({ url, method, headers, body, limitMs, signal }: DeviceRequest): Promise<Result<DeviceAnswer>> {
  const { host } = new URL(url)
  return new Promise((resolve) => {
    let late = false
    const unreachable = (why: string) => { resolve(fail('deviceUnreachable', `${host} does not answer: ${why}.`, late ? { late } : {})) }
    const outgoing = request(url, { method, agent: false, signal, headers: { ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) } }, (answer) => {
      const chunks: Buffer[] = []
      let received = 0
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length
        if (received > MAX_ANSWER_BYTES) {
          resolve(fail('deviceBroken', `${host} sent more than ${String(MAX_ANSWER_BYTES)} bytes.`))
          answer.destroy()
          return
        }
        chunks.push(chunk)
      })
      answer.once('end', () => { resolve(ok({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })) })
      answer.once('error', (error) => { unreachable(error.message) })
      answer.once('close', () => { unreachable('the connection was cut') })
    })
    // A timer of our own: a composed signal of a time limit may be collected as garbage and then never fires.
    const limit = setTimeout(() => {
      late = outgoing.socket?.connecting === false
      outgoing.destroy(new Error(`nothing came within ${String(limitMs / 1000)} s`))
    }, limitMs)
    outgoing.once('error', (error) => { unreachable(error.message) })
    outgoing.once('close', () => { clearTimeout(limit) })
    outgoing.end(body)
  })
}
