import { toAppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { formatSpec } from '../../../shared/transcode/conversion-spec.ts'
import { unlessAborted } from '../with-limit.ts'
import type { Conversion, ConversionFacts } from './conversion.ts'
import type { FilmKeyframes } from './film-keyframes.ts'
import { CANCELLED } from './films.ts'
import { createConversionPlanner } from './plan-conversion.ts'
import type { ConversionPlanner } from './plan-conversion.ts'
import { createConversionPreparer } from './prepare-conversion.ts'
import type { PreparerWorld } from './prepare-conversion.ts'

/** The conversions under way. Players that want the same share one. */
export interface Conversions extends Pick<ConversionPlanner, 'plan' | 'plainSpec'> {
  /** Finds ffmpeg and tries its encoders before they are needed. */
  warmUp(): void
  /** True when the film was looked into already. */
  known(infoHash: InfoHash, fileIndex: FileIndex): boolean
  /** The film's key frames became known since a plan had to do without them. */
  canDoLess(infoHash: InfoHash, fileIndex: FileIndex): boolean
  /** The conversion of a spec, begun when it is not there; `fromStart`: its first cell will be asked for at once. Fails: as Films.look, ffmpegFailed. */
  open(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec, signal: AbortSignal, fromStart?: boolean): Promise<Result<Conversion>>
  /** Null when there is none. */
  stateOf(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec): ConversionFacts | null
  /** Forgets a conversion that failed, so that it can be tried again. */
  forgetFailed(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec): void
  drop(infoHash: InfoHash): void
  close(): Promise<void>
}

export interface ConversionsWorld extends Omit<PreparerWorld, 'planner'> {
  readonly keyframes: FilmKeyframes
}

/** After the last request: then ffmpeg ends, and later what it made goes. */
const REST_AFTER_MS = 120_000
const FORGET_AFTER_MS = 600_000
const LOOK_MS = 5000

export function createConversions(world: ConversionsWorld): Conversions {
  const { films, keyframes, finder, encoders, clock } = world
  const planner = createConversionPlanner({ films, keyframes, finder, encoders })
  const prepare = createConversionPreparer({ ...world, planner })
  const open = new Map<string, Promise<Result<Conversion>>>()
  const live = new Map<string, Conversion>()
  let warming: Promise<unknown> | null = null
  const stop = new AbortController()

  const keyOf = (infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec) => `${infoHash}/${String(fileIndex)}/${formatSpec(spec)}`

  const begin = async (infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec, fromStart: boolean): Promise<Result<Conversion>> => {
    const conversion = await prepare({ infoHash, fileIndex, spec, fromStart }, stop.signal)
    if (conversion.ok) live.set(keyOf(infoHash, fileIndex, spec), conversion.value)
    return conversion
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
    plan: planner.plan,
    plainSpec: planner.plainSpec,
    warmUp: () => {
      warming ??= finder.find(stop.signal).then((tools) => (tools.ok ? encoders.choose(tools.value, false) : null)).catch(() => null)
    },
    known: films.known,
    canDoLess: keyframes.haveCome,
    open: async (infoHash, fileIndex, spec, signal, fromStart = false) => {
      const key = keyOf(infoHash, fileIndex, spec)
      // Others may wait for the same one: it does not end with whoever asked first.
      const known = open.get(key) ?? begin(infoHash, fileIndex, spec, fromStart).catch((thrown: unknown): Result<Conversion> => ({ ok: false, error: toAppError(thrown) }))
      open.set(key, known)
      void known.then((result) => { if (!result.ok && open.get(key) === known) open.delete(key) })
      return unlessAborted(known, signal, CANCELLED)
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
