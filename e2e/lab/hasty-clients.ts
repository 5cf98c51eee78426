import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A file behind a URL, and how to go at it. */
export interface Target {
  readonly url: string
  readonly lengthBytes: number
  readonly random: () => number
}

/** What clients met. */
export interface Haste {
  /** Clients that got as far as an answer before they left. */
  readonly answered: number
  /** Answers that were none of ours, a refused connection included. */
  readonly wrong: number
}

type Manner = (socket: Socket, target: Target) => Promise<boolean>

/** Patience with a server that does not answer at all; what it is judged by comes later. */
const ANSWER_LIMIT_MS = 20_000

/** Lets so many clients ask for ranges and leave in the middle, each in another bad manner, `atOnce` at a time. */
export async function leaveMidRange(target: Target, { clients, atOnce }: { readonly clients: number; readonly atOnce: number }): Promise<Haste> {
  let next = 0
  let answered = 0
  let wrong = 0
  const worker = async () => {
    while (next < clients) {
      const manner = MANNERS[next++ % MANNERS.length] ?? leaveAtOnce
      const socket = await reach(target.url)
      if (socket === null) { wrong += 1; continue }
      const good = await manner(socket, target)
      if (good) answered += 1
      else wrong += 1
      await left(socket)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { answered, wrong }
}

/** Jumps about as a player does: a new connection at a random place, a few bytes, gone. Answers with the waits for the first byte, in ms, sorted. */
export async function jumpAround(target: Target, jumps: number): Promise<readonly number[]> {
  const waits: number[] = []
  for (let jump = 0; jump < jumps; jump += 1) {
    const socket = await reach(target.url)
    if (socket === null) throw new Error(`the server refused jump ${String(jump)}`)
    const startedMs = performance.now()
    ask(socket, target)
    if (!(await firstBytes(socket, 1))) throw new Error(`jump ${String(jump)} got no byte`)
    waits.push(performance.now() - startedMs)
    socket.destroy()
    await left(socket)
  }
  return waits.sort((a, b) => a - b)
}

/** Opens readers that take a byte a second, for ever; `leave` resolves when they are gone. */
export async function readSlowly(target: Target, readers: number): Promise<{ readonly leave: () => Promise<void> }> {
  const sockets = (await Promise.all(Array.from({ length: readers }, () => reach(target.url)))).filter((socket) => socket !== null)
  for (const socket of sockets) ask(socket, target)
  const sip = setInterval(() => { for (const socket of sockets) socket.read(1) }, 1000)
  return {
    leave: async () => {
      clearInterval(sip)
      for (const socket of sockets) socket.destroy()
      await Promise.all(sockets.map(left))
    },
  }
}

const MANNERS: readonly Manner[] = [
  // takes a byte and closes
  async (socket, target) => { ask(socket, target); const good = await firstBytes(socket, 1); socket.destroy(); return good },
  // takes the headers and resets the connection
  async (socket, target) => { ask(socket, target); const good = await firstBytes(socket, 0); socket.resetAndDestroy(); return good },
  // takes the headers and closes its half, as curl does when its pipe breaks
  async (socket, target) => { ask(socket, target); const good = await firstBytes(socket, 0); socket.end(); socket.destroySoon(); socket.resume(); return good },
  // asks and does not wait
  async (socket, target) => { ask(socket, target); await written(socket); socket.destroy(); return true },
  leaveAtOnce,
  // leaves in the middle of its own request
  async (socket, { url }) => { socket.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHo`); await written(socket); socket.resetAndDestroy(); return true },
  // asks for three things and leaves at the first
  async (socket, target) => { ask(socket, target); ask(socket, target); ask(socket, target); const good = await firstBytes(socket, 0); socket.destroy(); return good },
]

async function leaveAtOnce(socket: Socket): Promise<boolean> {
  socket.destroy()
  return true
}

function ask(socket: Socket, { url, lengthBytes, random }: Target): void {
  const { pathname, host } = new URL(url)
  const first = Math.floor(random() * lengthBytes)
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nRange: bytes=${String(first)}-\r\n\r\n`)
}

/** Connects; null when that is refused. */
function reach(url: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), noDelay: true })
    socket.once('connect', () => { resolve(socket) }).on('error', () => { resolve(null) })
  })
}

/** True when the headers of a 206 and so many bytes of its body have come. */
function firstBytes(socket: Socket, bodyBytes: number): Promise<boolean> {
  return new Promise((resolve) => {
    let received = ''
    const timer = setTimeout(() => { finish(false) }, ANSWER_LIMIT_MS)
    const finish = (good: boolean) => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose)
      socket.pause()
      resolve(good)
    }
    const onClose = () => { finish(false) }
    const onData = (chunk: Buffer) => {
      received = received.length > 4096 ? received : received + chunk.toString('latin1')
      const end = received.indexOf('\r\n\r\n')
      if (end >= 0 && received.length - end - 4 >= bodyBytes) finish(received.startsWith('HTTP/1.1 206'))
    }
    socket.on('data', onData).once('close', onClose)
  })
}

function written(socket: Socket): Promise<void> {
  return new Promise((resolve) => { socket.write('', () => { resolve() }) })
}

function left(socket: Socket): Promise<void> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => { socket.once('close', () => { resolve() }) })
}

/** Numbers from 0 up to 1 that are the same in every run (Park and Miller). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
