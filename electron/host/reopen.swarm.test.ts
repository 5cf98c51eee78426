import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { portOf } from '../../e2e/lab/free-port.ts'
import { magnetOf, makeTorrent } from '../../e2e/lab/make-torrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { startHost } from './start-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'
import { hostOptions, startTestHost } from './test/running-host.ts'

const NEVER = new AbortController().signal
const closers: (() => Promise<unknown>)[] = []
let folder: TempFolder

beforeEach(async () => { folder = await createTempFolder('reopen') })
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await folder.close()
})

async function describeFilm(trackers: readonly string[] = []): Promise<MadeTorrent> {
  const content = await writeRandomContent(folder.path, 300_000)
  return makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), trackers })
}

it('a torrent that is opened again while it says good-bye to a silent tracker is told as removed first and as open last', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  closers.push(async () => { silent.close() })
  await once(silent, 'listening')
  const asked = once(silent, 'connection')
  const torrent = await describeFilm([`http://127.0.0.1:${String(portOf(silent))}/announce`])
  const news: string[] = []
  const host = await startHost(hostOptions(), (name, value) => {
    if (name === 'media.torrentChanged' && 'phase' in value) news.push(value.phase)
    if (name === 'media.torrentRemoved') news.push('removed')
  })
  if (!host.ok) throw new Error(host.error.message)
  closers.push(host.value.close)
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
  const host = await startTestHost({ metadataTimeoutMs: 600_000 })
  closers.push(host.close)
  const { phase } = await host.handlers['media.openSource']({ source: { kind: 'text', text: torrent.magnet } }, NEVER)
  expect(phase).toBe('metadata')
  await host.open({ kind: 'path', path: torrent.torrentPath })
  expect(host.snapshot()).toMatchObject({ phase: 'ready', problem: null })
})

it('a link without a tracker is looked for anew when it is given once more with one', async () => {
  const torrent = await describeFilm()
  const swarm = createSwarm()
  closers.push(swarm.close)
  await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const tracker = await swarm.startTracker()
  const host = await startTestHost({ metadataTimeoutMs: 600_000 })
  closers.push(host.close)
  await host.handlers['media.openSource']({ source: { kind: 'text', text: torrent.infoHash } }, NEVER)
  await host.open({ kind: 'text', text: magnetOf(torrent.infoHash, torrent.name, [tracker.url]) })
  expect(host.snapshot()).toMatchObject({ phase: 'ready', problem: null })
})
