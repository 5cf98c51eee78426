import { createSocket } from 'node:dgram'
import type { Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { startLabProcess } from './lab-process.ts'

/** One way into a peer that stands elsewhere. */
export interface Door {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

export interface Place {
  readonly host: string
  readonly port: number
}

/** Listens, takes nobody in and keeps the queue full, so that the system drops every further SYN. */
const SWALLOW = `
import socket, sys
door = socket.socket()
door.bind((sys.argv[1], 0))
door.listen(0)
queue = [socket.socket() for _ in range(4)]
for each in queue:
    each.setblocking(False)
    each.connect_ex(door.getsockname())
print(door.getsockname()[1], flush=True)
sys.stdin.read()
`

/** A TCP port that answers nothing, not even that nobody is there. */
export async function startSilentDoor(host: string): Promise<Door> {
  const program = startLabProcess('/usr/bin/python3', ['-c', SWALLOW, host])
  return { host, port: Number(await program.waitForLine((line) => line.trim() !== '')), close: () => program.close() }
}

/** A TCP port that takes everybody in at once and lets the first byte through after so many milliseconds. */
export async function startSlowDoor(host: string, target: Place, delayMs: number): Promise<Door & { readonly visitors: () => number }> {
  const open = new Set<Socket>()
  let visitors = 0
  const server = createServer((near) => {
    visitors += 1
    near.on('close', () => { visitors -= 1 })
    const far = connect(target.port, target.host)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => { socket.destroy() })
      socket.on('close', () => { near.destroy(); far.destroy(); open.delete(socket) })
    }
    setTimeout(() => { near.pipe(far).pipe(near) }, delayMs).unref()
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    visitors: () => visitors,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The same port for uTP (BEP 29), which is carried through at once. */
export async function openForUtp({ host, port }: Place, target: Place): Promise<Door> {
  const front = createSocket('udp4')
  const backs = new Map<number, UdpSocket>()
  front.on('message', (message, from) => {
    const back = backs.get(from.port) ?? createSocket('udp4')
    if (!backs.has(from.port)) {
      backs.set(from.port, back)
      back.on('message', (answer) => { front.send(answer, from.port, from.address) })
    }
    back.send(message, target.port, target.host)
  })
  front.bind(port, host)
  await once(front, 'listening')
  return {
    host,
    port: front.address().port,
    close: async () => {
      for (const back of backs.values()) back.close()
      front.close()
      await once(front, 'close')
    },
  }
}
