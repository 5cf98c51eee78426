import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, it } from 'vitest'
import { portOf } from '../../e2e/lab/free-port.ts'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import { startHost } from './start-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'
import { hostOptions } from './test/running-host.ts'

const NEVER = new AbortController().signal

it('a torrent that is opened again while it says good-bye to a silent tracker is told as removed first and as open last', async () => {
  const folder = await createTempFolder('reopen')
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const asked = once(silent, 'connection')
  const content = await writeRandomContent(folder.path, 300_000)
  const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), trackers: [`http://127.0.0.1:${String(portOf(silent))}/announce`] })
  const news: string[] = []
  const host = await startHost(hostOptions(), (name, value) => {
    if (name === 'media.torrentChanged' && 'phase' in value) news.push(value.phase)
    if (name === 'media.torrentRemoved') news.push('removed')
  })
  try {
    if (!host.ok) throw new Error(host.error.message)
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
  } finally {
    if (host.ok) await host.value.close()
    silent.close()
    await folder.close()
  }
})
