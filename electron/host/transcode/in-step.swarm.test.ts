import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { readUrl } from '../test/running-host.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'
import { openConverted } from './converted-film.fixture.ts'

const run = promisify(execFile)
/** White and loud from each odd second for 0.4 s, black and silent between: the two must begin together. */
const FLASHES = "color=black:s=320x180:r=25:d=30,format=yuv420p,drawbox=x=0:y=0:w=320:h=180:color=white:t=fill:enable='lt(mod(t+1,2),0.4)'"
const BEEPS = "aevalsrc='0.7*sin(2*PI*1000*t)*lt(mod(t+1\\,2)\\,0.4)':s=48000:d=30"

describe('picture and sound of a converted film', () => {
  const room = useSwarmRoom('in-step')

  it.each([
    ['mkv', ['-c:v', 'libx264', '-bf', '2', '-g', '50', '-c:a', 'ac3'], 'transcodeAudio'],
    ['mp4', ['-c:v', 'libx264', '-bf', '2', '-g', '50', '-c:a', 'ac3'], 'transcodeAudio'],
    ['mkv', ['-c:v', 'libx264', '-bf', '2', '-g', '50', '-c:a', 'aac'], 'remux'],
    ['ts', ['-c:v', 'mpeg2video', '-bf', '2', '-g', '15', '-c:a', 'mp2'], 'transcode'],
    ['ts', ['-c:v', 'libx264', '-bf', '2', '-g', '50', '-c:a', 'aac'], 'remux'],
    ['flv', ['-c:v', 'libx264', '-bf', '2', '-g', '50', '-c:a', 'aac'], 'remux'],
    ['avi', ['-c:v', 'mpeg4', '-bf', '1', '-g', '100', '-c:a', 'libmp3lame'], 'transcode'],
  ] as const)('of a film in %s with %s stay in step by %s, from the start and after a jump', async (container, codecs, method) => {
    const file = room.at(`film.${container}`)
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', FLASHES, '-f', 'lavfi', '-i', BEEPS, '-pix_fmt', 'yuv420p', ...codecs, file])
    const { host, infoHash } = await room.openSeeded(file, {}, { ffmpegPlaces: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform }) })
    // The key frames of some are known when all of it is here.
    await readUrl(host.url(infoHash)).done
    const film = await openConverted(`${host.baseUrl}/torrents/${infoHash}/hls/0/${method}-a0-full/index.m3u8`, room.at())
    for (const cells of [[10, 11, 12], [0, 1, 2]]) {
      const segments = await Promise.all(cells.map(film.segment))
      const joined = room.at(`${String(cells[0])}.mp4`)
      await writeFile(joined, Buffer.concat([await film.init(), ...segments]))
      const flashes = await onsets(joined, ['-an', '-vf', 'negate,blackdetect=d=0.1:pix_th=0.3'], /black_start:([\d.]+)/g)
      const beeps = await onsets(joined, ['-vn', '-af', 'silencedetect=n=-20dB:d=0.3'], /silence_end: ([\d.]+)/g)
      const pairs = flashes.flatMap((flash) => beeps.filter((beep) => Math.abs(beep - flash) < 0.5).map((beep) => beep - flash))
      expect(pairs.length).toBeGreaterThanOrEqual(2)
      for (const offset of pairs) expect(Math.abs(offset)).toBeLessThan(0.08)
      const wholeSeconds = flashes.filter((flash) => Math.abs(flash - Math.round(flash)) < 0.05 && Math.round(flash) % 2 === 1)
      expect(wholeSeconds.length).toBeGreaterThanOrEqual(2)
    }
  })
})

/** Times on the film's own time line at which a detector of ffmpeg fires. */
async function onsets(file: string, filters: readonly string[], pattern: RegExp): Promise<number[]> {
  const { stderr } = await run('ffmpeg', ['-hide_banner', '-nostdin', '-copyts', '-i', file, ...filters, '-f', 'null', '-'])
  return [...stderr.matchAll(pattern)].map(([, sec]) => Number(sec))
}
