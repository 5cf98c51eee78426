import { CodedError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash, StreamId } from '../../../shared/ids.ts'
import type { CommandArgs } from '../../../shared/ipc/contract.ts'
import type { Log } from '../../../shared/log.ts'
import { NO_WISH } from '../../../shared/playback/choose-method.ts'
import { later } from '../../../shared/playback/method.ts'
import type { MethodWish } from '../../../shared/playback/choose-method.ts'
import { pageProfile } from '../../../shared/playback/device-profile.ts'
import type { DeviceProfile } from '../../../shared/playback/device-profile.ts'
import type { FilmFacts } from '../../../shared/playback/film-facts.ts'
import type { StreamDescriptor } from '../../../shared/torrent/snapshot.ts'
import { readsThrough } from '../../../shared/transcode/entry/open-entry.ts'
import { codecNames } from '../../../shared/transcode/codec-names.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { formatSpec, specOf } from '../../../shared/transcode/conversion-spec.ts'
import { isInFirstCell } from '../../../shared/transcode/grid.ts'
import type { ConversionStatus, LookFailure, StreamAdvice } from '../../../shared/transcode/conversion-status.ts'
import { MAIN_NAME, PARTS_NAME } from '../../../shared/transcode/playlist.ts'
import type { TorrentSession } from '../engine/torrent-session.ts'
import type { Streams } from '../streams.ts'
import type { Conversions } from './conversions.ts'
import type { FilmPlan } from './plan-conversion.ts'

/** Opens films for the page in the form that plays there. */
export interface FilmOpener {
  /** Throws CodedError: what Streams.open throws; ffmpegMissing, ffmpegFailed, timeout for what only plays converted. */
  open(session: TorrentSession, args: CommandArgs<'media.openStream'>, signal: AbortSignal): Promise<StreamDescriptor>
  close(streamId: StreamId): void
  /** What has changed of the streams that are converted. */
  statuses(): ConversionStatus[]
}

export interface FilmOpenerWorld {
  readonly streams: Streams
  readonly conversions: Conversions
  readonly baseUrl: () => string
  readonly onAdvice: (advice: StreamAdvice) => void
  readonly onLookFailed: (failure: LookFailure) => void
  /** A player of the film waits for a place far ahead of what it reads. */
  readonly readsUpTo: (infoHash: InfoHash, fileIndex: FileIndex) => boolean
  readonly log: Log
}

interface Converted {
  readonly stream: StreamDescriptor
  readonly spec: ConversionSpec
  readonly profile: DeviceProfile
  readonly wish: MethodWish
  /** What was said last, as text. */
  told: string
  /** It may have been planned with less conversion since. */
  advised: boolean
}

/** A film that is played as it is, by its own container. */
interface AsItIs {
  readonly stream: StreamDescriptor
  readonly profile: DeviceProfile
  readonly signal: AbortSignal
  /** Looks in a row at which its player read up to a far place. */
  seen: number
}

/** Half a second lies between two; a player that knows the way has read something there by then. */
const LOOKS_TO_BE_SURE = 3
/** Films that are converted for the sake of their jumps. */
const MAX_ENTERED = 64

/**
 * Files whose container the page opens of itself: they begin at once, and what is inside is looked at beside it. Nothing
 * else is worth a try, so there the look comes first.
 */
const OPENS_ITSELF = /\.(?:mp4|m4v|m4a|mov|mkv|mka|webm|ogg|ogv|oga|opus|mp3|flac|wav|aac)$/iu

