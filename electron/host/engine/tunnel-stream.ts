import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { ProxyPlace } from '../../../shared/network/proxy.ts'

/** What the engine takes for a socket to a peer. */
export interface PeerStream extends Duplex {
  readonly remoteAddress?: string | undefined
  readonly remotePort?: number | undefined
}

/**
 * A connection that is still being made, as the engine knows connections: at once, with `connect` or `error` to come, and the peer's own
 * address instead of the proxy's. `opening` hears of the end by its signal and closes what it opened.
 */
export function createTunnelStream(target: ProxyPlace, open: (signal: AbortSignal) => Promise<Socket>): PeerStream {
  const ending = new AbortController()
  let socket: Socket | null = null
  const stream = new Duplex({
    read: () => { socket?.resume() },
    write: (chunk: Uint8Array, _encoding, done) => {
      if (socket) socket.write(chunk, done)
      else done(new Error('written before it was connected'))
    },
    final: (done) => {
      socket?.end()
      done()
    },
    destroy: (error, done) => {
      ending.abort()
      socket?.destroy()
      done(error)
    },
  })
  void open(ending.signal).then((opened) => {
    socket = opened
    if (stream.destroyed) return void opened.destroy()
    opened.on('data', (chunk: Uint8Array) => { if (!stream.push(chunk)) opened.pause() })
    opened.once('end', () => { stream.push(null) })
    opened.once('error', (error) => { stream.destroy(error) })
    opened.once('close', () => { stream.destroy() })
    stream.emit('connect')
  }, (thrown: unknown) => { stream.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))) })
  return Object.assign(stream, { remoteAddress: target.host, remotePort: target.port })
}
