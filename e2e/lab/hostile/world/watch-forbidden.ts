import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { isIPv6 } from 'node:net'
import { FORBIDDEN, FORBIDDEN_PORTS } from './addresses.ts'

/** Listens wherever nobody may be sent, and notes whoever comes all the same. */
export async function watchForbidden(): Promise<{ readonly seen: () => readonly string[] }> {
  const seen: string[] = []
  for (const host of FORBIDDEN) {
    for (const port of FORBIDDEN_PORTS) {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy())
        socket.once('data', (bytes) => seen.push(`TCP ${host}:${String(port)} ${bytes.subarray(0, 100).toString('latin1')}`))
        seen.push(`TCP ${host}:${String(port)}`)
      }).listen(port, host)
      const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
      socket.on('message', (bytes) => seen.push(`UDP ${host}:${String(port)} ${bytes.subarray(0, 100).toString('latin1')}`))
      socket.bind(port, host)
      await Promise.all([once(server, 'listening'), once(socket, 'listening')])
    }
  }
  return { seen: () => seen }
}
