import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { portOf } from '../../e2e/lab/free-port.ts'
import { magnetOf } from '../../e2e/lab/make-torrent.ts'
import { startHost } from './start-host.ts'
import { hostOptions } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const NEVER = new AbortController().signal

const room = useSwarmRoom('reopen')
const describeFilm = async (trackers: readonly string[] = []) => (await room.makeRandom(300_000, { trackers })).torrent

it('a torrent that is opened again while it says good-bye to a silent tracker is told as removed first and as open last', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  await room.closing(silent)
  const asked = once(silent, 'connection')
  const torrent = await describeFilm([`http://127.0.0.1:${String(portOf(silent))}/announce`])
  const news: string[] = []
  const host = await startHost(hostOptions(), (name, value) => {
    if (name === 'media.torrentChanged' && 'phase' in value) news.push(value.phase)
    if (name === 'media.torrentRemoved') news.push('removed')
  })
  if (!host.ok) throw new Error(host.error.message)
  await room.closing(host.value)
  const { handlers } = host.value
  const openUntilReady = async () => {
    const { infoHash } = await handlers['media.openSource']({ source: { kind: 'path', path: torrent.torrentPath } }, NEVER)
    await handlers['media.openStream']({ infoHash, fileIndex: 0 }, NEVER)
    return infoHash
  }
  const infoHash = await openUntilReady()
  await asked
  await Promise.all([handlers['media.closeTorrent']({ infoHash }, NEVER), openUntilReady()])
  expect(news).toEqual(['ready', 'removed', 'ready'])
})

it('a link that nobody answers opens as soon as its .torrent file is given', async () => {
  const torrent = await describeFilm()
  const host = await room.startHost({ metadataTimeoutMs: 600_000 })
  const { phase } = await host.handlers['media.openSource']({ source: { kind: 'text', text: torrent.magnet } }, NEVER)
  expect(phase).toBe('metadata')
  await host.open({ kind: 'path', path: torrent.torrentPath })
  expect(host.snapshot()).toMatchObject({ phase: 'ready', problem: null })
})

it('a link without a tracker is looked for anew when it is given once more with one', async () => {
  const torrent = await describeFilm()
  await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
  const tracker = await room.swarm().startTracker()
  const host = await room.startHost({ metadataTimeoutMs: 600_000 })
  await host.handlers['media.openSource']({ source: { kind: 'text', text: torrent.infoHash } }, NEVER)
  await host.open({ kind: 'text', text: magnetOf(torrent.infoHash, torrent.name, [tracker.url]) })
  expect(host.snapshot()).toMatchObject({ phase: 'ready', problem: null })
})
