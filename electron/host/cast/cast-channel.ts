import { connect } from 'node:tls'
import type { CastMessage } from '../../../shared/cast/cast-message.ts'
import { decodeCastFrame, encodeCastFrame, MAX_MESSAGE_BYTES } from '../../../shared/cast/cast-message.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'

export interface CastChannel {
  send(message: CastMessage): void
  /** Local address of the connection: the one this device reaches us at. */
  readonly localAddress: string
  /** Sends what is written and ends. */
  close(): void
}

export interface CastChannelOptions {
  readonly host: string
  readonly port: number
  readonly signal: AbortSignal
  readonly onMessage: (message: CastMessage) => void
  /** Once, however it ended; not after `close`. */
  readonly onClose: (reason: string) => void
}

const CONNECT_MS = 5000

/**
 * The encrypted connection to a Chromecast. Its certificate is its own and proves nothing, as for every sender; nothing
 * secret crosses but the address of the film, whose token is for this device alone. Fails: deviceUnreachable.
 */
export function openCastChannel({ host, port, signal, onMessage, onClose }: CastChannelOptions): Promise<Result<CastChannel>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: CONNECT_MS })
    let received = Buffer.alloc(0)
    let state: 'opening' | 'open' | 'closed' = 'opening'

    const end = (reason: string) => {
      const before = state
      state = 'closed'
      signal.removeEventListener('abort', abort)
      socket.destroy()
      if (before === 'opening') resolve(fail('deviceUnreachable', `The device at ${host} could not be reached: ${reason}.`, { host }))
      if (before === 'open') onClose(reason)
    }
    const abort = () => { end('cancelled') }
    const take = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      while (state === 'open') {
        const frame = decodeCastFrame(received)
        if (!frame.ok) { end(frame.error.message); return }
        if (!frame.value) break
        received = received.subarray(frame.value.usedBytes)
        onMessage(frame.value.message)
      }
      if (received.length > MAX_MESSAGE_BYTES + 4) end('it sends without end')
    }
    signal.addEventListener('abort', abort)
    if (signal.aborted) { abort(); return }
    socket.once('secureConnect', () => {
      state = 'open'
      socket.setTimeout(0)
      socket.setNoDelay(true)
      resolve(ok({
        localAddress: socket.localAddress ?? '',
        send: (message) => { if (state === 'open') socket.write(encodeCastFrame(message)) },
        close: () => {
          if (state !== 'open') return
          state = 'closed'
          signal.removeEventListener('abort', abort)
          socket.end()
          socket.once('finish', () => { socket.destroy() })
        },
      }))
    })
    socket.on('data', take)
    socket.once('timeout', () => { end(`nothing came within ${String(CONNECT_MS / 1000)} s`) })
    socket.on('error', (error) => { end(error.message) })
    socket.once('close', () => { if (state !== 'closed') end('it closed the connection') })
  })
}
