import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeOddFilm, ODD_FILMS } from '../../../e2e/lab/odd-film.ts'
import type { OddFilmSpec } from '../../../e2e/lab/odd-film.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { PLAIN_PAGE } from '../../../shared/playback/device-profile.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'
import { convertersOf, openConverted } from './converted-film.fixture.ts'
import { createConversion } from './conversion.ts'
import { isProgram } from './run-process.ts'

const PLACES = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })

describe('a conversion that goes wrong', () => {
  const room = useSwarmRoom('broken')

  async function open(spec: OddFilmSpec, { places = PLACES, uploadBytesPerSec = 0 } = {}) {
    const film = await makeOddFilm(spec)
    const opened = await room.openSeeded(film.path, { pieceLengthBytes: 65_536, uploadBytesPerSec }, { ffmpegPlaces: places })
    return { ...opened, base: `${opened.host.baseUrl}/torrents/${opened.infoHash}/hls/0` }
  }

  /** An ffmpeg that answers for itself and does something else when it should convert, and in further cases of its arguments. */
  async function standIn(conversion: string, cases = ''): Promise<string> {
    const real = await findInstalled()
    const bin = room.at('bin')
    await mkdir(bin)
    await writeFile(path.join(bin, 'ffmpeg'), `#!/bin/sh\ncase "$*" in *"-f mp4"*)\n${conversion}\n;; ${cases} *) exec ${real} "$@";; esac\n`)
    await writeFile(path.join(bin, 'ffprobe'), `#!/bin/sh\nexec ${real.replace(/ffmpeg$/, 'ffprobe')} "$@"\n`)
    await Promise.all(['ffmpeg', 'ffprobe'].map((name) => chmod(path.join(bin, name), 0o755)))
    return path.join(bin, 'ffmpeg')
  }

  it.each([
    ['fails with a reason', 'echo "Invalid data found when processing input" >&2; exit 1', 'Invalid data found'],
    ['lies about being done', 'exit 0', 'ended without a word'],
    ['floods its output with nonsense', 'exec yes', 'no fragmented MP4'],
    ['floods its complaints', 'yes error | head -c 30000000 >&2; echo "the last word" >&2; exit 1', 'the last word'],
    ['crashes', 'kill -SEGV $$', 'ended without a word'],
  ])('because ffmpeg %s says so', async (_title, behaviour, sentence) => {
    const { base } = await open(ODD_FILMS.mkvAc3, { places: [await standIn(behaviour)] })
    const answer = await fetch(`${base}/transcodeAudio-a0-full/0.m4s`)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain(sentence)
  })

  it('because ffmpeg is missing says so, and the file itself is still read', async () => {
    const { base, host, infoHash } = await open(ODD_FILMS.mkvAc3, { places: [room.at('nothing')] })
    // The page plays the file itself, and hears that nobody looked into it.
    expect(await host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)).toMatchObject({ method: 'direct', film: null })
    await waitUntil('the page is told', () => host.lookFailure()?.problem.code === 'ffmpegMissing')
    const answer = await fetch(`${base}/index.m3u8`)
    expect([answer.status, await answer.text()]).toEqual([503, 'ffmpeg is not installed on this computer; install it, or name it in the settings or in FFMPEG_PATH\n'])
    expect((await fetch(host.url(infoHash), { headers: { range: 'bytes=0-99' } })).status).toBe(206)
  })

  it('because ffmpeg can make no pictures says so at once', async () => {
    const ffmpeg = await standIn('exit 1', "*-encoders*) echo ' A....D aac  AAC';;")
    const { host, infoHash } = await open(ODD_FILMS.aviXvid, { places: [ffmpeg] })
    await expect(host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)).rejects.toMatchObject({ code: 'ffmpegUnusable', details: { why: 'incomplete' } })
  })

  it('because ffmpeg hangs is found out', async () => {
    const hanging = await standIn('exec sleep 1000')
    const conversion = createConversion({
      folder: room.at('segments'), maxBytes: () => Infinity, cwd: room.at(), ffmpeg: hanging, grid: { kind: 'even', boundaries: [0, 2, 4] }, codecs: null,
      rung: { method: 'transcode', quality: 'normal', height: null, software: true }, isBound: () => false, argsFor: () => ['-f', 'mp4'], takeBegun: () => null,
      onStart: () => undefined, onFailed: () => undefined, readsWait: () => false, hangMs: 700, clock: () => performance.now(), log: () => undefined,
    })
    const answer = await conversion.segment(1, new AbortController().signal)
    expect(answer).toMatchObject({ ok: false, error: { code: 'ffmpegFailed', message: expect.stringContaining('stopped working') } })
    expect(conversion.state().state).toBe('failed')
    await conversion.close()
  })

  it.skipIf(process.platform !== 'linux')('because ffmpeg was killed goes on where it was', async () => {
    // Longer than what is made ahead, so that there is an ffmpeg to kill.
    const { base } = await open({ ...ODD_FILMS.mkvAc3, seconds: 120 })
    const converted = await openConverted(`${base}/transcodeAudio-a0-full/index.m3u8`, room.at())
    await converted.segment(0)
    const [pid] = convertersOf(base)
    if (pid === undefined) throw new Error('no ffmpeg runs')
    process.kill(pid, 'SIGKILL')
    await waitUntil('another ffmpeg runs', () => convertersOf(base).some((other) => other !== pid))
    const pictures = (await converted.packets([40])).filter(({ type }) => type === 'video')
    expect(pictures.length).toBe(50)
  })

  it('because nobody sends the film waits, and goes on when somebody does', async () => {
    const { base, seeder, host } = await open({ ...ODD_FILMS.aviXvid, seconds: 60 }, { uploadBytesPerSec: 1_500_000 })
    const converted = await openConverted(`${base}/transcode-a0-full/index.m3u8`, room.at())
    await converted.segment(0)
    await seeder.stop()
    const waiting = converted.segment(20)
    let early = false
    void waiting.then(() => { early = true })
    await waitUntil('the peer is gone', () => host.progress()?.peers === 0)
    expect(early).toBe(false)
    await seeder.start()
    expect((await waiting).length).toBeGreaterThan(1000)
  })

  it('leaves no ffmpeg behind when the host is closed, and none is held for a player that has gone', async () => {
    const { base, host: opened } = await open({ ...ODD_FILMS.aviXvid, seconds: 60 })
    const away = new AbortController()
    const gone = fetch(`${base}/transcode-a0-full/5.m4s`, { signal: away.signal }).catch(() => null)
    await waitUntil('ffmpeg runs', () => convertersOf(base).length === 1)
    away.abort()
    await gone
    await opened.close()
    expect(convertersOf(base)).toEqual([])
  })

  it('refuses what is no part of a conversion', async () => {
    const { base } = await open(ODD_FILMS.mkvAc3)
    for (const name of ['direct-a0-full/index.m3u8', 'remux-a0-full', 'remux-a0-full/../x', 'transcodeAudio-a0-full/99999.m4s', 'transcodeAudio-a0-full/0.mp4', 'transcode-a0-full/index.m3u8/x']) {
      expect((await fetch(`${base}/${name}`)).status, name).toBe(404)
    }
  })
})

async function findInstalled(): Promise<string> {
  for (const place of PLACES) if (await isProgram(place)) return place
  throw new Error('ffmpeg is not installed here')
}
