import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { mountSmallDisk } from '../../e2e/lab/small-disk.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import type { HostOptions } from './host-options.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const NEVER = new AbortController().signal
const PIECES = 16
const PIECE_BYTES = 262_144
const ALL = '#'.repeat(PIECES)

const room = useSwarmRoom('clean-up')
const below = room.at
const start = (wish: Partial<HostOptions> = {}) => room.startHost({ keptDir: below('kept'), ...wish })

interface Film {
  readonly torrent: MadeTorrent
  readonly peer: HostOptions['peers'][number]
}

async function seed(name: string): Promise<Film> {
  const content = await writeRandomContent(below(name), PIECES * PIECE_BYTES)
  const torrent = await makeTorrent({ content: content.path, torrentPath: below(`${name}.torrent`), pieceLengthBytes: PIECE_BYTES })
  return { torrent, peer: await room.swarm().startSeeder({ kind: 'libtorrent', torrent }) }
}

async function fetchAll(host: RunningHost, { torrent }: Film) {
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  await (await fetch(host.url(infoHash))).arrayBuffer()
  await waitUntil('all is on the disk', async () => await host.haves(infoHash, PIECES) === ALL)
  return infoHash
}

const isOpen = async (host: RunningHost, infoHash: string) => (await host.handlers['media.listTorrents']({}, NEVER)).some((each) => each.infoHash === infoHash)
const measure = (host: RunningHost) => host.handlers['media.measureData']({}, NEVER)

/** A process that stands for the program: its end makes what it did not keep rubbish. */
async function withOwner<T>(use: (ownerPid: number) => Promise<T>): Promise<T> {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  try {
    await once(owner, 'spawn')
    return await use(owner.pid ?? 0)
  } finally {
    owner.kill('SIGKILL')
    await once(owner, 'exit')
  }
}

it('a torrent that is kept opens from its link at the next start without a peer, and goes when it is let go', async () => {
  const film = await seed('film')
  const infoHash = await withOwner(async (ownerPid) => {
    const first = await start({ peers: [film.peer], ownerPid })
    const found = await fetchAll(first, film)
    await first.handlers['media.keepTorrent']({ infoHash: found, kept: true }, NEVER)
    expect((await measure(first)).removableBytes).toBe(0)
    await first.close()
    return found
  })
  expect(await readdir(below('kept'))).toEqual([infoHash])

  const second = await start()
  await second.handlers['media.setCleanup']({ afterWatching: 'idle', kept: [infoHash] }, NEVER)
  expect((await measure(second)).keptBytes).toBeGreaterThanOrEqual(PIECES * PIECE_BYTES)
  await second.open({ kind: 'text', text: film.torrent.magnet })
  expect(await second.haves(infoHash, PIECES)).toBe(ALL)
  await second.handlers['media.clearNow']({}, NEVER)
  expect(await second.haves(infoHash, PIECES)).toBe(ALL)
  await second.handlers['media.keepTorrent']({ infoHash, kept: false }, NEVER)
  expect((await second.handlers['media.clearNow']({}, NEVER)).freedBytes).toBeGreaterThanOrEqual(PIECES * PIECE_BYTES)
  expect(await isOpen(second, infoHash)).toBe(false)
  expect(await readdir(below('kept'))).toEqual([])
})

it('a film that was kept and is let go unopened counts, and makes room for what plays, or goes after a while', async () => {
  const [old, film] = [await seed('old'), await seed('film')]
  const size = PIECES * PIECE_BYTES
  const kept = await withOwner(async (ownerPid) => {
    const first = await start({ peers: [old.peer, film.peer], ownerPid })
    const hashes = [await fetchAll(first, old), await fetchAll(first, film)]
    for (const infoHash of hashes) await first.handlers['media.keepTorrent']({ infoHash, kept: true }, NEVER)
    await first.close()
    return hashes
  })
  expect((await readdir(below('kept'))).toSorted()).toEqual(kept.toSorted())

  const second = await start({ peers: [film.peer], storageLimitBytes: 2.4 * size, cleanupIntervalMs: 4000 })
  const used = async () => (await second.handlers['media.readStorage']({}, NEVER)).usedBytes
  for (const infoHash of kept) await second.handlers['media.keepTorrent']({ infoHash, kept: false }, NEVER)
  expect(Math.round(await used() / size)).toBe(2)
  const opened = await second.open({ kind: 'path', path: film.torrent.torrentPath })
  await second.openStream(opened)
  expect(await second.haves(opened, PIECES)).toBe(ALL)
  await waitUntil('what nobody opened has gone', async () => (await readdir(below('kept'))).length === 1)
  expect(await readdir(below('kept'))).toEqual([opened])
})

