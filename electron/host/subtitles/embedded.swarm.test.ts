import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BAR, makePictureSubtitledBroadcast, makePictureSubtitledDisc, makePictureSubtitledFilm } from '../../../e2e/lab/picture-subtitles.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { makeSubtitledFilm } from '../../../e2e/lab/subtitled-film.ts'
import type { SubtitledFilmSpec } from '../../../e2e/lab/subtitled-film.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { check, list } from '../../../shared/ipc/schema.ts'
import { cueSchema } from '../../../shared/subtitles/cue.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { PLAIN_PAGE } from '../../../shared/playback/device-profile.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { subtitleTracksSchema } from '../../../shared/subtitles/track.ts'
import { readUrl } from '../test/running-host.ts'
import type { RunningHost } from '../test/running-host.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'

const SECONDS = 60
const BYTES_PER_SEC = 100_000
const PIECE_BYTES = 65_536
const PLACES = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })

describe('the words inside a film that comes from a swarm', () => {
  const warnings: string[] = []
  const hear = ({ name }: Error) => { warnings.push(name) }
  beforeEach(() => {
    warnings.length = 0
    process.on('warning', hear)
  })
  afterEach(() => {
    process.off('warning', hear)
    // Nothing waits in ever greater numbers.
    expect(warnings).not.toContain('MaxListenersExceededWarning')
  })
  const room = useSwarmRoom('words') // used last, closed first: what that warns of is heard

  async function open(kind: SubtitledFilmSpec['kind'], uploadBytesPerSec = 0, lineSec = 1) {
    const content = await makeSubtitledFilm({ kind, lineSec, seconds: SECONDS, bytesPerSec: BYTES_PER_SEC, path: room.at(`film.${kind === 'mkv' ? 'mkv' : 'mp4'}`) })
    const opened = await room.openSeeded(content, { pieceLengthBytes: PIECE_BYTES, uploadBytesPerSec }, { ffmpegPlaces: PLACES })
    const base = `${opened.host.baseUrl}/torrents/${opened.infoHash}/subtitles/0`
    return { ...opened, tracks: async () => tracksOf(await (await fetch(base)).json()), vtt: async (id: string) => (await fetch(`${base}/${id}.vtt`)).text(), json: async (id: string, query: string) => (await fetch(`${base}/${id}.json?${query}`)).text() }
  }

  it.each(['mkv', 'mp4IndexAtEnd', 'mp4IndexAtStart'] as const)('are all found in a whole %s', async (kind) => {
    const { host, infoHash, tracks, vtt } = await open(kind)
    await readUrl(host.url(infoHash)).done
    await waitUntil('both tracks are complete', async () => { const all = await tracks(); return all.length === 2 && all.every(({ state }) => state === 'complete') })
    const [first, second] = await tracks()
    expect([first, second].map((track) => [track?.language, track?.format, track?.cues, track?.forced])).toEqual(kind === 'mkv'
      ? [['en', 'srt', SECONDS, false], ['de', 'ass', SECONDS, true]]
      : [['en', 'tx3g', SECONDS, false], ['fr', 'tx3g', SECONDS, false]])
    // The window opens the film and looks into it; words and chapters learn from that.
    await host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)
    const parts = () => host.handlers['media.listFilmParts']({ infoHash, fileIndex: 0 }, new AbortController().signal)
    // However often the page asks before the look has ended, one waits for it.
    for (let time = 0; time < 20; time++) void parts()
    await waitUntil('the chapters are known', async () => (await parts()).chapters.length > 0)
    expect((await parts()).chapters.map(({ startSec, title }) => `${String(startSec)} ${title}`)).toEqual(['0 Part 1', '10 Part 2', '20 Part 3', '30 Part 4', '40 Part 5', '50 Part 6'])
    expect(await vtt(first?.id ?? '')).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:00\.900\n<i>Line<\/i> 0\n\n00:00:01\.000 --> 00:00:01\.900\n<i>Line<\/i> 1\n/)
  })

  it.each(['mkv', 'mp4IndexAtStart'] as const)('are there behind a jump though they began before it, in %s, and nothing around them', async (kind) => {
    const { host, infoHash, torrent, seeder, tracks, json } = await open(kind, 3 * BYTES_PER_SEC, 10)
    const byteAt = (sec: number) => Math.floor((torrent.lengthBytes * sec) / SECONDS)
    const { streamId, url } = await host.openStream(infoHash)
    host.reportPlayhead({ streamId, durationSec: SECONDS, paused: true })
    await readUrl(url, 0, byteAt(3)).done
    await waitUntil('the tracks are known', async () => (await tracks()).length === 2)
    const [first] = await tracks()
    await json(first?.id ?? '', 'from=0')
    // Ten seconds of film come before anything around the jump is fetched as well.
    await seeder.setUploadRate(BYTES_PER_SEC)
    host.reportPlayhead({ streamId, durationSec: SECONDS, currentTimeSec: 48, paused: true })
    const reading = readUrl(url, byteAt(48))
    reading.done.catch(() => undefined)
    await waitUntil('the line is read', async () => (await json(first?.id ?? '', 'early=1')).includes(' 40'))
    expect((await host.haves(infoHash, Math.ceil(torrent.lengthBytes / PIECE_BYTES))).at(Math.floor(byteAt(43) / PIECE_BYTES))).toBe('.')
    reading.stop()
    await host.closeStream(streamId)
  })

  it('are found in the part of an MP4 that is here, and not a byte is fetched for them', async () => {
    const { host, infoHash, torrent, tracks, vtt } = await open('mp4IndexAtStart', 4 * BYTES_PER_SEC)
    const { streamId, url } = await host.openStream(infoHash)
    await readUrl(url, Math.floor(torrent.lengthBytes / 2), Math.floor(torrent.lengthBytes / 2) + 3 * BYTES_PER_SEC).done
    await readUrl(url, 0, 3 * BYTES_PER_SEC).done
    await host.closeStream(streamId)
    await untilQuiet(host)
    const before = host.progress()?.receivedBytes
    await waitUntil('lines are found', async () => ((await tracks())[0]?.cues ?? 0) > 2)
    await untilQuiet(host)
    expect(host.progress()?.receivedBytes).toBe(before)
    expect(before).toBeLessThan(torrent.lengthBytes)
    expect(await vtt((await tracks())[0]?.id ?? '')).toMatch(/Line<\/i> (?:2[5-9]|3\d)/)
  })

  it('are read with the chapters and pictures of every place, and the peer is asked for nothing', async () => {
    const { host, infoHash, torrent, seeder, tracks, vtt } = await open('mkv', 4 * BYTES_PER_SEC)
    const middle = Math.floor(torrent.lengthBytes / 2)
    const { streamId, url } = await host.openStream(infoHash)
    host.reportPlayhead({ streamId, durationSec: SECONDS, paused: true })
    await readUrl(url, 0, 12 * BYTES_PER_SEC).done
    await readUrl(url, middle, middle + 3 * BYTES_PER_SEC).done
    const signal = new AbortController().signal
    const film = { infoHash, fileIndex: 0 }
    await host.handlers['media.openStream']({ ...film, abilities: PLAIN_PAGE }, signal).then((again) => host.closeStream(again.streamId))
    await host.handlers['media.listFilmParts'](film, signal)
    await waitUntil('the length of the film is known', () => host.pictures() !== null)
    await host.closeStream(streamId)
    await untilQuiet(host)

    const before = await seeder.uploadedBytes()
    expect(before).toBeLessThan(torrent.lengthBytes)
    const { chapters } = await host.handlers['media.listFilmParts'](film, signal)
    expect(chapters).toHaveLength(6)
    await waitUntil('lines are found', async () => (await tracks()).every(({ cues }) => cues > 5))
    for (const { id } of await tracks()) expect(await vtt(id)).toContain('-->')
    const { cellSec, url: pictures } = host.pictures() ?? { cellSec: 1, url: '' }
    const answers = []
    for (let cell = 0; cell * cellSec < SECONDS; cell++) answers.push((await fetch(`${pictures}/${String(cell)}`)).status)
    expect(new Set(answers)).toEqual(new Set([200, 404]))
    await untilQuiet(host)
    expect(await seeder.uploadedBytes()).toBe(before)

    // The same log would have shown a read.
    await readUrl(host.url(infoHash), torrent.lengthBytes - BYTES_PER_SEC).done
    expect(await seeder.uploadedBytes()).toBeGreaterThan(before)
  })

  async function openPictures(film: string) {
    const { host, infoHash } = await room.openSeeded(film, { pieceLengthBytes: PIECE_BYTES }, { ffmpegPlaces: PLACES })
    await host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, new AbortController().signal)
    return { host, infoHash, tracks: async () => (await host.handlers['media.listFilmParts']({ infoHash, fileIndex: 0 }, new AbortController().signal)).tracks }
  }

  it('that are pictures are found in the transport stream of a disc, at their time, and drawn from where they lie', async () => {
    const { host, infoHash, tracks } = await openPictures(await makePictureSubtitledDisc(room.at('film.m2ts'), 6, BYTES_PER_SEC))
    await readUrl(host.url(infoHash)).done
    await waitUntil('all are found', async () => (await tracks())[0]?.state === 'complete')
    const [track] = await tracks()
    expect([track?.kind, track?.format, track?.cues]).toEqual(['pictures', 'pgs', 6])
    const cues = check(list(cueSchema, 100), await (await fetch(`${track?.url ?? ''}.json`)).json())
    expect(cues).toMatchObject({ ok: true, value: [0, 1500, 2000, 3500, 4000, 5500].map((startMs) => ({ startMs })) })
    expect(await sizeOf(`${track?.url ?? ''}/2`)).toEqual([BAR.width, BAR.height])
  })

  it('that are pictures are found in the transport stream of a broadcast, and drawn', async () => {
    const { host, infoHash, tracks } = await openPictures(await makePictureSubtitledBroadcast(room.at('film.ts'), 6, BYTES_PER_SEC))
    await readUrl(host.url(infoHash)).done
    await waitUntil('all are found', async () => (await tracks())[0]?.state === 'complete')
    const [track] = await tracks()
    expect([track?.kind, track?.format, track?.language]).toEqual(['pictures', 'dvb', 'de'])
    const cues = check(list(cueSchema, 100), await (await fetch(`${track?.url ?? ''}.json`)).json())
    const shown = cues.ok ? cues.value.filter(({ picture }) => picture?.name) : []
    expect(shown.length).toBeGreaterThanOrEqual(3)
    expect(await sizeOf(`${track?.url ?? ''}/${shown[0]?.picture?.name ?? ''}`)).toEqual([BAR.width, BAR.height])
  })

  it('are named where they cannot be read, by kind', async () => {
    const film = room.at('film.vob')
    const pictures = await makePictureSubtitledFilm(room.at('pictures.mkv'), 6, BYTES_PER_SEC)
    await mustRun('ffmpeg', ['-v', 'error', '-y', '-i', pictures, '-map', '0', '-c:v', 'mpeg2video', '-c:a', 'mp2', '-c:s', 'dvdsub', film])
    const { tracks } = await openPictures(film)
    await waitUntil('they are named', async () => (await tracks()).length > 0)
    expect((await tracks()).map(({ kind, format }) => ({ kind, format }))).toEqual([{ kind: 'unsupported', format: 'dvd_subtitle' }])
  })
})

/** Of a picture at an address, in points. */
async function sizeOf(url: string): Promise<readonly [number, number]> {
  const png = Buffer.from(await (await fetch(url)).arrayBuffer())
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

function tracksOf(answer: unknown): SubtitleTrack[] {
  const checked = check(subtitleTracksSchema, answer)
  if (!checked.ok) throw new Error(checked.error.message)
  return checked.value
}

/** Three reports in a row with the same number of bytes: nobody asks for anything any more. */
async function untilQuiet(host: RunningHost): Promise<void> {
  const seen: (ReturnType<RunningHost['progress']>)[] = []
  await waitUntil('nothing is fetched any more', () => {
    if (seen.at(-1) !== host.progress()) seen.push(host.progress())
    const last = seen.slice(-3).map((progress) => progress?.receivedBytes)
    return last.length === 3 && last.every((bytes) => bytes === last[0])
  })
}