export function createFilmOpener({ streams, conversions, baseUrl, onAdvice, onLookFailed, readsUpTo, log }: FilmOpenerWorld): FilmOpener {
  const converted = new Map<StreamId, Converted>()
  const open = new Map<StreamId, AbortController>()
  const asItIs = new Map<StreamId, AsItIs>()
  const entered = new Set<string>()

  const close = (streamId: StreamId) => {
    converted.delete(streamId)
    asItIs.delete(streamId)
    open.get(streamId)?.abort()
    open.delete(streamId)
    streams.close(streamId)
  }

  /** The page plays on while this looks; it hears what was found. A swarm that sends nothing yet is looked at again, for as long as the stream is open. */
  const adviseLater = async (stream: StreamDescriptor, profile: DeviceProfile, fromSec: number, signal: AbortSignal): Promise<void> => {
    const { streamId, infoHash, fileIndex } = stream
    const plan = await conversions.plan(infoHash, fileIndex, profile, NO_WISH, signal)
    if (signal.aborted) return
    if (!plan.ok) {
      log('transcode', 'notLookedInto', { code: plan.error.code, message: plan.error.message })
      if (plan.error.code === 'timeout') return adviseLater(stream, profile, fromSec, signal)
      onLookFailed({ streamId, problem: plan.error })
      return
    }
    onAdvice({ streamId, film: toFacts(plan.value) })
    const spec = specOf(plan.value.choice)
    if (spec) begin(stream, spec, fromSec)
  }

  /** The page is told when a film that is encoded for want of key frames need not be any more. */
  const adviseOfLess = async (each: Converted, signal: AbortSignal) => {
    const { streamId, infoHash, fileIndex, method } = each.stream
    if (each.advised || !each.stream.reasons.includes('keyframesToCome') || !conversions.canDoLess(infoHash, fileIndex)) return
    each.advised = true
    const plan = await conversions.plan(infoHash, fileIndex, each.profile, each.wish, signal)
    if (plan.ok && !signal.aborted && plan.value.choice.method !== method) onAdvice({ streamId, film: toFacts(plan.value) })
  }

  /**
   * A film that plays as it is and has no index: a jump in it waits for all that lies before the place. Converted, it is
   * entered there.
   */
  const adviseToEnter = async (each: AsItIs) => {
    const { streamId, infoHash, fileIndex } = each.stream
    each.seen = readsUpTo(infoHash, fileIndex) ? each.seen + 1 : 0
    if (each.seen !== LOOKS_TO_BE_SURE) return
    const plan = await conversions.plan(infoHash, fileIndex, each.profile, { ...NO_WISH, floor: 'remux' }, each.signal)
    if (!plan.ok || each.signal.aborted || !readsThrough(plan.value.film.media.containers, plan.value.film.isIndexed())) return
    entered.add(keyOf(infoHash, fileIndex))
    const [oldest] = entered
    if (entered.size > MAX_ENTERED && oldest !== undefined) entered.delete(oldest)
    onAdvice({ streamId, film: toFacts(unblamed(plan.value)) })
  }

  /** The page will ask for it in a moment: what it takes is begun now, and ends like any conversion that nobody asks for. Failures are told to whoever asks. */
  const begin = ({ infoHash, fileIndex }: StreamDescriptor, spec: ConversionSpec, fromSec: number) => {
    void conversions.open(infoHash, fileIndex, spec, new AbortController().signal, isInFirstCell(fromSec))
  }

  const convert = (stream: StreamDescriptor, plan: FilmPlan, { profile, wish, fromSec }: Pick<Converted, 'profile' | 'wish'> & { readonly fromSec: number }): StreamDescriptor => {
    const film = toFacts(plan)
    const spec = specOf(plan.choice)
    if (!spec) return { ...stream, film }
    conversions.forgetFailed(stream.infoHash, stream.fileIndex, spec)
    begin(stream, spec, fromSec)
    const url = `${baseUrl()}/torrents/${stream.infoHash}/hls/${String(stream.fileIndex)}/${formatSpec(spec)}/${codecNames(spec, plan.film.media.video, plan.choice.audio) === null ? PARTS_NAME : MAIN_NAME}?stream=${stream.streamId}`
    const made = { ...stream, url, method: film.method, reasons: film.reasons, film }
    converted.set(stream.streamId, { stream: made, spec, profile, wish, told: '', advised: false })
    return made
  }

  /** What has changed of a film that is converted. */
  const newsOf = (each: Converted): ConversionStatus[] => {
    const stop = open.get(each.stream.streamId)
    if (stop) void adviseOfLess(each, stop.signal)
    const status = statusOf(each, conversions)
    const told = JSON.stringify(status)
    if (!status || told === each.told) return []
    each.told = told
    return [status]
  }

  return {
    open: async (session, { fileIndex, abilities, wish: wished = NO_WISH, fromSec = 0 }, signal) => {
      const isEntered = entered.has(keyOf(session.infoHash, fileIndex))
      const wish = isEntered ? { ...wished, floor: later(wished.floor, 'remux') } : wished
      const stream = await streams.open(session, fileIndex, signal)
      if (!abilities) return stream
      const stop = new AbortController()
      open.set(stream.streamId, stop)
      const profile = pageProfile(abilities)
      if (OPENS_ITSELF.test(stream.name) && isPlain(wish)) {
        const known = conversions.known(stream.infoHash, fileIndex)
        if (!known) {
          void adviseLater(stream, profile, fromSec, stop.signal)
          asItIs.set(stream.streamId, { stream, profile, signal: stop.signal, seen: 0 })
          return stream
        }
      }
      const plan = await conversions.plan(stream.infoHash, fileIndex, profile, wish, signal)
      if (plan.ok && plan.value.choice.method === 'direct') asItIs.set(stream.streamId, { stream, profile, signal: stop.signal, seen: 0 })
      if (plan.ok) return convert(stream, isEntered && wished.floor === 'direct' ? unblamed(plan.value) : plan.value, { profile, wish, fromSec })
      close(stream.streamId)
      throw new CodedError(plan.error)
    },
    close,
    statuses: () => {
      for (const each of asItIs.values()) void adviseToEnter(each)
      return [...converted.values()].flatMap(newsOf)
    },
  }
}

function keyOf(infoHash: InfoHash, fileIndex: FileIndex): string {
  return `${infoHash}/${String(fileIndex)}`
}

/** Less conversion was given up for the sake of a jump; it did not fail. */
function unblamed({ film, choice }: FilmPlan): FilmPlan {
  return { film, choice: { ...choice, reasons: choice.reasons.filter((reason) => reason !== 'failedBefore') } }
}

function isPlain({ audioIndex, method, floor, height }: MethodWish): boolean {
  return audioIndex === null && method === null && floor === 'direct' && height === null
}

function statusOf({ stream, spec }: Converted, conversions: Conversions): ConversionStatus | null {
  const facts = conversions.stateOf(stream.infoHash, stream.fileIndex, spec)
  if (!facts) return null
  const { state, rung, aheadSec, speed, problem } = facts
  return { streamId: stream.streamId, state, method: rung.method, height: rung.height, aheadSec: Math.round(aheadSec), speed: speed === null ? null : Math.round(speed * 10) / 10, problem }
}

/** What the page may know of a plan. */
export function toFacts({ film: { media }, choice }: FilmPlan): FilmFacts {
  return {
    method: choice.method, reasons: [...choice.reasons], durationSec: media.durationSec, height: choice.height, audioIndex: choice.audio?.audioIndex ?? null,
    video: media.video && { codec: media.video.codec, width: media.video.width, height: media.video.height },
    sounds: media.audio.map(({ audioIndex, codec, channels, language, title, isDefault, isForced, isCommentary }) => ({ audioIndex, codec, channels, language, title, isDefault, isForced, isCommentary })),
  }
}
