import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { runTool } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { createSwarm } from './lab/swarm.ts'
import { createTempFolder } from './lab/temp-folder.ts'

/** Lines of docs/API.md's shell blocks, as a reader would paste them. */
const reference = await readFile(path.resolve(import.meta.dirname, '../docs/API.md'), 'utf8')
const lines = [...reference.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'))
const hashLine = lines.find((line) => line.startsWith('HASH=')) ?? ''
const curlLines = lines.filter((line) => line.startsWith('curl '))

describe('the reference of the stream API', () => {
  const swarm = createSwarm()
  let folder: Awaited<ReturnType<typeof createTempFolder>>
  let headless: Headless
  let base: string
  beforeAll(async () => {
    folder = await createTempFolder('reference')
    await mkdir(path.join(folder.path, 'temp'))
    // What every line is run with: a limit, and the status where the output is not.
    await writeFile(path.join(folder.path, '.curlrc'), 'silent\nshow-error\nmax-time = 40\nwrite-out = "%{stderr}status=%{http_code}\\n"\n')
    const { torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mkv' })
    headless = startHeadless([torrent.torrentPath, '--peer', seeder.address, '--no-token'], { TMPDIR: path.join(folder.path, 'temp') })
    base = String((await headless.waitFor('ready')).url)
    await headless.streamUrl(torrent.infoHash)
  })
  afterAll(async () => {
    await headless.close()
    await swarm.close()
    await folder.close()
  })
  const run = (line: string) => runTool('sh', ['-c', `cd "$0"; export HOME="$0"; BASE=$1; ${hashLine}\n${line}`, folder.path, base])

  it('has lines to run', () => {
    expect(hashLine).not.toBe('')
    expect(curlLines.length).toBeGreaterThan(25)
  })

  it.each(curlLines)('is true of: %s', async (line) => {
    const promised = Number(/# (\d{3})\b/.exec(line)?.[1])
    const { stdout, stderr } = await run(line)
    expect(stderr.trimEnd().split('\n').at(-1), stdout.slice(0, 500)).toBe(`status=${String(promised)}`)
  })

  it('is true of the pace of events', async () => {
    const { stdout } = await run(curlLines.find((line) => line.includes('/events')) ?? '')
    const told = [...stdout.matchAll(/^event: status\ndata: (\{"torrents":\[\{"infoHash":"[0-9a-f]{40}","peers":\d+.*)$/gm)]
    expect(told.length).toBeGreaterThanOrEqual(2) // two seconds hold four; a busy machine may lose some
    expect(told.length).toBeLessThanOrEqual(5)
  })

  it('is true of ffprobe', async () => {
    const line = lines.find((each) => each.startsWith('ffprobe ')) ?? ''
    const { code, stderr } = await run(line)
    expect([code, /Duration: 00:00:10/.test(stderr)]).toEqual([0, true])
  })
})
