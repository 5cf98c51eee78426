import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseEvent, startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { startLabProcess } from './lab/lab-process.ts'
import { sha256OfFile } from './lab/media.ts'
import { mustRun, runTool } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { createSwarm } from './lab/swarm.ts'
import type { Swarm } from './lab/swarm.ts'
import { createTempFolder } from './lab/temp-folder.ts'
import type { TempFolder } from './lab/temp-folder.ts'

describe('headless mode', () => {
  let folder: TempFolder
  let swarm: Swarm
  const running: Headless[] = []

  beforeEach(async () => {
    folder = await createTempFolder('headless')
    swarm = createSwarm()
  })
  afterEach(async () => {
    for (const headless of running.splice(0)) await headless.close()
    await swarm.close()
    await folder.close()
  })

  it('what curl fetches while it downloads is the film byte for byte', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { seconds: 20, times: 4 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    expect(await fetchHash(url, 'film')).toBe(await sha256OfFile(film.path))
  })

  it('curl gets a part from the middle before the beginning is here', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { seconds: 60, times: 2 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    const firstPos = Math.floor(film.lengthBytes / 2)
    const target = path.join(folder.path, 'part')
    const head = await mustRun('curl', ['-sS', '-D', '-', '-o', target, '-r', `${firstPos}-${firstPos + 99_999}`, url])
    expect(head).toMatch(/^HTTP\/1\.1 206/)
    expect(head).toContain(`bytes ${firstPos}-${firstPos + 99_999}/${film.lengthBytes}`)
    const original = path.join(folder.path, 'original')
    await mustRun('sh', ['-c', 'tail -c +$(($1 + 1)) "$0" | head -c 100000 > "$2"', film.path, String(firstPos), original])
    expect(await sha256OfFile(target)).toBe(await sha256OfFile(original))
    expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes / 2)
  })

  it('ffprobe reads the length of a film whose index is at its end while it downloads', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mp4IndexAtEnd', seconds: 60, times: 2 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    const duration = await mustRun('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', url])
    expect(Number(duration)).toBeCloseTo(60, 0)
    expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes / 2)
  })

  it('mpv plays from the middle while it downloads', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mkv', seconds: 60, times: 3 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    const played = await runTool('mpv', ['--no-config', '--vo=null', '--ao=null', '--untimed', '--start=40', '--frames=100', '--msg-level=all=info', url])
    expect(played.stdout + played.stderr).toMatch(/Exiting\.\.\. \((End of file|Some errors happened)?/)
    expect(played.code).toBe(0)
    expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes)
  })

  it('a magnet link plays as a file does', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'webm' })
    const headless = start([torrent.magnet, '--peer', seeder.address])
    const metadata = await headless.waitFor('metadata')
    expect(metadata).toMatchObject({ source: torrent.magnet, infoHash: torrent.infoHash, name: torrent.name })
    expect(await fetchHash(await headless.streamUrl(torrent.infoHash), 'film')).toBe(await sha256OfFile(film.path))
  })

  it('three torrents play at once, each whole', async () => {
    const films = await Promise.all((['mkv', 'mp4IndexAtEnd', 'webm'] as const).map((kind) => seedFilm(swarm, folder.path, { kind, times: 4 })))
    const headless = start([...films.map(({ torrent }) => torrent.torrentPath), ...films.flatMap(({ seeder }) => ['--peer', seeder.address])])
    const hashes = await Promise.all(films.map(async ({ torrent }, index) => fetchHash(await headless.streamUrl(torrent.infoHash), `film-${index}`)))
    expect(hashes).toEqual(await Promise.all(films.map(({ film }) => sha256OfFile(film.path))))
  })

  it('a tracker on this computer is asked when that is allowed', async () => {
    const tracker = await swarm.startTracker()
    const { film, torrent } = await seedFilm(swarm, folder.path)
    const magnet = `${torrent.magnet}&tr=${encodeURIComponent(tracker.url)}`
    const url = await start([magnet, '--allow-local']).streamUrl(torrent.infoHash)
    expect(await fetchHash(url, 'film')).toBe(await sha256OfFile(film.path))
    expect(tracker.announces()).toBeGreaterThan(0)
  })

  it('a slow, a silent and a corrupt peer cost time but no byte', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mkv', times: 2 })
    const odd = await Promise.all([
      swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: 5000 }),
      swarm.startOddPeer(torrent, { kind: 'silent', afterBytes: 100_000 }),
      swarm.startOddPeer(torrent, { kind: 'corrupt' }),
    ])
    const url = await start([torrent.torrentPath, ...[seeder, ...odd].flatMap((peer) => ['--peer', peer.address])]).streamUrl(torrent.infoHash)
    expect(await fetchHash(url, 'film')).toBe(await sha256OfFile(film.path))
  })

  it('standard input names sources one a line, and its end ends the program with 0 and an empty folder', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path)
    const headless = start(['-', '--peer', seeder.address])
    await headless.waitFor('ready')
    headless.process.send(torrent.torrentPath)
    expect(await fetchHash(await headless.streamUrl(torrent.infoHash), 'film')).toBe(await sha256OfFile(film.path))
    headless.process.endInput()
    expect(await headless.process.ended).toBe(0)
    expect(await readdir(tempDir())).toEqual([])
  })

  it('SIGTERM ends it with 0 and an empty folder while it downloads', async () => {
    const { torrent, seeder } = await seedFilm(swarm, folder.path, { times: 1 })
    const headless = start([torrent.torrentPath, '--peer', seeder.address])
    const player = startLabProcess('curl', ['-sS', '-o', path.join(folder.path, 'film'), await headless.streamUrl(torrent.infoHash)])
    await headless.waitFor('status', ({ torrents }) => /"verifiedBytes":[1-9]/.test(JSON.stringify(torrents)))
    headless.process.signal('SIGTERM')
    expect(await headless.process.ended).toBe(0)
    await player.ended
    expect(await readdir(tempDir())).toEqual([])
  })

  it('standard output carries JSON lines and nothing else', async () => {
    const { torrent, seeder } = await seedFilm(swarm, folder.path)
    const headless = start([torrent.torrentPath, '--peer', seeder.address])
    const lines: string[] = []
    headless.process.onLine((line) => lines.push(line))
    await headless.waitFor('status')
    expect(lines.filter((line) => parseEvent(line) === null)).toEqual([])
  })

  it.each([
    { what: 'a broken .torrent', code: 1 as const, args: async () => [await writeTemp('broken.torrent', 'd4:info')] },
    { what: 'a wrong magnet link', code: 1 as const, args: async () => ['magnet:?xt=urn:btih:zzzz'] },
    { what: 'a folder', code: 1 as const, args: async () => [folder.path] },
    { what: 'no source', code: 2 as const, args: async () => [] },
    { what: 'an unknown option', code: 2 as const, args: async () => ['--no-such-option', 'x'] },
    { what: 'a port that is none', code: 2 as const, args: async () => ['--port', '70000', 'x'] },
  ])('$what ends it with $code and a sentence', async ({ code, args }) => {
    const headless = start(await args())
    if (code === 1) expect(String((await headless.waitFor('error')).message)).toMatch(/\S+ \S+/)
    expect(await headless.process.ended).toBe(code)
    expect(headless.process.complaints()).toMatch(/\S+ \S+/)
  })

  it('a setting that is no number is refused with its name', async () => {
    const headless = start([folder.path], { TORRENT_MAX_CONNECTIONS: 'many' })
    expect(await headless.process.ended).toBe(2)
    expect(headless.process.complaints()).toContain('TORRENT_MAX_CONNECTIONS')
  })

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Headless {
    const headless = startHeadless(args, { TMPDIR: tempDir(), ...env })
    running.push(headless)
    return headless
  }

  function tempDir(): string {
    return path.join(folder.path, 'temp')
  }
  beforeEach(async () => {
    await mkdir(tempDir(), { recursive: true })
  })

  async function fetchHash(url: string, name: string): Promise<string> {
    const target = path.join(folder.path, name)
    await mustRun('curl', ['-sS', '--fail', '-o', target, url])
    return sha256OfFile(target)
  }

  async function writeTemp(name: string, text: string): Promise<string> {
    const file = path.join(folder.path, name)
    await writeFile(file, text)
    return file
  }
})
