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
import { unlessAborted, withLimit } from '../with-limit.ts'
import type { FfmpegFinder } from './find-ffmpeg.ts'
import { probeFilm } from './probe.ts'
import { readFilmIndex } from './read-film-index.ts'
import { untilHung } from './until-hung.ts'

/** What is known of the films that were looked into. */
export interface Films {
  /** Looks into a film once. Fails: torrentUnknown, fileUnknown, ffmpegMissing, ffmpegUnusable, ffmpegFailed, timeout, cancelled. */
  look(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<Film>>
  /** As look, for a film whose key frames will be asked for: its index is read beside the look, not after it. */
  lookForCells(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<Film>>
  /** What somebody else's look finds, now or later; begins none itself, so that nothing is fetched for it. Never settles when the signal says stop or the film is dropped. */
  join(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Film>
  /** A film's address for programs of ours: verified bytes only. */
  urlOf(infoHash: InfoHash, fileIndex: FileIndex): string
  /** True when it was looked into and something was found. */
  known(infoHash: InfoHash, fileIndex: FileIndex): boolean
  drop(infoHash: InfoHash): void
  close(): void
}

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

/** A look under way or done, and how many wait for it. Invariant: `stop` ends all that is read for it. */
interface Look {
  readonly result: Promise<Result<Film>>
  /** Stamps of the picture's key frames, as the file has them. */
  readonly stamps: () => Promise<readonly number[]>
  readonly stop: AbortController
  wanted: number
}

/** Somebody who takes what another's look finds. */
interface Joiner {
  readonly tell: (film: Film) => void
  readonly leave: () => void
}

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

export function createFilms({ find, finder, baseUrl, cwd }: FilmsWorld): Films {
  const known = new Map<string, Look>()
  const found = new Set<string>()
  const joining = new Map<string, Set<Joiner>>()
  const waiting: (() => void)[] = []
  let looking = 0

  const urlOf = (infoHash: InfoHash, fileIndex: FileIndex) => `${baseUrl()}${streamPath(infoHash, fileIndex, '')}`

  const takeTurn = async () => {
    if (looking >= MAX_LOOKS) await new Promise<void>((resolve) => { waiting.push(resolve) })
    looking += 1
  }
  const giveTurn = () => {
    looking -= 1
    waiting.shift()?.()
  }

  const look = async (infoHash: InfoHash, fileIndex: FileIndex, stamps: Look['stamps'], signal: AbortSignal): Promise<Result<Film>> => {
    const session = find(infoHash)
    if (!session?.content()) return fail('torrentUnknown', 'this torrent is not open; open it again')
    if (!session.snapshot().files.some(({ index }) => index === fileIndex)) return fail('fileUnknown', `the torrent has no file ${String(fileIndex)}`)
    const located = await finder.locate()
    const tools = located ? ok(located) : await finder.find(signal)
    if (!tools.ok) return tools
    const url = urlOf(infoHash, fileIndex)
    await takeTurn()
    try {
      const readsWait = () => session.content()?.controller.find(fileIndex)?.cursors.list(performance.now()).some(({ waiting }) => waiting) ?? false
      const media = await untilHung({ readsWait, hangMs: HANG_MS, signal, work: (stop) => probeFilm({ ffprobe: tools.value.ffprobe, url, cwd, signal: stop, limitMs: LOOK_LIMIT_MS }) })
      if (!media.ok) return media
      const { startSec } = media.value
      let indexed: boolean | null = null
      return ok({
        infoHash, fileIndex, url, media: await withDuration(session, fileIndex, media.value, signal),
        readsWait,
        keyframes: async () => {
          const times = await stamps()
          indexed = times.length > 0
          return times.map((time) => Math.max(0, time - startSec))
        },
        isIndexed: () => indexed,
      })
    } finally {
      giveTurn()
    }
  }

  /** A recording that was cut off does not say how long it is; its end does. */
  const withDuration = async (session: TorrentSession, fileIndex: FileIndex, media: MediaInfo, over: AbortSignal): Promise<MediaInfo> => {
    if (media.durationSec !== null || !media.containers.includes('matroska')) return media
    const lengthBytes = lengthOf(session, fileIndex)
    const endSec = await withLimit([over], INDEX_LIMIT_MS, (signal) => readEnd(session, fileIndex, lengthBytes, signal)).catch(() => null)
    return endSec === null ? media : { ...media, durationSec: Math.max(0, endSec - media.startSec) || null }
  }

  const readStamps = async (infoHash: InfoHash, fileIndex: FileIndex, over: AbortSignal): Promise<readonly number[]> => {
    const session = find(infoHash)
    if (!session) return []
    return keyframeTimes(await withLimit([over], INDEX_LIMIT_MS, (limit) => readFilmIndex((bytes, signal) => readWhole(session, fileIndex, bytes, signal), lengthOf(session, fileIndex), limit)))
  }

  const begin = (key: string, infoHash: InfoHash, fileIndex: FileIndex): Look => {
    const stop = new AbortController()
    const stamps = once(() => readStamps(infoHash, fileIndex, stop.signal))
    const mine: Look = { result: look(infoHash, fileIndex, stamps, stop.signal), stamps, stop, wanted: 0 }
    known.set(key, mine)
    mine.result.then((result) => {
      if (known.get(key) !== mine) return
      if (!result.ok) { known.delete(key); return }
      found.add(key)
      for (const joiner of [...joining.get(key) ?? []]) joiner.tell(result.value)
    }, () => { known.delete(key) })
    return mine
  }

  const wait = async (infoHash: InfoHash, fileIndex: FileIndex, withIndex: boolean, signal: AbortSignal): Promise<Result<Film>> => {
    const key = `${infoHash}/${String(fileIndex)}`
    const mine = known.get(key) ?? begin(key, infoHash, fileIndex)
    mine.wanted += 1
    if (withIndex) void mine.stamps()
    const result = await unlessAborted(mine.result, signal, CANCELLED)
    mine.wanted -= 1
    // Nobody waits for it any more: its reads must not outrank those of the film that is watched now.
    if (mine.wanted === 0 && !found.has(key)) {
      mine.stop.abort()
      if (known.get(key) === mine) known.delete(key)
    }
    return result
  }

  return {
    look: (infoHash, fileIndex, signal) => wait(infoHash, fileIndex, false, signal),
    lookForCells: (infoHash, fileIndex, signal) => wait(infoHash, fileIndex, true, signal),
    join: (infoHash, fileIndex, signal) => new Promise((resolve) => {
      const key = `${infoHash}/${String(fileIndex)}`
      const leave = () => {
        signal.removeEventListener('abort', leave)
        const all = joining.get(key)
        all?.delete(joiner)
        if (all?.size === 0) joining.delete(key)
      }
      const joiner: Joiner = { leave, tell: (film) => { leave(); resolve(film) } }
      if (signal.aborted) return
      signal.addEventListener('abort', leave, { once: true })
      joining.set(key, (joining.get(key) ?? new Set()).add(joiner))
      if (found.has(key)) void known.get(key)?.result.then((film) => { if (film.ok) joiner.tell(film.value) })
    }),
    urlOf,
    known: (infoHash, fileIndex) => found.has(`${infoHash}/${String(fileIndex)}`),
    drop: (infoHash) => {
      for (const [key, { stop }] of [...known]) {
        if (!key.startsWith(infoHash)) continue
        stop.abort()
        known.delete(key)
        found.delete(key)
      }
      for (const [key, joiners] of [...joining]) if (key.startsWith(infoHash)) for (const { leave } of [...joiners]) leave()
    },
    close: () => { for (const { stop } of known.values()) stop.abort() },
  }
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

/** The answer for somebody who left before it came. */
export const CANCELLED = fail('cancelled', 'this is not needed any more')

/** Asked again only after a failure, which counts as "nothing known" for now. */
function once(read: () => Promise<readonly number[]>): () => Promise<readonly number[]> {
  let reading: Promise<readonly number[]> | null = null
  return () => (reading ??= read().catch(() => {
    reading = null
    return []
  }))
}
