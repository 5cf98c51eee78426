import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Torrent } from 'webtorrent'
import type { InfoHash } from '../../../../shared/ids.ts'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { parseInfo } from '../../../../shared/torrent/metainfo.ts'
import { encodeUtf8 } from '../../../../shared/torrent/utf8.ts'
import { createBlockedAddresses } from './blocked-addresses.ts'
import type { EngineClient } from './engine-client.fixture.ts'
import { sha1, startEngineClient } from './engine-client.fixture.ts'
import { guardTorrent } from './guard-torrent.ts'
import type { RefusalReason } from './guard-wire-class.ts'
import { installEngineGuards } from './install-guards.ts'
import { toParsedTorrent } from './parsed-torrent.ts'
import type { RawPeer } from './raw-peer.fixture.ts'
import { connectRawPeer, extended, extendedHandshake, frame, mapping, uint32 } from './raw-peer.fixture.ts'

const refusals: RefusalReason[] = []
installEngineGuards((reason) => refusals.push(reason))

const infoOf = (name: string) => encodeBencode(new Map(Object.entries({ name, length: 100_000, 'piece length': 65_536, pieces: new Uint8Array(40) })))
const BLOCK = 16_384
const dataMessage = (piece: number, totalBytes: number, bytes: Uint8Array) => Buffer.concat([encodeUtf8(`d8:msg_typei1e5:piecei${String(piece)}e10:total_sizei${String(totalBytes)}ee`), bytes])

let engine: EngineClient
beforeAll(async () => { engine = await startEngineClient() })
afterAll(() => engine.close())

interface Watched {
  readonly torrent: Torrent
  /** Resolves with the raw info dictionary once it was accepted. */
  readonly info: Promise<Uint8Array>
}

function watch(infoHash: InfoHash, options: { infoBytes?: Uint8Array; maxConnections?: number; allowLocal?: boolean } = {}): Watched {
  const { infoBytes = null, maxConnections = 50, allowLocal = true } = options
  const parsed = infoBytes === null ? null : parseInfo(infoBytes, { infoHash, trackers: [], webSeeds: [] }, { allowLocal })
  const source: { readonly infoHash: string } = parsed?.ok ? toParsedTorrent(parsed.value) : { infoHash }
  const torrent = engine.client.add(source, { path: `${engine.folder}/${infoHash}`, deselect: true })
  const blocked = createBlockedAddresses({ allowLocal, named: [], isBanned: () => false })
  const info = new Promise<Uint8Array>((resolve) => { guardTorrent(torrent, { infoHash, infoBytes, blocked, maxConnections: () => maxConnections, onInfo: resolve }) })
  torrent.on('error', () => undefined)
  return { torrent, info }
}

/** Serves `bytes` as metadata of the torrent. */
async function serveMetadata(infoHash: InfoHash, bytes: Uint8Array, peerId: string): Promise<RawPeer> {
  const peer = await connectRawPeer(engine.port, infoHash, peerId)
  const id = await peer.extensionId('ut_metadata')
  peer.send(extendedHandshake({ m: mapping({ ut_metadata: 3 }), metadata_size: bytes.length }))
  void answerRequests(peer, id, bytes)
  return peer
}

async function answerRequests(peer: RawPeer, id: number, bytes: Uint8Array): Promise<void> {
  for (;;) {
    const request = await peer.receive((message) => message[0] === 20 && message[1] === 3)
    if (request === null) return
    const piece = Number(/5:piecei(\d+)e/.exec(Buffer.from(request).toString('latin1'))?.[1] ?? 0)
    peer.send(extended(id, dataMessage(piece, bytes.length, bytes.subarray(piece * BLOCK, piece * BLOCK + BLOCK))))
  }
}

/** A well-behaved peer gets an answer, so the client lives and still talks to others. */
async function expectStillServing(infoHash: InfoHash): Promise<void> {
  const peer = await connectRawPeer(engine.port, infoHash, '-OK0001-')
  expect(await peer.extensionId('ut_metadata')).toBeGreaterThan(0)
  peer.close()
}

