import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { startLibtorrent } from '../../e2e/lab/libtorrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { DEFAULT_NETWORK } from '../../shared/network/network-wish.ts'
import type { NetworkWish } from '../../shared/network/network-wish.ts'
import { readUrl } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import type { RandomContent } from './test/random-torrent.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

/** A peer is dialled at once and again every second and a half; what is not to happen has had its chances then. */
const CHANCES_MS = 2500
const NEVER = new AbortController().signal
const QUIET: NetworkWish = { ...DEFAULT_NETWORK, dht: false, lsd: false, pex: false, portMapping: false }

const room = useSwarmRoom('network')
let content: RandomContent
let torrent: MadeTorrent
beforeEach(async () => {
  ({ content, torrent } = await room.makeRandom(1_000_000, { pieceLengthBytes: 65_536 }))
})

const start = (wish: Parameters<typeof room.startHost>[0]) => room.startHost({ network: QUIET, ...wish })

const change = (host: RunningHost, wish: Partial<NetworkWish>) => host.handlers['media.setNetwork']({ ...QUIET, ...wish }, NEVER)
const reach = (host: RunningHost) => host.handlers['media.readReach']({ ask: false }, NEVER)

async function boundPort(host: RunningHost): Promise<number> {
  let port = 0
  await waitUntil('a port is bound', async () => (port = (await reach(host)).port) !== 0)
  return port
}

/** A program that has a port. */
async function openProgram() {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, resolve) })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => new Promise((resolve) => { server.close(resolve) }) }
}

const occupyPort = async () => (await room.closing(openProgram())).port

/** A number nobody has at this moment. */
async function freePort(): Promise<number> {
  const { port, close } = await openProgram()
  await close()
  return port
}

/** Nobody listens for uTP there. */
async function isFreeForDatagrams(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const free = await new Promise<boolean>((resolve) => {
    socket.once('error', () => { resolve(false) })
    socket.bind({ port, exclusive: true }, () => { resolve(true) })
  })
  await new Promise<void>((resolve) => { socket.close(resolve) })
  return free
}

/** Another client that wants the film and is told where we are, alone. */
async function visit(port: number, savePath: string) {
  const visitor = await startLibtorrent({ torrent, savePath, seed: false, host: '127.0.30.1', port: 0, uploadBytesPerSec: 0, utp: false, peers: [{ host: '127.0.0.1', port }] })
  await room.closing(visitor.process)
  return visitor
}

async function openWhole(host: RunningHost) {
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const reading = readUrl(host.url(infoHash))
  await reading.done
  return infoHash
}

describe('the port peers come in by', () => {
  it('moves at once: who is connected stays, and the next one comes in by the new one', async () => {
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 50_000 })
    const host = await start({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await waitUntil('the seeder is counted', () => host.progress()?.peers === 1)
    const former = await boundPort(host)
    const wish = await freePort()
    await change(host, { port: wish })
    expect(await reach(host)).toEqual({ port: wish, taken: false, mapping: 'off', lastVisitSec: null })
    const told = host.progress()
    await waitUntil('progress is told', () => host.progress() !== told)
    expect(host.progress()?.peers).toBe(1)
    await seeder.setUploadRate(0)
    await reading.done
    const visitor = await visit(wish, room.at('visitor'))
    await waitUntil('the visitor has all of it', async () => (await visitor.ask({ do: 'stats' })).progress === 1)
    expect(former).not.toBe(wish)
    // It came from this very computer, which proves nothing about the router.
    expect((await reach(host)).lastVisitSec).toBeNull()
  })

  it('stays where it was when the wish is another program’s, says so, and says no more when the wish is gone', async () => {
    const host = await start({})
    const former = await boundPort(host)
    await change(host, { port: await occupyPort() })
    expect(await reach(host)).toMatchObject({ port: former, taken: true })
    await change(host, { port: null })
    expect(await reach(host)).toMatchObject({ taken: false })
  })

  it('is another one from the start when the wish is another program’s', async () => {
    const wish = await occupyPort()
    const host = await start({ network: { ...QUIET, port: wish } })
    expect(await boundPort(host)).not.toBe(wish)
    expect(await reach(host)).toMatchObject({ taken: true })
  })

  it('is open for uTP while there are torrents and a little longer, closed on an idle computer, and open again for the next one', async () => {
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    const host = await start({ peers: [seeder] })
    const port = await boundPort(host)
    expect(await isFreeForDatagrams(port)).toBe(true)
    const infoHash = await openWhole(host)
    expect(await isFreeForDatagrams(port)).toBe(false)
    await host.closeTorrent(infoHash)
    expect(await isFreeForDatagrams(port)).toBe(false)
    await waitUntil('the port is closed', () => isFreeForDatagrams(port))
    await openWhole(host)
    expect(await isFreeForDatagrams(port)).toBe(false)
  })

  it('is for TCP alone while another program has its number for datagrams, and for uTP with the first torrent after that', async () => {
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    const host = await start({ peers: [seeder] })
    const port = await boundPort(host)
    const other = createSocket('udp4')
    await new Promise<void>((resolve) => { other.bind({ port, exclusive: true }, resolve) })
    await host.closeTorrent(await openWhole(host))
    await host.closeTorrent(await openWhole(host))
    await new Promise<void>((resolve) => { other.close(resolve) })
    expect(await isFreeForDatagrams(port)).toBe(true)
    await openWhole(host)
    expect(await isFreeForDatagrams(port)).toBe(false)
  })
})

describe('encryption', () => {
  it.each([
    ['asNeeded', 0, true], ['asNeeded', 2, true], ['require', 0, true], ['require', 2, false], ['off', 0, false], ['off', 1, true],
  ] as const)('%s meets a peer whose policy is %i (0 only encrypted, 1 both, 2 never): %s', async (encryption, policy, meets) => {
    const seeder = await startLibtorrent({ torrent, savePath: torrent.savePath, seed: true, host: '127.0.30.2', port: 0, uploadBytesPerSec: 0, utp: false, peers: [], encryption: policy })
    await room.closing(seeder.process)
    const host = await start({ peers: [{ host: '127.0.30.2', port: seeder.port }], network: { ...QUIET, encryption } })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    if (meets) {
      await reading.done
      expect(reading.sha256()).toBe(content.hashes[0])
      return
    }
    await pause(CHANCES_MS)
    expect(reading.receivedBytes()).toBe(0)
    // And what stands in the way is the setting alone.
    await change(host, { encryption: 'asNeeded' })
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('that is required ends what goes on in the clear, and lets nobody in who comes so', async () => {
    const seeder = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    const host = await start({ peers: [seeder] })
    await openWhole(host)
    await change(host, { encryption: 'require' })
    const visitor = await startLibtorrent({ torrent, savePath: room.at('visitor'), seed: false, host: '127.0.30.3', port: 0, uploadBytesPerSec: 0, utp: false, peers: [{ host: '127.0.0.1', port: await boundPort(host) }], encryption: 2 })
    await room.closing(visitor.process)
    await pause(CHANCES_MS)
    expect((await visitor.ask({ do: 'stats' })).downloadedBytes).toBe(0)
  })
})
