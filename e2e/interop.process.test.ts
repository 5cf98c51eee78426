import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { runAsNobody } from './lab/as-nobody.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeFilm, sha256OfFile } from './lab/media.ts'
import { mustRun, runTool } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { createSwarm } from './lab/swarm.ts'
import type { Swarm } from './lab/swarm.ts'
import { createTempFolder } from './lab/temp-folder.ts'
import type { TempFolder } from './lab/temp-folder.ts'

/** Programs nobody here wrote, against the program as it is started, while the torrent downloads. */
describe('while a torrent downloads', () => {
  let folder: TempFolder
  let swarm: Swarm
  let tempDir: string
  const running: Headless[] = []

  beforeEach(async () => {
    folder = await createTempFolder('interop')
    swarm = createSwarm()
    tempDir = path.join(folder.path, 'temp')
    await mkdir(tempDir)
  })
  afterEach(async () => {
    for (const headless of running.splice(0)) await headless.close()
    await swarm.close()
    await folder.close()
  })

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Headless => {
    const headless = startHeadless(args, { TMPDIR: tempDir, ...env })
    running.push(headless)
    return headless
  }
  const at = (name: string) => path.join(folder.path, name)

  it('aria2 fetches the film in eight parallel ranges, byte for byte', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { seconds: 40, times: 6 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    await mustRun('aria2c', ['--no-conf', '--quiet', '--max-connection-per-server=8', '--split=8', '--min-split-size=1M', '--file-allocation=none', '-d', folder.path, '-o', 'film', url])
    expect(await sha256OfFile(at('film'))).toBe(await sha256OfFile(film.path))
  })

  it('curl goes on where it stopped, speaks HTTP/1.0, and gets the whole for several ranges', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { times: 10 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    await mustRun('curl', ['-sS', '-r', '0-299999', '-o', at('resumed'), url])
    await mustRun('curl', ['-sS', '-C', '-', '-o', at('resumed'), url])
    await mustRun('curl', ['-sS', '--http1.0', '-o', at('old'), url])
    const several = await mustRun('curl', ['-sS', '-r', '0-9,20-29', '-o', at('several'), '-w', '%{http_code}', url])
    expect(several).toBe('200')
    const original = await sha256OfFile(film.path)
    for (const name of ['resumed', 'old', 'several']) expect(await sha256OfFile(at(name)), name).toBe(original)
  })

  it('VLC plays a part from the middle', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mkv', seconds: 60, times: 5 })
    const url = await start([torrent.torrentPath, '--peer', seeder.address]).streamUrl(torrent.infoHash)
    const seconds = await recordWithVlc(url, ['--start-time=40', '--stop-time=45'])
    expect(seconds).toBeGreaterThan(3.5)
    expect(seconds).toBeLessThan(15)
    expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes)
  })

  it('VLC and mpv play a playlist from its first film to its last', async () => {
    const films = [await makeFilm({ kind: 'mkv', seconds: 2, bytesPerSec: 100_000 }), await makeFilm({ kind: 'mp4IndexAtEnd', seconds: 2, bytesPerSec: 100_000 })]
    const season = at('Season, “1”')
    await mkdir(season)
    for (const [index, film] of films.entries()) await copyFile(film.path, path.join(season, `Part ${String(index === 0 ? 2 : 10)}${path.extname(film.path)}`))
    const torrent = await makeTorrent({ content: season, torrentPath: at('season.torrent'), pieceLengthBytes: 65_536 })
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const headless = start([torrent.torrentPath, '--peer', seeder.address])
    const playlistUrl = String((await headless.waitFor('listening')).playlistUrl)
    for (const url of [playlistUrl, playlistUrl.replace(torrent.infoHash, '0'), playlistUrl.replace(`${torrent.infoHash}/`, '')]) {
      expect((await mustRun('curl', ['-sS', url])).split('\n').filter((line) => line.startsWith('#EXTINF'))).toEqual(['#EXTINF:-1,Part 2.mkv', '#EXTINF:-1,Part 10.mp4'])
    }
    const played = await runTool('mpv', ['--no-config', '--vo=null', '--ao=null', '--untimed', '--msg-level=all=info', playlistUrl])
    expect(played.code, played.stderr).toBe(0)
    expect(played.stdout.match(/^Playing: .*\/Part%20(2|10)\./gm)).toHaveLength(2)
    const vlc = await runAsNobody('cvlc', [...VLC_QUIET, '--no-audio', '--rate=8', '-vv', playlistUrl])
    expect(vlc.stderr).toMatch(/Part%202\.mkv[\s\S]*Part%2010\.mp4/)
    expect(vlc.stderr).not.toContain('unable to open')
  })

  it('the proxy adds a torrent by its info hash, and a second request reads what is on disk', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { times: 10 })
    const headless = start(['-', '--peer', seeder.address])
    const proxy = `${String((await headless.waitFor('ready')).url)}/stream/proxy/${torrent.infoHash.toUpperCase()}`
    const duration = await mustRun('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', proxy])
    expect(Number(duration)).toBeCloseTo(10, 0)
    await mustRun('curl', ['-sS', '--fail', '-o', at('first'), proxy])
    await seeder.stop()
    await mustRun('curl', ['-sS', '--fail', '-o', at('second'), proxy])
    const original = await sha256OfFile(film.path)
    expect([await sha256OfFile(at('first')), await sha256OfFile(at('second'))]).toEqual([original, original])
  })

  it('the proxy gives up in the time the settings allow, with 504 and a sentence, and tries anew when asked again', async () => {
    const { torrent, seeder } = await seedFilm(swarm, folder.path)
    await seeder.stop()
    const headless = start(['-', '--peer', seeder.address], { TORRENT_TIMEOUT: '1000', TORRENT_MAX_RETRIES: '1' })
    const proxy = `${String((await headless.waitFor('ready')).url)}/stream/proxy/${torrent.infoHash}`
    const status = await mustRun('curl', ['-sS', '-o', at('why'), '-w', '%{http_code} %{time_total}', proxy])
    expect(status).toMatch(/^504 [2-9]/)
    expect(await readFile(at('why'), 'utf8')).toMatch(/details within 1 s \(2 tries/)
    await seeder.start()
    await expect.poll(async () => (await runTool('curl', ['-sS', '-o', at('head'), '-w', '%{http_code}', '-r', '0-99', proxy])).stdout, { timeout: 30_000 }).toBe('206')
  })

  /** Lets VLC write what it plays into a file; answers with the seconds in it. */
  async function recordWithVlc(url: string, args: readonly string[]): Promise<number> {
    const out = at('vlc')
    await mkdir(out)
    await chmod(folder.path, 0o755)
    await chmod(out, 0o777)
    const recorded = path.join(out, 'recorded.ts')
    const vlc = await runAsNobody('cvlc', [...VLC_QUIET, ...args, url, `:sout=#std{access=file,mux=ts,dst=${recorded}}`])
    const duration = await runTool('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', recorded])
    if (duration.code !== 0) throw new Error(`VLC wrote nothing: ${vlc.stderr.slice(-1000)}`)
    return Number(duration.stdout)
  }
})

const VLC_QUIET = ['--intf', 'dummy', '--vout', 'dummy', '--aout', 'dummy', '--play-and-exit'] as const