describe('metadata from peers', () => {
  it('with another hash is refused, also from a peer that connected to us, and the torrent stays what was asked for', async () => {
    const wanted = infoOf('wanted')
    const { torrent, info } = watch(sha1(wanted))
    const liar = await serveMetadata(sha1(wanted), infoOf('other!'), '-BAD001-')
    const honest = await serveMetadata(sha1(wanted), wanted, '-OK0002-')
    expect(Buffer.from(await info).equals(wanted)).toBe(true)
    expect(torrent.infoHash).toBe(sha1(wanted))
    liar.close()
    honest.close()
  })

  it('with the right hash is handed over as it came, though no encoder would write it so', async () => {
    const odd = encodeUtf8(`d6:pieces20:${'x'.repeat(20)}12:piece lengthi0065536e6:lengthi1e4:name1:ae`)
    const { torrent, info } = watch(sha1(odd))
    const peer = await serveMetadata(sha1(odd), odd, '-OK0003-')
    expect(Buffer.from(await info).equals(odd)).toBe(true)
    const parsed = parseInfo(odd, { infoHash: sha1(odd), trackers: [], webSeeds: [] }, { allowLocal: true })
    if (parsed.ok) await torrent._onMetadata(toParsedTorrent(parsed.value))
    expect(torrent.infoHash).toBe(sha1(odd))
    expect(torrent.pieceLength).toBe(65_536)
    peer.close()
  })

  it('that is no dictionary but has the right hash reaches the validator, not the engine', async () => {
    const bomb = encodeUtf8('l-3:e')
    const { torrent, info } = watch(sha1(bomb))
    const peer = await serveMetadata(sha1(bomb), bomb, '-BAD002-')
    expect(Buffer.from(await info).equals(bomb)).toBe(true)
    expect(torrent.destroyed).toBe(false)
    peer.close()
  })

  it('is given to others exactly as it was hashed', async () => {
    const odd = encodeUtf8(`d6:pieces20:${'y'.repeat(20)}12:piece lengthi0065536e6:lengthi1e4:name1:be`)
    watch(sha1(odd), { infoBytes: odd })
    const peer = await connectRawPeer(engine.port, sha1(odd), '-OK0004-')
    const id = await peer.extensionId('ut_metadata')
    peer.send(extendedHandshake({ m: mapping({ ut_metadata: 3 }) }), extended(id, 'd8:msg_typei0e5:piecei0ee'))
    const answer = await peer.receive((message) => message[0] === 20 && message[1] === 3)
    expect(Buffer.from(answer ?? []).subarray(-odd.length).equals(odd)).toBe(true)
    peer.close()
  })
})

describe('a hostile peer ends only its own connection', () => {
  const target = infoOf('target')
  const infoHash = sha1(target)
  beforeAll(() => { watch(infoHash, { infoBytes: target }) })

  const metadata = { m: mapping({ ut_metadata: 3 }), metadata_size: 100 }
  const cases: readonly (readonly [string, (id: number) => Uint8Array[]])[] = [
    ['an extended handshake that never ends', () => [extended(0, 'l-3:e')]],
    ['an extended handshake whose numbers have no text', () => [extended(0, 'd1:md1:xd8:toStringi5eeee')]],
    ['an extended handshake with inherited names', () => [extended(0, 'd1:md9:__proto__d1:ai1ee11:constructori9e8:toStringi1eee')]],
    ['lists a million deep', () => [extended(0, 'l'.repeat(1_000_000))]],
    ['an empty metadata message', (id) => [extendedHandshake(metadata), extended(id, '')]],
    ['a metadata message that never ends', (id) => [extendedHandshake(metadata), extended(id, 'l-3:e')]],
    ['a metadata message of one letter', (id) => [extendedHandshake(metadata), extended(id, 'd')]],
    ['metadata beyond its end', (id) => [extendedHandshake(metadata), extended(id, dataMessage(1000, 100, new Uint8Array(100)))]],
    ['metadata nobody asked for', (id) => [extended(id, dataMessage(0, 100, new Uint8Array(100)))]],
    ['more metadata than announced', (id) => [extendedHandshake(metadata), extended(id, dataMessage(0, 100, new Uint8Array(BLOCK)))]],
    ['a metadata request without having announced it', (id) => [extended(id, 'd8:msg_typei0e5:piecei0ee')]],
    ['a metadata request for a list', (id) => [extendedHandshake(metadata), extended(id, 'd8:msg_typei0e5:pieceleee')]],
    ['short messages', () => [frame(Uint8Array.of(4)), frame(Uint8Array.of(6, 0)), frame(Uint8Array.of(7)), frame(Uint8Array.of(20)), frame(Uint8Array.of(0x11, 1))]],
    ['pieces out of any range', () => [frame(Uint8Array.of(4, 255, 255, 255, 255)), frame(Uint8Array.of(6, ...uint32(2 ** 31), ...uint32(2 ** 31), ...uint32(16))), frame(Uint8Array.of(0x0d, 255, 255, 255, 255))]],
    ['messages of the fast extension in the wrong moment', () => [frame(Uint8Array.of(0x0e)), frame(Uint8Array.of(5, 255)), frame(Uint8Array.of(0x10, ...uint32(9), ...uint32(9), ...uint32(9)))]],
  ]

  it.each(cases)('%s', async (_what, messages) => {
    const peer = await connectRawPeer(engine.port, infoHash, '-BAD003-')
    peer.send(...messages(await peer.extensionId('ut_metadata')))
    await expectStillServing(infoHash)
    peer.close()
  })

  it.each(cases)('%s, to a torrent that still looks for its metadata', async (what, messages) => {
    const unknown = sha1(encodeUtf8(what))
    watch(unknown)
    const peer = await connectRawPeer(engine.port, unknown, '-BAD004-')
    peer.send(...messages(await peer.extensionId('ut_metadata')))
    await expectStillServing(unknown)
    peer.close()
  })

  const closing: readonly (readonly [string, RefusalReason, Uint8Array[]])[] = [
    ['a message of 2 GB', 'messageTooLong', [uint32(2 ** 31 - 1)]],
    ['a message of 4 GB', 'messageTooLong', [uint32(2 ** 32 - 1)]],
    ['a bitfield of 50 MB', 'messageTooLong', [uint32(50_000_001), Uint8Array.of(5)]],
    ['a hundred thousand extended handshakes', 'flood', [Buffer.concat(Array.from({ length: 100_000 }, () => extendedHandshake({ m: mapping({ a: 1 }) })))]],
    ['forty megabytes of keep-alives', 'flood', [new Uint8Array(40_000_000)]],
  ]
  it.each(closing)('%s closes the connection', async (_what, reason, messages) => {
    refusals.length = 0
    const peer = await connectRawPeer(engine.port, infoHash, '-BAD005-')
    await peer.extensionId('ut_metadata')
    peer.send(...messages)
    await peer.closed
    expect(refusals).toEqual([reason])
    await expectStillServing(infoHash)
  })
})

