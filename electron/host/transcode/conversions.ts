import path from 'node:path'
import os from 'node:os'
import { toAppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { chooseMethod, later, NO_WISH } from '../../../shared/playback/choose-method.ts'
import type { MethodChoice, MethodWish } from '../../../shared/playback/choose-method.ts'
import type { AudioTrack, VideoTrack } from '../../../shared/playback/media-info.ts'
import { PLAIN_HLS } from '../../../shared/playback/device-profile.ts'
import type { DeviceProfile } from '../../../shared/playback/device-profile.ts'
import { codecNames } from '../../../shared/transcode/codec-names.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { firstRung, formatSpec, specOf } from '../../../shared/transcode/conversion-spec.ts'
import { conversionArgs } from '../../../shared/transcode/ffmpeg-args.ts'
import { USUAL_PICTURE, usualSound } from '../../../shared/transcode/usual-streams.ts'
import { MAX_LANES } from '../../../shared/transcode/choose-lane.ts'
import type { Encoder } from '../../../shared/transcode/encoders.ts'
import { cellStart, evenGrid, keyframeGrid } from '../../../shared/transcode/grid.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import type { Rung } from '../../../shared/transcode/ladder.ts'
import type { EncoderChoice } from './choose-encoder.ts'
import { createConversion } from './conversion.ts'
import type { Conversion, ConversionFacts, ConversionWorld } from './conversion.ts'
import { unlessAborted } from '../with-limit.ts'
import { createRunAhead } from './run-ahead.ts'
import type { RunAhead } from './run-ahead.ts'
import { createSharedConversion } from './shared-conversion.ts'
import type { FilmKeyframes } from './film-keyframes.ts'
import { CANCELLED } from './films.ts'
import type { Entries } from './entries.ts'
import type { Film, Films } from './films.ts'
import type { FfmpegFinder, FfmpegTools } from './find-ffmpeg.ts'

/** A conversion that somebody asks for, as in Conversions.open. */
interface Wanted {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly spec: ConversionSpec
  readonly key: string
  readonly fromStart: boolean
}

/** How a film is to be played somewhere, and what was found in it. */
export interface FilmPlan {
  readonly film: Film
  readonly choice: MethodChoice
}

/** The conversions under way. Players that want the same share one. */
export interface Conversions {
  /** Looks into the film and decides. Fails: as Films.look. */
  plan(infoHash: InfoHash, fileIndex: FileIndex, profile: DeviceProfile, wish: MethodWish, signal: AbortSignal): Promise<Result<FilmPlan>>
  /** Finds ffmpeg and tries its encoders before they are needed. */
  warmUp(): void
  /** True when the film was looked into already. */
  known(infoHash: InfoHash, fileIndex: FileIndex): boolean
  /** The film's key frames became known since a plan had to do without them. */
  canDoLess(infoHash: InfoHash, fileIndex: FileIndex): boolean
  /** The conversion of a spec, begun when it is not there; `fromStart`: its first cell will be asked for at once. Fails: as Films.look, ffmpegFailed. */
  open(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec, signal: AbortSignal, fromStart?: boolean): Promise<Result<Conversion>>
  /** The conversion that any player of HLS can play. */
  plainSpec(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<ConversionSpec>>
  /** Null when there is none. */
  stateOf(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec): ConversionFacts | null
  /** Forgets a conversion that failed, so that it can be tried again. */
  forgetFailed(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec): void
  drop(infoHash: InfoHash): void
  close(): Promise<void>
}

export interface ConversionsWorld {
  readonly films: Films
  readonly keyframes: FilmKeyframes
  readonly entries: Entries
  readonly finder: FfmpegFinder
  readonly encoders: EncoderChoice
  /** Private folder of this run. */
  readonly folder: string
  /** What the cells of one film in one form may take on the disk. */
  readonly maxBytes: () => number
  /** A folder that is there, for programs to run in. */
  readonly cwd: string
  readonly clock: () => number
  readonly log: Log
}

/** Runs at a time, of all films and all places in them: three that are watched and one that is being left. */
const MAX_RUNS = 4
/** After the last request: then ffmpeg ends, and later what it made goes. */
const REST_AFTER_MS = 120_000
const FORGET_AFTER_MS = 600_000
const LOOK_MS = 5000

export function createConversions({ films, keyframes, entries, finder, encoders, folder, maxBytes, cwd, clock, log }: ConversionsWorld): Conversions {
  const open = new Map<string, Promise<Result<Conversion>>>()
  const live = new Map<string, Conversion>()
  /** Each place at which one of them is converted. */
  const lanes = new Set<Conversion>()
  let made = 0
  let warming: Promise<unknown> | null = null
  const stop = new AbortController()

  const keyOf = (infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec) => `${infoHash}/${String(fileIndex)}/${formatSpec(spec)}`

  const cellsOfCopy = async (film: Film): Promise<Grid | null> => {
    const { durationSec, video } = film.media
    if (durationSec === null) return null
    return video ? keyframeGrid(await keyframes.of(film), durationSec) : evenGrid(durationSec)
  }

  const plan: Conversions['plan'] = async (infoHash, fileIndex, profile, wish, signal) => {
    const film = await films.look(infoHash, fileIndex, signal)
    if (!film.ok) return film
    const choice = chooseMethod(film.value.media, profile, wish)
    const tools = choice.method === 'direct' ? null : await finder.find(signal)
    if (tools?.ok === false) return tools
    if (choice.method !== 'direct' && film.value.media.durationSec === null) return NO_LENGTH
    if (!tools) return ok({ film: film.value, choice })
    if (choice.method !== 'transcode' && await cellsOfCopy(film.value)) return ok({ film: film.value, choice })
    if (!await canEncode(tools.value)) return NO_ENCODER
    if (choice.method === 'transcode') return ok({ film: film.value, choice })
    const encoded = chooseMethod(film.value.media, profile, { ...wish, method: null, floor: later(wish.floor, 'transcode') })
    return ok({ film: film.value, choice: { ...encoded, reasons: [...choice.reasons, keyframes.areComing(film.value) ? 'keyframesToCome' : 'noKeyframeIndex'] } })
  }

  /** Software that is built in needs no trial. */
  const canEncode = async (tools: FfmpegTools) => (await encoders.choose(tools, true) ?? await encoders.choose(tools, false)) !== null

  const begin = async (wanted: Wanted, signal: AbortSignal): Promise<Result<Conversion>> => {
    const ahead = createRunAhead({ cwd, signal })
    const conversion = await prepare(wanted, ahead, signal)
    if (!conversion.ok) ahead.close()
    return conversion
  }

  /** What a player from the start will want is begun as soon as it can be guessed, and again if the look into the film tells otherwise. */
  const prepare = async ({ infoHash, fileIndex, spec, key, fromStart }: Wanted, ahead: RunAhead, signal: AbortSignal): Promise<Result<Conversion>> => {
    const startsCopy = fromStart && spec.method !== 'transcode'
    const plan = (video: VideoTrack | null, audio: AudioTrack | null, containers: readonly string[], now: Pick<Rung, 'method'>) => ({ url: films.urlOf(infoHash, fileIndex), video, audio, containers, audioIsCopied: now.method === 'remux', entered: null })
    const located = startsCopy && !films.known(infoHash, fileIndex) ? await finder.locate() : null
    if (located) ahead.begin(located.ffmpeg, conversionArgs({ ...plan(USUAL_PICTURE, spec.audioIndex === null ? null : usualSound(spec.audioIndex), [], spec), fromSec: 0, encode: null }))
    const look = spec.method === 'transcode' ? films.look : films.lookForCells
    const [film, tools] = await Promise.all([look(infoHash, fileIndex, signal), finder.find(signal)])
    if (!tools.ok) return tools
    if (!film.ok) return film
    const rung = firstRung(spec, false)
    const { media: { video, containers, audio: sounds } } = film.value
    const audio = sounds.find(({ audioIndex }) => audioIndex === spec.audioIndex) ?? null
    if (startsCopy) ahead.begin(tools.value.ffmpeg, conversionArgs({ ...plan(video, audio, containers, rung), fromSec: 0, encode: null }))
    const grid = await gridFor(film.value, spec, cellsOfCopy)
    if (!grid.ok) return grid
    const software = await encoders.choose(tools.value, true)
    // A trial takes time; a picture that is copied needs none, and in trouble the sure way is the better one.
    const encoder = spec.method === 'transcode' ? await encoders.choose(tools.value, false) : software
    if (!encoder && spec.method === 'transcode') return NO_ENCODER
    const enters = (now: Rung, cell: number) => video !== null && now.method === 'transcode' && cell > 0 && entries.serves(film.value)
    const argsFor = (now: Rung, cell: number) => conversionArgs({
      ...plan(video, audio, containers, now), fromSec: cellStart(grid.value, cell),
      ...(enters(now, cell) ? { url: entries.urlOf(film.value, cellStart(grid.value, cell)), entered: { startSec: film.value.media.startSec } } : {}),
      encode: now.method !== 'transcode' ? null : {
        encoder: (now.software ? software : encoder) ?? encoder ?? USUAL_ENCODER, quality: now.quality, height: now.height, threads: threadsFor(os.availableParallelism()),
        cells: grid.value.kind === 'even' ? { everySec: cellStart(grid.value, 1) } : { atSec: grid.value.boundaries.slice(cell) },
        canToneMap: canToneMap(tools.value),
      },
    })
    const codecs = codecNames(spec, video, audio)
    const shared = createSharedConversion({
      grid: grid.value, codecs, rung, clock,
      begin: (start) => addLane({
        folder: path.join(folder, String(made += 1)), maxBytes: () => maxBytes() / MAX_LANES, cwd, ffmpeg: tools.value.ffmpeg, grid: grid.value, codecs, argsFor, clock, log, ...start,
        onStart: makeRoom, readsWait: film.value.readsWait, takeBegun: ahead.take,
        onFailed: (failed) => { if (failed.method === 'transcode' && encoder?.hardware === true && !failed.software) encoders.distrust() },
      }),
    })
    const conversion: Conversion = { ...shared, close: () => {
      ahead.close()
      return shared.close()
    } }
    live.set(key, conversion)
    return ok(conversion)
  }

  const addLane = (world: ConversionWorld): Conversion => {
    const lane = createConversion(world)
    const mine: Conversion = { ...lane, close: () => {
      lanes.delete(mine)
      return lane.close()
    } }
    lanes.add(mine)
    return mine
  }

  /** The run that was asked for longest ago rests; one that nobody waits for before one that somebody does. */
  const makeRoom = () => {
    const running = [...lanes].filter((lane) => lane.state().runs).sort((a, b) => Number(a.state().waits) - Number(b.state().waits) || a.state().lastAskedMs - b.state().lastAskedMs)
    for (const conversion of running.slice(0, Math.max(0, running.length - MAX_RUNS + 1))) conversion.rest()
  }

  const forget = (key: string) => {
    const conversion = live.get(key)
    live.delete(key)
    open.delete(key)
    return conversion?.close() ?? Promise.resolve()
  }

  const timer = setInterval(() => {
    for (const [key, conversion] of live) {
      const idleMs = clock() - conversion.state().lastAskedMs
      if (idleMs > FORGET_AFTER_MS) void forget(key)
      else if (idleMs > REST_AFTER_MS) conversion.rest()
    }
  }, LOOK_MS)
  timer.unref()

  return {
    plan,
    warmUp: () => {
      warming ??= finder.find(stop.signal).then((tools) => (tools.ok ? encoders.choose(tools.value, false) : null)).catch(() => null)
    },
    known: films.known,
    canDoLess: keyframes.haveCome,
    open: async (infoHash, fileIndex, spec, signal, fromStart = false) => {
      const key = keyOf(infoHash, fileIndex, spec)
      // Others may wait for the same one: it does not end with whoever asked first.
      const known = open.get(key) ?? begin({ infoHash, fileIndex, spec, key, fromStart }, stop.signal).catch((thrown: unknown): Result<Conversion> => ({ ok: false, error: toAppError(thrown) }))
      open.set(key, known)
      void known.then((result) => { if (!result.ok && open.get(key) === known) open.delete(key) })
      return unlessAborted(known, signal, CANCELLED)
    },
    plainSpec: async (infoHash, fileIndex, signal) => {
      const planned = await plan(infoHash, fileIndex, PLAIN_HLS, NO_WISH, signal)
      return planned.ok ? ok(specOf(planned.value.choice) ?? { method: 'remux', audioIndex: planned.value.choice.audio?.audioIndex ?? null, height: null }) : planned
    },
    stateOf: (infoHash, fileIndex, spec) => live.get(keyOf(infoHash, fileIndex, spec))?.state() ?? null,
    forgetFailed: (infoHash, fileIndex, spec) => {
      const key = keyOf(infoHash, fileIndex, spec)
      if (live.get(key)?.state().state === 'failed') void forget(key)
    },
    drop: (infoHash) => {
      films.drop(infoHash)
      keyframes.drop(infoHash)
      for (const key of [...live.keys()]) if (key.startsWith(infoHash)) void forget(key)
    },
    close: async () => {
      clearInterval(timer)
      stop.abort()
      films.close()
      keyframes.close()
      await Promise.all([...live.keys()].map(forget))
    },
  }
}

const NO_ENCODER = fail('ffmpegUnusable', 'this ffmpeg can make no H.264 pictures; install a full build', { why: 'incomplete', system: process.platform })
/** A copied picture that has to be encoded after all where nothing encodes: ffmpeg says so itself. */
const USUAL_ENCODER: Encoder = { name: 'libx264', hardware: false }
const NO_LENGTH = fail('ffmpegFailed', 'the length of this film cannot be found out, so it cannot be converted', { end: 'endless' })

/** A picture that is copied has its cells at its own key frames; one that is encoded, or none at all, at even places. */
async function gridFor(film: Film, { method }: ConversionSpec, cellsOfCopy: (film: Film) => Promise<Grid | null>): Promise<Result<Grid>> {
  const { durationSec, video } = film.media
  if (durationSec === null) return NO_LENGTH
  if (method === 'transcode' || !video) return ok(evenGrid(durationSec))
  const grid = await cellsOfCopy(film)
  return grid ? ok(grid) : fail('ffmpegFailed', 'the key frames of this film are not known, so its picture cannot be copied')
}

/** One core stays free for the window and the engine where there are enough of them. */
function threadsFor(cores: number): number {
  return cores >= 4 ? cores - 1 : cores
}

function canToneMap({ facts }: FfmpegTools): boolean {
  return facts.filters.has('zscale') && facts.filters.has('tonemap')
}