it('a film that is kept moves to another disk while the program runs, once nobody uses it, and is found there', async ({ skip }) => {
  const disk = await mountSmallDisk(below('disk'), { sizeBytes: 10 * PIECES * PIECE_BYTES })
  if (disk === null) { skip('file systems cannot be mounted here'); return }
  await room.closing(disk)
  const film = await seed('film')
  const host = await start({ peers: [film.peer], keptDir: path.join(disk.path, 'kept'), settleMs: 1000 })
  const infoHash = await fetchAll(host, film)
  const { streamId } = await host.openStream(infoHash)
  await host.handlers['media.keepTorrent']({ infoHash, kept: true }, NEVER)
  await host.closeStream(streamId)
  const whole = path.join(disk.path, 'kept', infoHash)
  await waitUntil('it has moved', async () => (await readdir(whole).catch((): string[] => [])).includes('state'))
  expect(await isOpen(host, infoHash)).toBe(false)
  await room.swarm().close()
  await host.open({ kind: 'path', path: film.torrent.torrentPath })
  expect(await host.haves(infoHash, PIECES)).toBe(ALL)
  await host.close()
  expect(await readdir(path.join(disk.path, 'kept'))).toEqual([infoHash])
})

it('clearing takes what nobody watches and leaves what plays and what is kept', async () => {
  const [playing, kept, idle] = [await seed('playing'), await seed('kept-film'), await seed('idle')]
  const host = await start({ peers: [playing.peer, kept.peer, idle.peer] })
  const hashes = { playing: await fetchAll(host, playing), kept: await fetchAll(host, kept), idle: await fetchAll(host, idle) }
  await host.openStream(hashes.playing)
  await host.handlers['media.keepTorrent']({ infoHash: hashes.kept, kept: true }, NEVER)
  const before = await measure(host)
  const size = PIECES * PIECE_BYTES
  const inFilms = ({ removableBytes, inUseBytes, keptBytes }: typeof before) => [removableBytes, inUseBytes, keptBytes].map((bytes) => Math.round(bytes / size)) // notes beside a film come and go
  expect(inFilms(before)).toEqual([1, 1, 1])
  expect((await host.handlers['media.clearNow']({}, NEVER)).freedBytes).toBeGreaterThanOrEqual(size)
  expect(inFilms(await measure(host))).toEqual([0, 1, 1])
  expect([await isOpen(host, hashes.playing), await isOpen(host, hashes.kept), await isOpen(host, hashes.idle)]).toEqual([true, true, false])
  expect(await host.haves(hashes.playing, PIECES)).toBe(ALL)
})

it('what is not used for the interval goes by itself, except what is kept and where the setting says otherwise', async () => {
  const [kept, idle] = [await seed('kept-film'), await seed('idle')]
  const host = await start({ peers: [kept.peer, idle.peer], cleanupIntervalMs: 2000 })
  // Nothing goes before it is to go.
  await host.handlers['media.setCleanup']({ afterWatching: 'exit', kept: [] }, NEVER)
  const keptHash = await fetchAll(host, kept)
  await host.handlers['media.setCleanup']({ afterWatching: 'exit', kept: [keptHash] }, NEVER)
  const idleHash = await fetchAll(host, idle)
  const stream = await host.openStream(idleHash)
  await host.handlers['media.setCleanup']({ afterWatching: 'idle', kept: [keptHash] }, NEVER)
  await host.closeStream(stream.streamId)
  await waitUntil('the idle one is gone', async () => !(await isOpen(host, idleHash)))
  expect(await isOpen(host, keptHash)).toBe(true)
  expect(await host.haves(keptHash, PIECES)).toBe(ALL)
})

it('a film of which a program asks for a little now and then stays', async () => {
  const [read, idle] = [await seed('read'), await seed('idle')]
  const host = await start({ peers: [read.peer, idle.peer], cleanupIntervalMs: 3000 })
  const readHash = await fetchAll(host, read)
  const idleHash = await fetchAll(host, idle)
  await waitUntil('the idle one is gone', async () => {
    await (await fetch(host.url(readHash, 0), { headers: { Range: 'bytes=0-9' } })).arrayBuffer()
    return !(await isOpen(host, idleHash))
  })
  expect(await isOpen(host, readHash)).toBe(true)
})

it('at the limit the torrent not used for longest makes room, and one that plays never does', async () => {
  const films = [await seed('a'), await seed('b'), await seed('c')]
  const host = await start({ peers: films.map(({ peer }) => peer), maxTorrents: 2 })
  const [a, b, c] = films
  if (!a || !b || !c) throw new Error('three films were seeded')
  const first = await fetchAll(host, a)
  await host.openStream(first)
  const second = await fetchAll(host, b)
  const third = await fetchAll(host, c)
  expect([await isOpen(host, first), await isOpen(host, second), await isOpen(host, third)]).toEqual([true, false, true])
  await host.openStream(third)
  await expect(host.open({ kind: 'path', path: b.torrent.torrentPath })).rejects.toMatchObject({ code: 'tooManyTorrents' })
})

it('a torrent that is closed lets go of everybody who reads it', async () => {
  const film = await seed('film')
  const host = await start()
  const infoHash = await host.open({ kind: 'path', path: film.torrent.torrentPath })
  // Nobody has it: the reads wait for pieces that never come.
  const bodies = [0, 1_000_000, 3_000_000].map((from) => fetch(host.url(infoHash), { headers: { range: `bytes=${String(from)}-` } }).then((answer) => answer.arrayBuffer()).then(() => 'whole', () => 'broken off'))
  await waitUntil('they wait', async () => (await measure(host)).inUseBytes > 0)
  await host.closeTorrent(infoHash)
  expect(await Promise.all(bodies)).toEqual(['broken off', 'broken off', 'broken off'])
})