describe('peers', () => {
  it('that ask for thousands of blocks at once are closed', async () => {
    refusals.length = 0
    const info = infoOf('greedy')
    const { torrent } = watch(sha1(info), { infoBytes: info })
    await expect.poll(() => Reflect.get(torrent, 'ready')).toBe(true) // before that nobody hears that the peer is interested
    const peer = await connectRawPeer(engine.port, sha1(info), '-BAD008-')
    await peer.extensionId('ut_metadata')
    peer.send(frame(Uint8Array.of(2)))
    await peer.receive((message) => message[0] === 1)
    const request = frame(Uint8Array.of(6, ...uint32(0), ...uint32(0), ...uint32(BLOCK)))
    peer.send(Buffer.concat(Array.from({ length: 3000 }, () => request)))
    await peer.closed
    expect(refusals).toEqual(['tooManyRequests'])
  })

  it('are known up to a thousand, those the person named always', async () => {
    const info = infoOf('known')
    const { torrent } = watch(sha1(info), { infoBytes: info })
    await once(torrent, 'infoHash')
    Reflect.set(torrent, '_drain', () => undefined) // nobody is dialled: only the bookkeeping is asked
    const added = Array.from({ length: 1001 }, (_, n) => torrent.addPeer(`127.1.${String(n >> 8)}.${String(n & 255)}:9`, 'tracker'))
    expect(added.filter((each) => each).length).toBe(1000)
    expect(torrent.addPeer('127.2.0.1:9', 'manual')).toBe(true)
  })

  it('told by peer exchange are taken up to 50 a message and never on this computer', async () => {
    const info = infoOf('pex')
    const { torrent } = watch(sha1(info), { infoBytes: info })
    const told: string[] = []
    torrent.addPeer = (address: unknown) => told.push(String(address)) > 0
    const peer = await connectRawPeer(engine.port, sha1(info), '-BAD006-')
    const id = await peer.extensionId('ut_pex')
    const added = new Uint8Array(6 * 50_000).map((_, i) => [203, 0, 113, (i / 6) % 250, 1 + i / 1536, 7][i % 6] ?? 0)
    peer.send(extendedHandshake({ m: mapping({ ut_pex: 2 }) }), extended(id, encodeBencode(new Map([['added', added]]))))
    await expect.poll(() => told.length, { timeout: 5000 }).toBe(50)
    peer.close()
  })

  it('of this computer are not let in unless that is allowed', async () => {
    const info = infoOf('local')
    watch(sha1(info), { infoBytes: info, allowLocal: false })
    const peer = await connectRawPeer(engine.port, sha1(info), '-BAD007-')
    await peer.closed
    expect(await peer.receive(() => true)).toBe(null)
  })

  it('that connect to us are counted', async () => {
    const info = infoOf('crowd')
    const { torrent } = watch(sha1(info), { infoBytes: info, maxConnections: 2 })
    const first = await connectRawPeer(engine.port, sha1(info), '-OK0005-')
    const second = await connectRawPeer(engine.port, sha1(info), '-OK0006-')
    await Promise.all([first.extensionId('ut_metadata'), second.extensionId('ut_metadata')])
    const third = await connectRawPeer(engine.port, sha1(info), '-OK0007-')
    await third.closed
    expect(torrent.wires.length).toBe(2)
    first.close()
    second.close()
  })
})
