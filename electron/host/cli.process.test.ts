import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LabProcess } from '../../e2e/lab/lab-process.ts'
import { startLabProcess } from '../../e2e/lab/lab-process.ts'
import { sha256OfFile } from '../../e2e/lab/media.ts'
import type { SeededFilm } from '../../e2e/lab/seeded-film.ts'
import { seedFilm } from '../../e2e/lab/seeded-film.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'

const LAUNCHER = path.resolve(import.meta.dirname, '../../build/launch.mjs')
const HASH = '08ada5a7a6183aae1e09d831df6748d566095a10'

const swarm = createSwarm()
const programs: LabProcess[] = []
let temp: TempFolder
let seeded: SeededFilm
beforeAll(async () => {
  temp = await createTempFolder('headless')
  seeded = await seedFilm(swarm, temp.path)
})
afterEach(async () => { await Promise.all(programs.splice(0).map((program) => program.close())) })
afterAll(async () => {
  await swarm.close()
  await temp.close()
})

interface Headless {
  readonly program: LabProcess
  /** Every line of standard output so far. */
  readonly lines: readonly string[]
  /** The first line of this event, past or future, as an object. */
  readonly event: (name: string) => Promise<Record<string, unknown>>
}

function start(words: readonly string[], env: NodeJS.ProcessEnv = {}): Headless {
  const program = startLabProcess(process.execPath, [LAUNCHER, '--headless', ...words], { ...process.env, TMPDIR: temp.path, TORRENT_DISCOVERY: 'trackers', ...env })
  programs.push(program)
  const lines: string[] = []
  program.onLine((line) => lines.push(line))
  const eventOf = (line: string) => objectOf(line).event
  return { program, lines, event: async (name) => objectOf(await program.waitForLine((line) => eventOf(line) === name, 60_000)) }
}

/** Fails the test when a line is not one JSON object. */
function objectOf(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`not an object: ${line}`)
  return Object.fromEntries(Object.entries(value))
}

const startSeeded = (...words: string[]) => start([seeded.torrent.torrentPath, '--peer', seeded.seeder.address, ...words])
const runFolders = async () => (await readdir(temp.path)).filter((name) => !name.startsWith(seeded.film.name) && !name.startsWith('millrace-lab-'))

describe('bad arguments', () => {
  it.each<readonly [string[], string]>([
    [[], 'No source was given.'],
    [['--nope', 'a.torrent'], 'There is no option "--nope".'],
    [['--port', '70000', 'a.torrent'], '--port needs a whole number from 0 to 65535, not "70000".'],
    [['--file', 'x', 'a.torrent'], '--file needs a whole number'],
    [['--peer', 'nowhere', 'a.torrent'], '--peer needs HOST:PORT'],
    [['--download-dir'], '--download-dir needs'],
  ])('%j end the program with 2, a sentence and the usage', async (words, sentence) => {
    const { program, lines } = start(words)
    expect(await program.ended).toBe(2)
    expect(program.complaints()).toContain(sentence)
    expect(program.complaints()).toContain('Usage:')
    expect(lines).toEqual([])
  })

  it.each([['TORRENT_TIMEOUT', 'soon', 'from 1 to'], ['TORRENT_MAX_CONNECTIONS', '0', 'from 1 to 1000'], ['TORRENT_MAX_RETRIES', '-1', 'from 0 to 100'], ['TORRENT_CLEANUP_INTERVAL', '1.5', 'from 0 to']])('in the environment end it with 2 and the name: %s=%s', async (name, value, allowed) => {
    const { program, lines } = start([HASH], { [name]: value })
    expect(await program.ended).toBe(2)
    expect(program.complaints()).toContain(`${name} is "${value}"`)
    expect(program.complaints()).toContain(allowed)
    expect(lines).toEqual([])
  })
})

