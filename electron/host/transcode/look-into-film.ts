import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { MediaInfo } from '../../../shared/playback/media-info.ts'
import { streamPath } from '../../../shared/http/stream-path.ts'
import { keyframeTimes } from '../../../shared/transcode/keyframes.ts'
import { matroskaTailDuration, TAIL_BYTES } from '../../../shared/transcode/tail-duration.ts'
import type { TorrentSession } from '../engine/torrent-session.ts'
import { withLimit } from '../with-limit.ts'
import { createAtOnce } from './at-once.ts'
import type { FfmpegFinder } from './find-ffmpeg.ts'
import { probeFilm } from './probe.ts'
import { readFilmIndex } from './read-film-index.ts'
import { untilHung } from './until-hung.ts'

/** A film that was looked into. */
export interface Film {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly media: MediaInfo
  /** Its address on our own server, verified bytes only. */
  readonly url: string
  /** A read of it waits for the download. */
  readsWait(): boolean
  /** Presentation times of the picture's key frames, counted from the film's start; empty when no index tells them. Read once. */
  keyframes(): Promise<readonly number[]>
  /** An index tells them; null while that was not asked. */
  isIndexed(): boolean | null
}

/** Looks into films, a few at a time; what is read for a look outranks nothing once its signal aborts. */
export interface FilmLooker {
  /** A film's address for programs of ours: verified bytes only. */
  readonly urlOf: (infoHash: InfoHash, fileIndex: FileIndex) => string
  /** Fails: torrentUnknown, fileUnknown, ffmpegMissing, ffmpegUnusable, ffmpegFailed, timeout. */
  look(infoHash: InfoHash, fileIndex: FileIndex, stamps: Stamps, signal: AbortSignal): Promise<Result<Film>>
  /** Stamps of the picture's key frames, as the file's index has them. Throws what reading it failed with. */
  readStamps(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<readonly number[]>
}

export type Stamps = () => Promise<readonly number[]>

export interface FilmsWorld {
  readonly find: (infoHash: InfoHash) => TorrentSession | null
  readonly finder: FfmpegFinder
  readonly baseUrl: () => string
  readonly cwd: string
}

/** A film whose first bytes nobody sends in this time is played as it is, or not at all. */
const LOOK_LIMIT_MS = 60_000
/** Of a film that is here a look takes a third of a second. */
const HANG_MS = 20_000
/** Longer than a jump to the film's end takes in a swarm that can play it. */
const INDEX_LIMIT_MS = 20_000
/** Looks under way at a time. */
const MAX_LOOKS = 2

export function createFilmLooker({ find, finder, baseUrl, cwd }: FilmsWorld): FilmLooker {
  const turns = createAtOnce(MAX_LOOKS)
  const urlOf: FilmLooker['urlOf'] = (infoHash, fileIndex) => `${baseUrl()}${streamPath(infoHash, fileIndex, '')}`

  const probe = async (session: TorrentSession, fileIndex: FileIndex, ffprobe: string, readsWait: () => boolean, signal: AbortSignal): Promise<Result<MediaInfo>> => {
    const url = urlOf(session.infoHash, fileIndex)
    const media = await untilHung({ readsWait, hangMs: HANG_MS, signal, work: (stop) => probeFilm({ ffprobe, url, cwd, signal: stop, limitMs: LOOK_LIMIT_MS }) })
    return media.ok ? ok(await withDuration(session, fileIndex, media.value, signal)) : media
  }

  return {
    urlOf,
    look: async (infoHash, fileIndex, stamps, signal) => {
      const session = find(infoHash)
      if (!session?.content()) return fail('torrentUnknown', 'this torrent is not open; open it again')
      if (!session.snapshot().files.some(({ index }) => index === fileIndex)) return fail('fileUnknown', `the torrent has no file ${String(fileIndex)}`)
      const located = await finder.locate()
      const tools = located ? ok(located) : await finder.find(signal)
      if (!tools.ok) return tools
      const readsWait = () => session.content()?.controller.find(fileIndex)?.cursors.list(performance.now()).some(({ waiting }) => waiting) ?? false
      const media = await turns.run(() => probe(session, fileIndex, tools.value.ffprobe, readsWait, signal))
      return media.ok ? ok({ infoHash, fileIndex, url: urlOf(infoHash, fileIndex), media: media.value, readsWait, ...indexOf(media.value, stamps) }) : media
    },
    readStamps: async (infoHash, fileIndex, over) => {
      const session = find(infoHash)
      if (!session) return []
      return keyframeTimes(await withLimit([over], INDEX_LIMIT_MS, (limit) => readFilmIndex((bytes, signal) => readWhole(session, fileIndex, bytes, signal), lengthOf(session, fileIndex), limit)))
    },
  }
}

function indexOf({ startSec }: MediaInfo, stamps: Stamps): Pick<Film, 'keyframes' | 'isIndexed'> {
  let indexed: boolean | null = null
  return {
    keyframes: async () => {
      const times = await stamps()
      indexed = times.length > 0
      return times.map((time) => Math.max(0, time - startSec))
    },
    isIndexed: () => indexed,
  }
}

/** A recording that was cut off does not say how long it is; its end does. */
async function withDuration(session: TorrentSession, fileIndex: FileIndex, media: MediaInfo, over: AbortSignal): Promise<MediaInfo> {
  if (media.durationSec !== null || !media.containers.includes('matroska')) return media
  const lengthBytes = lengthOf(session, fileIndex)
  const endSec = await withLimit([over], INDEX_LIMIT_MS, (signal) => readEnd(session, fileIndex, lengthBytes, signal)).catch(() => null)
  return endSec === null ? media : { ...media, durationSec: Math.max(0, endSec - media.startSec) || null }
}

function lengthOf(session: TorrentSession, fileIndex: FileIndex): number {
  return session.snapshot().files.find(({ index }) => index === fileIndex)?.lengthBytes ?? 0
}

/** When a film ends, by as little of its end as tells that. */
async function readEnd(session: TorrentSession, fileIndex: FileIndex, lengthBytes: number, signal: AbortSignal): Promise<number | null> {
  for (const bytes of TAILS_BYTES) {
    const begin = Math.max(0, lengthBytes - bytes)
    const endSec = matroskaTailDuration(await readWhole(session, fileIndex, { begin, end: lengthBytes }, signal))
    if (endSec !== null || begin === 0) return endSec
  }
  return null
}

/** Most clusters have some seconds of a film; the last one may have all that were let grow. */
const TAILS_BYTES = [1024 * 1024, 4 * 1024 * 1024, TAIL_BYTES]

async function readWhole(session: TorrentSession, fileIndex: FileIndex, bytes: Interval, signal: AbortSignal): Promise<Uint8Array> {
  const whole = new Uint8Array(sizeOf(bytes))
  let at = 0
  for await (const slice of session.content()?.read({ infoHash: session.infoHash, fileIndex, bytes, early: false, signal }) ?? []) {
    whole.set(slice, at)
    at += slice.length
  }
  if (at < whole.length) throw new RangeError(`the film's index ended ${String(whole.length - at)} bytes too early`)
  return whole
}
