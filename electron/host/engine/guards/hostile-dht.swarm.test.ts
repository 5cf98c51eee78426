import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import WebTorrent from 'webtorrent'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { decodeBencode, encodeBencode, isBytes, isDictionary } from '../../../../shared/torrent/bencode.ts'
import { encodeUtf8 } from '../../../../shared/torrent/utf8.ts'
import { installEngineGuards } from './install-guards.ts'

installEngineGuards()

/** Datagrams the socket's buffer holds for sure. */
const BATCH = 50
const ID = new Uint8Array(20).fill(7)
const map = (fields: Record<string, Encodable>) => new Map(Object.entries(fields))
const query = (name: string, fields: Record<string, Encodable>, t: Encodable = 'aa') => encodeBencode(map({ t, y: 'q', q: name, a: map(fields) }))

interface Node { readonly socket: Socket; readonly port: number; close(): void }
async function openNode(onMessage: (bytes: Uint8Array) => void): Promise<Node> {
  const socket = createSocket('udp4')
  socket.on('message', onMessage)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { socket, port: socket.address().port, close: () => socket.close() }
}

let client: WebTorrent
let dhtPort = 0
let received: Uint8Array[] = []
let node: Node
beforeAll(async () => {
  client = new WebTorrent({ dht: { bootstrap: false, concurrency: 16 }, tracker: false, lsd: false, natUpnp: false, natPmp: false, utp: false })
  const { dht } = client
  if (!isDht(dht)) throw new Error('the client has no DHT')
  if (!dht.listening) await once(dht, 'listening')
  dhtPort = dht.address().port
  node = await openNode((bytes) => { received.push(bytes) })
})
afterAll(async () => {
  node.close()
  await new Promise<void>((resolve) => { client.destroy(() => { resolve() }) })
})

interface Dht extends NodeJS.EventEmitter { listening: boolean; address(): { port: number }; addNode(node: { host: string; port: number }): void }
function isDht(value: unknown): value is Dht {
  return typeof value === 'object' && value !== null && 'addNode' in value
}

/** A ping is answered: the node lives and has worked through what was sent before. */
async function expectAlive(): Promise<void> {
  received = []
  const pinged = () => {
    node.socket.send(query('ping', { id: ID }, 'zz'), dhtPort, '127.0.0.1')
    return received.some((bytes) => Buffer.from(bytes).toString('latin1').includes('1:t2:zz'))
  }
  await expect.poll(pinged, { timeout: 5000, interval: 5 }).toBe(true)
}

describe('the DHT node survives', () => {
  const odd: Encodable[] = [5, -1, 'x', [], [1, [2]], new Map(), map({ toString: 5 }), map({ __proto__: 1, length: 1e15 }), '', 2n ** 80n]
  it.each<readonly [string, Uint8Array[]]>([
    ['bytes that never end', ['l-3:e', 'd', 'l', 'i', 'd1:a', '99999999999:', 'l'.repeat(1400)].map(encodeUtf8)],
    ['a message type that is no text', odd.map((y) => encodeBencode(map({ t: 'aa', y, q: 'ping', a: map({ id: ID }) })))],
    ['a transaction that is no text', odd.map((t) => query('ping', { id: ID }, t))],
    ['a query name that is no text', odd.map((q) => encodeBencode(map({ t: 'aa', y: 'q', q, a: map({ id: ID }) })))],
    ['arguments that are no dictionary', odd.map((a) => encodeBencode(map({ t: 'aa', y: 'q', q: 'find_node', a })))],
    ['ids, targets and hashes that are no hashes', odd.flatMap((value) => ['find_node', 'get_peers', 'announce_peer', 'get', 'put'].map((name) => query(name, { id: value, target: value, info_hash: value, token: value, port: value, v: value, k: value, sig: value, salt: value })))],
    ['answers nobody asked for', odd.map((r) => encodeBencode(map({ t: 'aa', y: 'r', r })))],
    ['errors of any shape', odd.map((e) => encodeBencode(map({ t: 'aa', y: 'e', e })))],
  ])('%s', async (_what, datagrams) => {
    for (const datagram of datagrams) node.socket.send(datagram, dhtPort, '127.0.0.1')
    await expectAlive()
  })

  it('answers of any shape to its own questions', async () => {
    const replies: ((t: Encodable) => Encodable)[] = [
      ...odd.map((id) => (t: Encodable) => map({ t, y: 'r', r: map({ id, nodes: id, values: id, token: id }) })),
      ...odd.map((r) => (t: Encodable) => map({ t, y: 'r', r })),
      ...odd.map((e) => (t: Encodable) => map({ t, y: 'e', e: [203, e] })),
      ...odd.map((e) => (t: Encodable) => map({ t, y: 'e', e })),
      (t) => map({ t, y: 'r', r: map({ id: ID, nodes: new Uint8Array(27), values: [new Uint8Array(5), 'abcdef', 1, []] }) }),
    ]
    const { dht } = client
    if (!isDht(dht)) throw new Error('the client has no DHT')
    let answered = 0
    const nodes = await Promise.all(replies.map(async (reply) => {
      const liar = await openNode((bytes) => {
        const decoded = decodeBencode(bytes)
        const t = decoded.ok && isDictionary(decoded.value.value) ? decoded.value.value.get('t') : undefined
        if (isBytes(t)) liar.socket.send(encodeBencode(reply(t)), dhtPort, '127.0.0.1')
        answered += 1
      })
      dht.addNode({ host: '127.0.0.1', port: liar.port })
      return liar
    }))
    await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThanOrEqual(replies.length)
    await expectAlive()
    for (const liar of nodes) liar.close()
  })

  it('anything that can be written in bencode', async () => {
    const text = fc.constantFrom('t', 'y', 'q', 'a', 'r', 'e', 'id', 'target', 'info_hash', 'token', 'port', 'nodes', 'values', 'ping', 'find_node', 'get_peers', 'announce_peer', 'aa', 'x'.repeat(20))
    const { tree } = fc.letrec<{ tree: Encodable }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(text, tie('tree'), { maxKeys: 4 }).map((record) => map(record))),
    }))
    const message = fc.record({ t: fc.constantFrom('aa', 'b', 1), y: fc.constantFrom('q', 'r', 'e'), q: fc.oneof(text, tree), a: tree, r: tree, e: tree }).map((record) => encodeBencode(map(record)))
    const datagrams = fc.sample(message, { numRuns: 2000, seed: 1 })
    for (let sent = 0; sent < datagrams.length; sent += BATCH) {
      for (const datagram of datagrams.slice(sent, sent + BATCH)) node.socket.send(datagram.slice(0, 1400), dhtPort, '127.0.0.1')
      await expectAlive()
    }
  })
})
