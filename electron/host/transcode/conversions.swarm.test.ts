import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { makeOddFilm, ODD_FILMS } from '../../../e2e/lab/odd-film.ts'
import type { OddFilmSpec } from '../../../e2e/lab/odd-film.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { PLAIN_PAGE } from '../../../shared/playback/device-profile.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { readUrl } from '../test/running-host.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'
import { openConverted, packetsOf, picturesOf, startOf } from './converted-film.fixture.ts'

const PLACES = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })

describe('a film that is converted while it downloads', () => {
  const room = useSwarmRoom('convert')

  async function open(spec: OddFilmSpec, form: string, isWhole = false) {
    const film = await makeOddFilm(spec)
    const { host, infoHash } = await room.openSeeded(film.path, {}, { ffmpegPlaces: PLACES })
    if (isWhole) await readUrl(host.url(infoHash)).done
    const converted = await openConverted(`${host.baseUrl}/torrents/${infoHash}/hls/0/${form}/index.m3u8`, room.at())
    return { film, host, infoHash, converted }
  }

  it.each([['AC-3', ODD_FILMS.mkvAc3], ['DTS', ODD_FILMS.mkvDts]] as const)('keeps its pictures byte for byte when only its %s is converted, at the same times, wherever it is entered', async (_title, spec) => {
    const { film, converted } = await open(spec, 'transcodeAudio-a0-full')
    expect(converted.lengthsSec.reduce((sum, length) => sum + length, 0)).toBeCloseTo(20, 0)
    const source = (await packetsOf(film.path)).filter(({ type }) => type === 'video')
    for (const cell of [6, 2, 9, 0]) {
      const packets = await converted.packets([cell])
      const pictures = packets.filter(({ type }) => type === 'video')
      const begin = Math.min(...pictures.map(({ ptsSec }) => ptsSec))
      expect(begin).toBeCloseTo(cell * 2, 1)
      expect(pictures[0]?.key).toBe(true)
      for (const { ptsSec, bytes } of pictures) expect(source.some((packet) => Math.abs(packet.ptsSec - ptsSec) < 0.01 && packet.bytes === bytes)).toBe(true)
      expect(pictures.length).toBe(50)
      const sounds = packets.filter(({ type }) => type === 'audio')
      expect(Math.abs((sounds[0]?.ptsSec ?? 99) - begin)).toBeLessThan(0.2)
    }
  })

  it.each([
    ['an AVI with Xvid', ODD_FILMS.aviXvid], ['a transport stream', ODD_FILMS.ts], ['HEVC', ODD_FILMS.hevc], ['WMV', ODD_FILMS.wmv], ['FLV', ODD_FILMS.flv],
  ] as const)('%s becomes pictures on an even grid, from the start and from the middle', async (_title, spec) => {
    const { converted } = await open(spec, 'transcode-a0-full')
    for (const cell of [0, 6]) {
      const packets = await converted.packets([cell])
      const times = packets.filter(({ type }) => type === 'video').map(({ ptsSec }) => ptsSec)
      expect(Math.min(...times)).toBeCloseTo(cell * 2, 1)
      expect(times.length).toBeGreaterThanOrEqual(48)
      const sounds = packets.filter(({ type }) => type === 'audio').map(({ ptsSec }) => ptsSec)
      expect(Math.abs(Math.min(...sounds) - cell * 2)).toBeLessThan(0.08)
    }
    expect(await converted.frames([0, 1])).toBeGreaterThanOrEqual(98)
  })

  it.each([['copied', ODD_FILMS.mkvAc3, 'transcodeAudio-a0-full'], ['encoded', ODD_FILMS.aviXvid, 'transcode-a0-full']] as const)('hands out its segments in parts that are the segment, the first with a quarter of a second of the %s picture', async (_title, spec, form) => {
    const { host: opened, infoHash, converted } = await open(spec, form)
    const part = async (name: string) => {
      // The first part is here seconds before the last: a connection kept meanwhile is closed by the server just when it is used again.
      const answer = await fetch(`${opened.baseUrl}/torrents/${infoHash}/hls/0/${form}/${name}`, { headers: { connection: 'close' } })
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
    }
    for (const cell of [6, 1]) {
      const parts = await Promise.all([0, 1, 2].map((number) => part(`${String(cell)}.${String(number)}.m4s`)))
      expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(await converted.segment(cell))
      const file = room.at('part.mp4')
      await writeFile(file, Buffer.concat([await converted.init(), ...parts.slice(0, 1).map(({ bytes }) => bytes)]))
      const pictures = (await packetsOf(file)).filter(({ type }) => type === 'video')
      expect(pictures[0]?.key).toBe(true)
      expect([6, 7]).toContain(pictures.length)
    }
    expect((await part('6.3.m4s')).status).toBe(404)
  })

  it.each([
    ['a transport stream', 'ts', [], true], ['one of a disc', 'm2ts', [], true], ['a Flash video', 'flv', [], true],
    ['a Matroska film without an index', 'mkv', ['-live', '1'], true], ['a fragmented MP4', 'mp4', ['-movflags', 'frag_keyframe+empty_moov+delay_moov'], true],
    ['a Flash video with a list of its key frames, before it is here,', 'flv', ['-flvflags', 'add_keyframe_index'], false],
  ] as const)('%s keeps its pictures, once its key frames are known, wherever it is entered', async (_title, container, output, isWhole) => {
    const { film, converted } = await open({ ...ODD_FILMS.ts, container, output }, 'remux-a0-full', isWhole)
    const source = await picturesOf(film.path, await startOf(film.path))
    for (const cell of [6, 2, 9, 0]) {
      const pictures = await picturesOf(await converted.join([cell]))
      expect(pictures.length).toBe(50)
      expect(Math.abs((pictures[0]?.ptsSec ?? 99) - (source[cell * 50]?.ptsSec ?? 0))).toBeLessThan(0.02)
      for (const { ptsSec, hash } of pictures) expect(source.some((picture) => picture.hash === hash && Math.abs(picture.ptsSec - ptsSec) < 0.02)).toBe(true)
    }
  })

  it('has its picture encoded while key frames are to come, says so, and copies it when it is opened again', async () => {
    // More than a look into it reads.
    const film = await makeOddFilm({ ...ODD_FILMS.ts, seconds: 30, noise: 60, video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-b:v', '6M'] })
    const { host, infoHash } = await room.openSeeded(film.path, { pieceLengthBytes: 65_536, uploadBytesPerSec: Math.round(film.lengthBytes / 6) }, { ffmpegPlaces: PLACES })
    const opened = async () => (await host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)).film
    expect(await opened()).toMatchObject({ method: 'transcode', reasons: ['containerUnsupported', 'keyframesToCome'] })
    await readUrl(host.url(infoHash)).done
    await waitUntil('the page is told', () => host.advice()?.film.method === 'remux')
    expect(await opened()).toMatchObject({ method: 'remux', reasons: ['containerUnsupported'] })
  })

  it.each([['copied', 'transcodeAudio-a0-full', 9], ['encoded', 'transcode-a0-full', 29]] as const)('is whole where its pictures end, %s, though its words go on for a minute', async (_title, form, last) => {
    const film = await makeOddFilm(ODD_FILMS.mkvAc3)
    const words = room.at('words.srt')
    const content = room.at('film.mkv')
    await writeFile(words, '1\n00:00:01,000 --> 00:01:00,000\nFor ever\n')
    await mustRun('ffmpeg', ['-v', 'error', '-i', film.path, '-i', words, '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'srt', content])
    const { host, infoHash } = await room.openSeeded(content, {}, { ffmpegPlaces: PLACES })
    const converted = await openConverted(`${host.baseUrl}/torrents/${infoHash}/hls/0/${form}/index.m3u8`, room.at())
    expect(converted.lengthsSec.reduce((sum, length) => sum + length, 0)).toBeCloseTo(60, 0)
    // Read as a player does, from the beginning.
    for (let cell = 0; cell <= last; cell++) await converted.segment(cell)
    expect(Math.max(...(await converted.packets([9])).filter(({ type }) => type === 'video').map(({ ptsSec }) => ptsSec))).toBeGreaterThan(19)
  })

  it('enters a Flash video far ahead without what lies before', async () => {
    const film = await makeOddFilm({ ...ODD_FILMS.ts, container: 'flv', seconds: 60, noise: 60, video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-b:v', '3M'] })
    // What lies before the place would take three quarters of a minute.
    const { host, infoHash } = await room.openSeeded(film.path, { pieceLengthBytes: 65_536, uploadBytesPerSec: Math.round(film.lengthBytes / 60) }, { ffmpegPlaces: PLACES })
    const converted = await openConverted(`${host.baseUrl}/torrents/${infoHash}/hls/0/transcode-a0-full/index.m3u8`, room.at())
    const times = (await converted.packets([24])).filter(({ type }) => type === 'video').map(({ ptsSec }) => ptsSec)
    expect(Math.min(...times)).toBeCloseTo(48, 1)
    expect(times.length).toBe(50)
    const haves = await host.haves(infoHash, Math.ceil(film.lengthBytes / 65_536))
    expect(haves.slice(0, Math.floor(haves.length * 0.7))).toContain('.')
  })

  it('enters a Matroska film without an index at the same pictures as one with it', async () => {
    const { host: opened, infoHash, converted } = await open({ ...ODD_FILMS.mkvAc3, output: ['-live', '1'] }, 'transcode-a0-full')
    // How it is to be played is decided, and its index looked for.
    await (await fetch(`${opened.baseUrl}/torrents/${infoHash}/hls/0/index.m3u8`)).text()
    for (const cell of [6, 3]) {
      const packets = await converted.packets([cell])
      const times = packets.filter(({ type }) => type === 'video').map(({ ptsSec }) => ptsSec)
      expect(Math.min(...times)).toBeCloseTo(cell * 2, 1)
      expect(times.length).toBe(50)
      expect(Math.abs(Math.min(...packets.filter(({ type }) => type === 'audio').map(({ ptsSec }) => ptsSec)) - cell * 2)).toBeLessThan(0.08)
    }
  })

  it('advises to convert a film without an index once its player reads up to a place far ahead, and opens it so from then on', async () => {
    const film = await makeOddFilm({ ...ODD_FILMS.ts, container: 'mkv', output: ['-live', '1'], seconds: 60, noise: 60, video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-b:v', '4M'] })
    const { host: opened, infoHash } = await room.openSeeded(film.path, { pieceLengthBytes: 65_536, uploadBytesPerSec: Math.round(film.lengthBytes / 30) }, { ffmpegPlaces: PLACES })
    const play = () => opened.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)
    const stream = await play()
    expect(stream.method).toBe('direct')
    await waitUntil('the film was looked into', () => opened.advice()?.film.method === 'direct')
    const reading = readUrl(stream.url, 500_000)
    reading.done.catch(() => undefined)
    opened.reportPlayhead({ streamId: stream.streamId, durationSec: 60, currentTimeSec: 58, seeking: true, waiting: true, paused: false })
    await waitUntil('it is advised', () => opened.advice()?.film.method === 'transcode')
    expect(await play()).toMatchObject({ method: 'transcode', reasons: ['keyframesToCome'] })
    reading.stop()
  })

  it('of sound alone has in each of its cells the moment that it begins with', async () => {
    const { converted } = await open({ container: 'm4a', seconds: 20, video: null, audio: [['-c', 'alac']] }, 'transcodeAudio-a0-full')
    // One run makes them all.
    for (let cell = 0; cell <= 9; cell++) await converted.segment(cell)
    for (const cell of [3, 6, 9]) {
      const begin = Math.min(...(await converted.packets([cell])).map(({ ptsSec }) => ptsSec))
      expect(begin).toBeLessThanOrEqual(cell * 2)
      expect(begin).toBeGreaterThan(cell * 2 - 0.1)
    }
  })

  it('reaches its end', async () => {
    const { converted } = await open(ODD_FILMS.aviXvid, 'transcode-a0-full')
    const last = converted.lengthsSec.length - 1
    expect(Math.max(...(await converted.packets([last])).filter(({ type }) => type === 'video').map(({ ptsSec }) => ptsSec))).toBeGreaterThan(19)
  })
})