describe('a program with one source', () => {
  it('tells where the film is, and every byte of it comes', async () => {
    const { program, lines, event } = startSeeded()
    const ready = await event('ready')
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}$/)
    expect(await event('metadata')).toMatchObject({ source: seeded.torrent.torrentPath, infoHash: seeded.torrent.infoHash, name: seeded.torrent.name, files: [{ index: 0, lengthBytes: seeded.film.lengthBytes, mediaType: 'video/mp4', playable: true }] })
    const listening = await event('listening')
    expect(listening).toEqual({
      event: 'listening', infoHash: seeded.torrent.infoHash, fileIndex: 0,
      streamUrl: `${String(ready.url)}/torrents/${seeded.torrent.infoHash}/stream/0/${seeded.film.name}`, playlistUrl: `${String(ready.url)}/torrents/${seeded.torrent.infoHash}/playlist`,
    })
    const bytes = Buffer.from(await (await fetch(String(listening.streamUrl))).arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(await sha256OfFile(seeded.film.path))
    expect(await (await fetch(String(listening.playlistUrl))).text()).toContain(String(listening.streamUrl))
    await program.waitForLine((line) => line.includes('"status"') && line.includes(`"verifiedBytes":${String(seeded.film.lengthBytes)}`))
    expect(await runFolders()).not.toEqual([])
    program.signal('SIGINT')
    expect(await program.ended).toBe(0)
    expect(lines.map(objectOf).map(({ event: name }) => name).slice(0, 3)).toEqual(['ready', 'metadata', 'listening'])
    expect(await runFolders()).toEqual([])
  })

  it('opens a magnet link', async () => {
    const { event } = start([seeded.torrent.magnet, '--peer', seeded.seeder.address, '--early', '--no-token'])
    expect((await event('ready')).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const { streamUrl } = await event('listening')
    expect(streamUrl).toMatch(/\?early=1$/)
    const answer = await fetch(String(streamUrl), { headers: { Range: 'bytes=0-9' } })
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([206, 10])
  })

  it('ends with 1 when the source cannot be read', async () => {
    const { program, lines } = start(['missing.torrent'])
    expect(await program.ended).toBe(1)
    expect(lines.map(objectOf).filter(({ event: name }) => name === 'error')).toMatchObject([{ source: 'missing.torrent', code: 'sourceUnreadable' }])
  })

  it('ends with 1 when the torrent has no such file', async () => {
    const { program, event } = startSeeded('--file', '7')
    expect(await event('error')).toMatchObject({ source: seeded.torrent.torrentPath, code: 'fileUnknown' })
    expect(await program.ended).toBe(1)
  })

  it('ends with 1 when no peer sends the details in time', async () => {
    const { program, event } = start([HASH], { TORRENT_TIMEOUT: '1000', TORRENT_MAX_RETRIES: '0' })
    expect(await event('error')).toMatchObject({ source: HASH, code: 'metadataTimeout' })
    expect(await program.ended).toBe(1)
  })

  it('ends with 1 when its port is taken', async () => {
    const first = startSeeded()
    const port = new URL(String((await first.event('ready')).url)).port
    const { program, event } = startSeeded('--port', port)
    expect(await event('error')).toMatchObject({ source: null, code: 'portInUse' })
    expect(await program.ended).toBe(1)
  })

  it('keeps what it was told to keep', async () => {
    const kept = await createTempFolder('kept')
    const { program, event } = startSeeded('--download-dir', kept.path, '--keep')
    await (await fetch(String((await event('listening')).streamUrl))).arrayBuffer()
    program.signal('SIGTERM')
    expect(await program.ended).toBe(0)
    const left = await readdir(kept.path, { recursive: true })
    expect(left.filter((name) => name.endsWith(seeded.film.name))).toHaveLength(1)
    await kept.close()
  })

  it('makes the folder for downloads when it is not there', async () => {
    const kept = await createTempFolder('kept')
    const { program, event } = startSeeded('--download-dir', path.join(kept.path, 'new', 'films'), '--keep')
    await event('listening')
    expect(await readdir(path.join(kept.path, 'new', 'films'))).toEqual([seeded.torrent.infoHash])
    program.signal('SIGTERM')
    expect(await program.ended).toBe(0)
    await kept.close()
  })
})

describe('a program with several sources', () => {
  it('goes on when one fails', async () => {
    const { program, event } = start(['missing.torrent', seeded.torrent.torrentPath, '--peer', seeded.seeder.address])
    expect(await event('error')).toMatchObject({ source: 'missing.torrent' })
    expect(await event('listening')).toMatchObject({ infoHash: seeded.torrent.infoHash })
    program.signal('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  it('reads them from standard input and ends with it', async () => {
    const { program, event } = start(['-', '--peer', seeded.seeder.address])
    await event('ready')
    program.send('no such thing')
    expect(await event('error')).toMatchObject({ source: 'no such thing' })
    program.send(seeded.torrent.magnet)
    expect(await event('listening')).toMatchObject({ infoHash: seeded.torrent.infoHash })
    program.endInput()
    expect(await program.ended).toBe(0)
    expect(await runFolders()).toEqual([])
  })
})
