import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** What an ffmpeg says of itself. */
export interface FfmpegFacts {
  readonly version: string
  readonly encoders: ReadonlySet<string>
  readonly decoders: ReadonlySet<string>
  readonly protocols: ReadonlySet<string>
  readonly muxers: ReadonlySet<string>
  readonly filters: ReadonlySet<string>
}

/** What the checks printed, each on standard output. */
export interface FfmpegAnswers {
  readonly version: string
  readonly encoders: string
  readonly decoders: string
  readonly protocols: string
  readonly muxers: string
  readonly filters: string
}

/** The oldest that knows every option we give (delay_moov and frag_discont came earlier, -reconnect_on_network_error is not used). */
const OLDEST = { major: 4, minor: 1 }
const OLDEST_TEXT = `${String(OLDEST.major)}.${String(OLDEST.minor)}`

/**
 * Reads the answers to `-version`, `-encoders`, `-decoders`, `-protocols`, `-muxers` and `-filters`. Builds from a source tree have no
 * number and count as new. Fails: ffmpegUnusable for what is no ffmpeg, is too old, or cannot read http or write MP4; `why` tells which.
 */
export function readFfmpegFacts(answers: FfmpegAnswers): Result<FfmpegFacts> {
  const [, version] = /^ffmpeg version (\S+)/m.exec(answers.version) ?? []
  if (version === undefined) return fail('ffmpegUnusable', 'the program found as ffmpeg does not answer like one', { why: 'silent' })
  if (isTooOld(version)) return fail('ffmpegUnusable', `ffmpeg ${version} is too old; version ${OLDEST_TEXT} or later is needed`, { why: 'tooOld', version, oldest: OLDEST_TEXT })
  const facts = { version, encoders: coders(answers.encoders), decoders: coders(answers.decoders), protocols: words(inputProtocols(answers.protocols)), muxers: muxersOf(answers.muxers), filters: filtersOf(answers.filters) }
  if (!facts.protocols.has('http') || !facts.muxers.has('mp4')) return fail('ffmpegUnusable', `ffmpeg ${version} was built without http or MP4; install a full build`, { why: 'incomplete', version })
  return ok(facts)
}

function isTooOld(version: string): boolean {
  const [, major, minor] = /^n?(\d{1,3})\.(\d{1,3})/.exec(version) ?? []
  if (major === undefined) return false
  return Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor)
}

/** Lines like ` V....D libx264   H.264 …` below the dashes. */
function coders(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^ [VAS][A-Z.]{5} (\S+)/gm)].flatMap(([, name]) => (name === undefined || name === '=' ? [] : [name])))
}

function muxersOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^ {1,2}[D ]?E[d ]* +(\S+)/gm)].flatMap(([, names]) => names?.split(',') ?? []))
}

/** Lines like ` TSC yadif   V->V   Deinterlace …`. */
function filtersOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^ [A-Z.]{2,3} +(\S+) +\S*->/gm)].flatMap(([, name]) => (name === undefined ? [] : [name])))
}

function inputProtocols(text: string): string {
  return text.slice(text.indexOf('Input:') + 'Input:'.length, text.includes('Output:') ? text.indexOf('Output:') : text.length)
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''))
}
