import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { startProxy } from '../../e2e/lab/proxy.ts'
import type { LabProxy, LabProxySpec } from '../../e2e/lab/proxy.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { startWebSeed } from '../../e2e/lab/web-seed.ts'
import { DEFAULT_NETWORK } from '../../shared/network/network-wish.ts'
import type { NetworkWish } from '../../shared/network/network-wish.ts'
import type { Proxy } from '../../shared/network/proxy.ts'
import { readUrl } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'
import type { RandomContent } from './test/random-torrent.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const NEVER = new AbortController().signal
const LOGIN = { user: 'ann', password: 'correct-horse' }

const room = useSwarmRoom('way-out')
let content: RandomContent
beforeEach(async () => {
  content = await writeRandomContent(room.at(), 3_000_000)
})

const makeFilm = (trackers: readonly string[] = [], webSeeds: readonly string[] = []): Promise<MadeTorrent> => makeTorrent({ content: content.path, torrentPath: room.at('it.torrent'), pieceLengthBytes: 65_536, trackers, webSeeds })

const proxy = (spec: LabProxySpec) => room.closing(startProxy(spec))

const placeOf = ({ kind, host, port }: LabProxy, login = { user: '', password: '' }): Proxy => ({ kind, host, port, ...login })
const by = (wish: Partial<NetworkWish>): NetworkWish => ({ ...DEFAULT_NETWORK, ...wish })
const change = (host: RunningHost, wish: Partial<NetworkWish>) => host.handlers['media.setNetwork'](by(wish), NEVER)
const problemOf = async (host: RunningHost) => (await host.handlers['media.readWayOut']({}, NEVER)).problem?.code ?? null

/** Where this process connects to, and how many sockets for datagrams it opens, from now on; the host runs in it. */
async function watchSockets() {
  const places = new Set<string>()
  let datagrams = 0
  const onSocket = (message: unknown) => {
    const socket: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'socket') : null
    if (socket instanceof Socket) socket.on('connectionAttempt', (address: string, port: number) => { places.add(`${address}:${String(port)}`) })
  }
  const onDatagrams = () => { datagrams += 1 }
  subscribe('net.client.socket', onSocket)
  subscribe('udp.socket', onDatagrams)
  await room.closing({
    close: () => {
      unsubscribe('net.client.socket', onSocket)
      unsubscribe('udp.socket', onDatagrams)
    },
  })
  return { placesBut: (...known: readonly { readonly host: string; readonly port: number }[]) => [...places].filter((place) => !known.some(({ host, port }) => place === `${host}:${String(port)}`)), datagrams: () => datagrams }
}

const ownServer = (host: RunningHost) => ({ host: '127.0.0.1', port: Number(new URL(host.baseUrl).port) })

describe.each([['socks5', undefined], ['socks5', LOGIN], ['http', undefined], ['http', LOGIN]] as const)('through a proxy (%s, login %j)', (kind, login) => {
  it('come tracker and peers, and nothing goes round it', async () => {
    const tracker = await room.swarm().startTracker()
    const torrent = await makeFilm([tracker.url, 'udp://127.0.0.1:9/announce', 'ws://127.0.0.1:9/announce'])
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, utp: true })
    const between = await proxy({ kind, ...(login && { login }), source: '127.0.77.1' })
    const sockets = await watchSockets()
    const host = await room.startHost({ discovery: 'all', network: by({ proxy: placeOf(between, login) }) })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    expect(sockets.placesBut(between, ownServer(host))).toEqual([])
    expect(tracker.announces()).toBeGreaterThan(0)
    if (kind === 'http') expect(between.journal()).toContain(String(seeder.port))
    expect((await host.handlers['media.readReach']({ ask: false }, NEVER)).port).toBe(0)
    expect(await host.handlers['media.readWayOut']({}, NEVER)).toMatchObject({ problem: null, answered: true })
  })
})

describe.each([['socks5', 'http'], ['socks5', 'https'], ['http', 'http'], ['http', 'https']] as const)('through a proxy (%s)', (kind, protocol) => {
  it(`a tracker is asked by ${protocol} and a film comes from a web seed, nothing goes round it, and no tracker is asked by datagrams`, async () => {
    const seed = await room.closing(startWebSeed(content.path, protocol, room.at()))
    const torrent = await makeFilm([seed.announceUrl, 'udp://127.0.0.1:9/announce'], [seed.url])
    const between = await proxy({ kind, source: '127.0.77.1' })
    await room.closing({ close: believeEverybody() })
    const sockets = await watchSockets()
    const host = await room.startHost({ network: by({ proxy: placeOf(between) }) })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    expect(seed.ranges()).toBeGreaterThan(0)
    await waitUntil('the tracker is asked', () => seed.announces() > 0)
    expect(sockets.placesBut(between, ownServer(host))).toEqual([])
    expect(sockets.datagrams()).toBe(0)
  })
})

/** The seed's certificate is its own: what Node is told by the environment holds for this process, until it is taken back. */
function believeEverybody(): () => void {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  return () => { delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'] }
}

describe('a proxy', () => {
  it('that is chosen in the middle of a film takes over at once, and lets go at once', async () => {
    const torrent = await makeFilm()
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 400_000 })
    const between = await proxy({ kind: 'socks5' })
    const host = await room.startHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.waitFor(200_000)
    const sockets = await watchSockets()
    await change(host, { proxy: placeOf(between) })
    const before = reading.receivedBytes()
    await reading.waitFor(before + 400_000)
    expect(sockets.placesBut(between, ownServer(host))).toEqual([])
    await between.stop()
    await waitUntil('the host says so', async () => (await problemOf(host)) === 'proxyUnreachable')
    await change(host, {})
    expect(await problemOf(host)).toBeNull()
    await seeder.setUploadRate(0)
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('that does not answer is named, and when it is there again the film goes on by itself', async () => {
    const torrent = await makeFilm()
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    const between = await proxy({ kind: 'socks5' })
    await between.stop()
    const host = await room.startHost({ peers: [seeder], network: by({ proxy: placeOf(between) }) })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const stream = await host.openStream(infoHash)
    const reading = readUrl(stream.url)
    await waitUntil('the film says why it waits', () => host.status()?.stall?.reason === 'wayOut')
    expect(host.snapshot()?.problem).toMatchObject({ code: 'proxyUnreachable' })
    expect(reading.receivedBytes()).toBe(0)
    await between.start()
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    expect(host.snapshot()?.problem).toBeNull()
  })

  it.each([
    ['refuses the login', { kind: 'socks5', login: LOGIN }, 'proxyLogin'], ['refuses the login', { kind: 'http', login: LOGIN }, 'proxyLogin'],
    ['lets us to no peer', { kind: 'http', ports: [443] }, 'proxyForbids'],
  ] as const)('that %s is named: %j', async (_what, spec, code) => {
    const torrent = await makeFilm()
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    const between = await proxy(spec)
    const host = await room.startHost({ peers: [seeder], network: by({ proxy: placeOf(between, 'login' in spec ? { user: 'ann', password: 'wrong' } : undefined) }) })
    await host.open({ kind: 'path', path: torrent.torrentPath })
    await waitUntil('the host says so', async () => (await problemOf(host)) === code)
  })

  it('of the other kind is named', async () => {
    const between = await proxy({ kind: 'http' })
    const host = await room.startHost({ network: by({ proxy: { ...placeOf(between), kind: 'socks5' } }) })
    await waitUntil('the host says so', async () => (await problemOf(host)) === 'proxyForeign')
  })
})
