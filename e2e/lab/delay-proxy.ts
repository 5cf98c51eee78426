import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { portOf } from './free-port.ts'

/** A TCP relay that makes a near peer far: every byte waits in both directions. */
export interface DelayProxy {
  readonly host: string
  readonly port: number
  readonly close: () => Promise<void>
}

/** Listens on host and relays to the target; each direction is late by delayMs, so a round trip by twice that. */
export async function startDelayProxy(spec: { host: string; target: { host: string; port: number }; delayMs: number }): Promise<DelayProxy> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(spec.target.port, spec.target.host)
    for (const socket of [near, far]) track(open, socket)
    relayLate(near, far, spec.delayMs)
    relayLate(far, near, spec.delayMs)
  })
  server.listen(0, spec.host)
  await once(server, 'listening')
  return {
    host: spec.host,
    port: portOf(server),
    close: async () => {
      for (const socket of open) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

function track(open: Set<Socket>, socket: Socket): void {
  open.add(socket)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => open.delete(socket))
}

/** Bytes that may wait for the far side; more would hide from a sender that nobody reads. */
const MAX_WAITING_BYTES = 1024 * 1024

/** Timers of equal length fire in the order they were set, so the bytes stay in order. */
function relayLate(from: Socket, to: Socket, delayMs: number): void {
  const later = (act: () => void) => setTimeout(act, delayMs).unref()
  from.on('data', (slice) => {
    if (to.writableLength > MAX_WAITING_BYTES) from.pause()
    later(() => to.destroyed || to.write(slice))
  })
  to.on('drain', () => from.resume())
  from.on('close', () => later(() => to.destroy()))
}
