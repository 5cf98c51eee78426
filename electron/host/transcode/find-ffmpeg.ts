import { realpath, stat } from 'node:fs/promises'
import type { AppError } from '../../../shared/errors.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { readFfmpegFacts } from '../../../shared/transcode/ffmpeg-facts.ts'
import type { FfmpegFacts } from '../../../shared/transcode/ffmpeg-facts.ts'
import { ffprobeBeside } from '../../../shared/transcode/ffmpeg-places.ts'
import { isProgram, runToEnd } from './run-process.ts'

/** An ffmpeg that was found and asked what it can do. */
export interface FfmpegTools {
  readonly ffmpeg: string
  readonly ffprobe: string
  readonly facts: FfmpegFacts
}

/** The two programs of an ffmpeg, not asked yet whether they are what their names say. */
export type FfmpegPrograms = Pick<FfmpegTools, 'ffmpeg' | 'ffprobe'>

/** Finds ffmpeg once, and again whenever it was missing or the file has changed since. */
export interface FfmpegFinder {
  /** Fails: ffmpegMissing, ffmpegUnusable, cancelled, timeout (the computer is busy; later it may work). */
  find(signal: AbortSignal): Promise<Result<FfmpegTools>>
  /** The first place where both programs are, at once: to look into a film while they are asked what they can do. Null = none. */
  locate(): Promise<FfmpegPrograms | null>
  /** This one before any other from the next search on; null = the best of the places. */
  choose(place: string | null): void
}

export interface FinderWorld {
  /** Best first; see shared/transcode/ffmpeg-places.ts. */
  readonly places: readonly string[]
  /** A private folder to run in. */
  readonly cwd: string
  /** Patience with its answers, if it is not the usual one. */
  readonly answerLimitMs?: number
  readonly log: Log
}

/** Six answers took 0.3 s on two busy cores; a program that needs longer than this hangs. */
const ANSWER_LIMIT_MS = 15_000
/** The longest list (of encoders) has 20 kB. */
const MAX_ANSWER_BYTES = 1_000_000

export function createFfmpegFinder({ places, cwd, answerLimitMs = ANSWER_LIMIT_MS, log }: FinderWorld): FfmpegFinder {
  let known: { readonly stamp: string; readonly tools: FfmpegTools } | null = null
  let searching: Promise<Result<FfmpegTools>> | null = null
  let chosen: string | null = null

  const inOrder = () => (chosen === null ? places : [chosen, ...places])

  const search = async (): Promise<Result<FfmpegTools>> => {
    let problem: AppError | null = null
    for (const place of inOrder()) {
      if (!await isProgram(place)) continue
      const stamp = await stampOf(place)
      if (stamp === null) continue
      if (known?.stamp === stamp) return ok(known.tools)
      const tools = await check(place, cwd, answerLimitMs)
      if (tools.ok) {
        known = { stamp, tools: tools.value }
        log('ffmpeg', 'found', { place, version: tools.value.facts.version })
        return tools
      }
      log('ffmpeg', 'unusable', { place, why: tools.error.message })
      problem ??= { ...tools.error, details: { ...tools.error.details, system: process.platform } }
    }
    return problem ? { ok: false, error: problem } : fail('ffmpegMissing', 'ffmpeg is not installed on this computer; install it, or name it in the settings or in FFMPEG_PATH', { system: process.platform })
  }

  return {
    locate: async () => {
      for (const ffmpeg of inOrder()) {
        const ffprobe = await isProgram(ffmpeg) ? await findFfprobe(ffmpeg) : null
        if (ffprobe !== null) return { ffmpeg, ffprobe }
      }
      return null
    },
    choose: (place) => {
      chosen = place
      searching = null
    },
    find: async (signal) => {
      const mine = searching ??= search()
      const found = await mine
      if (searching === mine) searching = null
      return signal.aborted ? fail('cancelled', 'the search for ffmpeg is not needed any more') : found
    },
  }
}

/** Half of what it can do would be taken for all of it: unless every answer came, nothing is known. */
async function check(ffmpeg: string, cwd: string, limitMs: number): Promise<Result<FfmpegTools>> {
  const ffprobe = await findFfprobe(ffmpeg)
  if (ffprobe === null) return fail('ffmpegUnusable', 'ffprobe is missing beside ffmpeg; install the whole package', { why: 'noProbe' })
  const signal = AbortSignal.timeout(limitMs)
  const ask = async (what: string) => {
    const { why, code, stdout } = await runToEnd({ program: ffmpeg, args: ['-hide_banner', what], cwd, signal, limitMs, maxOutputBytes: MAX_ANSWER_BYTES })
    return why === 'exited' && code === 0 ? stdout.toString('utf8') : ''
  }
  const version = await ask('-version')
  if (version === '' && !signal.aborted) return fail('ffmpegUnusable', 'the program found as ffmpeg does not answer', { why: 'silent' })
  const [encoders, decoders, protocols, muxers, filters] = await Promise.all([ask('-encoders'), ask('-decoders'), ask('-protocols'), ask('-muxers'), ask('-filters')])
  if (signal.aborted) return fail('timeout', `ffmpeg did not say within ${String(limitMs / 1000)} s what it can do`, { limitMs })
  const facts = readFfmpegFacts({ version, encoders, decoders, protocols, muxers, filters })
  return facts.ok ? ok({ ffmpeg, ffprobe, facts: facts.value }) : facts
}

/** Beside the ffmpeg as it is named, or beside the file a link leads to. */
async function findFfprobe(ffmpeg: string): Promise<string | null> {
  const real = await realpath(ffmpeg).catch(() => ffmpeg)
  for (const candidate of [ffprobeBeside(ffmpeg), ffprobeBeside(real)]) {
    if (candidate !== null && await isProgram(candidate)) return candidate
  }
  return null
}

/** Null when the file went away a moment ago, as it does while it is updated. */
async function stampOf(file: string): Promise<string | null> {
  const facts = await stat(file).catch(() => null)
  return facts && `${file} ${String(facts.mtimeMs)} ${String(facts.size)}`
}
