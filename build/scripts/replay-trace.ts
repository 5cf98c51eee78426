import { drawWindow } from '../../shared/window/picture.ts'
import type { BlockRequest } from '../../shared/window/pick-blocks.ts'
import { replayPick } from '../../shared/window/pick-record.ts'
import type { PickRecord } from '../../shared/window/pick-record.ts'
import { planWindow } from '../../shared/window/plan-window.ts'
import type { WindowInput, WindowPlan } from '../../shared/window/plan-window.ts'

/** One line of a trace as text. */
export interface ReplayedLine {
  readonly text: string
  readonly atMs: number
  /** Today's code answers otherwise than what is written down. */
  readonly differs: boolean
}

/** A trace does not say what is verified, so a picture shows what is wanted, wherever it already is. */
const NOTHING_VERIFIED = { get: () => false }

/**
 * One line of a trace as a line of text. A plan: seconds since `startMs`, file, window picture of at most `maxChars`,
 * reason. A round of requests: seconds, how many, the first of them as `peer:piece.block`. A line that today's code answers
 * otherwise ends in `differs`. Null when the text is no trace entry.
 */
export function replayLine(text: string, startMs: number | null, maxChars: number): ReplayedLine | null {
  const entry = parseEntry(text)
  if (!entry) return null
  const { shown, differs } = 'pick' in entry ? replayRequests(entry, maxChars) : replayPlan(entry, maxChars)
  const seconds = ((entry.atMs - (startMs ?? entry.atMs)) / 1000).toFixed(2).padStart(8)
  return { atMs: entry.atMs, differs, text: `${seconds}  ${shown}${differs ? '  differs' : ''}` }
}

interface Replayed {
  readonly shown: string
  readonly differs: boolean
}

function replayPlan({ fileIndex, input, plan: recorded }: PlanEntry, maxChars: number): Replayed {
  const plan = planWindow(input)
  return { shown: `file ${String(fileIndex)}  ${picture(input, plan, maxChars)}  ${plan.why}`, differs: !sameJson(plan, recorded) }
}

function replayRequests({ pick, requests: recorded }: PickEntry, maxChars: number): Replayed {
  const requests = replayPick(pick)
  const listed = requests.map(({ peer, piece, block }) => `${String(peer)}:${String(piece)}.${String(block)}`).join(' ')
  return { shown: `asks ${String(requests.length).padStart(3)}  ${listed.slice(0, maxChars)}`, differs: !sameJson(requests, recorded) }
}

function picture({ lengthBytes, pieceLengthBytes, fileOffsetBytes }: WindowInput, plan: WindowPlan, maxChars: number): string {
  const file = { begin: fileOffsetBytes, end: fileOffsetBytes + lengthBytes }
  return drawWindow({ lengthBytes: file.end, pieceLengthBytes }, file, NOTHING_VERIFIED, plan.ranges, maxChars)
}

/** Compared as JSON, because that is what a trace can hold: it writes "no hurry" as null. */
const sameJson = (made: unknown, recorded: unknown) => JSON.stringify(made) === JSON.stringify(recorded)

interface PlanEntry {
  readonly atMs: number
  readonly fileIndex: number
  readonly input: WindowInput
  readonly plan: WindowPlan
}

interface PickEntry {
  readonly atMs: number
  readonly pick: PickRecord
  readonly requests: readonly BlockRequest[]
}

function parseEntry(text: string): PlanEntry | PickEntry | null {
  try {
    const value: unknown = JSON.parse(text)
    return isPlan(value) || isPick(value) ? value : null
  } catch {
    return null // a trace of a killed process ends in half a line
  }
}

function isPlan(value: unknown): value is PlanEntry {
  if (!hasNumbers(value, ['atMs', 'fileIndex']) || !('input' in value) || !('plan' in value)) return false
  const { input, plan } = value
  return hasNumbers(input, ['lengthBytes', 'pieceLengthBytes', 'fileOffsetBytes']) && 'cursors' in input && 'policy' in input && typeof plan === 'object' && plan !== null
}

function isPick(value: unknown): value is PickEntry {
  if (!hasNumbers(value, ['atMs']) || !('pick' in value) || !('requests' in value)) return false
  const { pick, requests } = value
  return hasNumbers(pick, ['nowMs', 'repeatsLeft', 'warmLeft']) && 'ranges' in pick && 'peers' in pick && Array.isArray(requests)
}

function hasNumbers(value: unknown, names: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'number')
}
