import { drawWindow } from '../../shared/window/picture.ts'
import { planWindow } from '../../shared/window/plan-window.ts'
import type { WindowInput, WindowPlan } from '../../shared/window/plan-window.ts'

/** One line of a planner trace: when, for which file, what the planner was told and what it answered. */
export interface TraceEntry {
  readonly atMs: number
  readonly fileIndex: number
  readonly input: WindowInput
  readonly plan: WindowPlan
}

/** A trace does not say what is verified, so a picture shows what is wanted, wherever it already is. */
const NOTHING_VERIFIED = { get: () => false }

/**
 * One line of a trace as a line of text: seconds since `startMs`, file, window picture of at most `maxChars`, reason. A
 * line whose recorded plan is not what planWindow answers today ends in `differs`. Null when the text is no trace entry.
 */
export function replayLine(text: string, startMs: number | null, maxChars: number): { readonly text: string; readonly atMs: number } | null {
  const entry = parseEntry(text)
  if (!entry) return null
  const plan = planWindow(entry.input)
  const seconds = ((entry.atMs - (startMs ?? entry.atMs)) / 1000).toFixed(2).padStart(8)
  const difference = samePlan(plan, entry.plan) ? '' : '  differs'
  return { atMs: entry.atMs, text: `${seconds}  file ${String(entry.fileIndex)}  ${picture(entry.input, plan, maxChars)}  ${plan.why}${difference}` }
}

function picture({ lengthBytes, pieceLengthBytes, fileOffsetBytes }: WindowInput, plan: WindowPlan, maxChars: number): string {
  const file = { begin: fileOffsetBytes, end: fileOffsetBytes + lengthBytes }
  return drawWindow({ lengthBytes: file.end, pieceLengthBytes }, file, NOTHING_VERIFIED, plan.ranges, maxChars)
}

/** Compared as JSON, because that is what a trace can hold: it writes "no hurry" as null. */
const samePlan = (made: WindowPlan, recorded: WindowPlan) => JSON.stringify(made) === JSON.stringify(recorded)

function parseEntry(text: string): TraceEntry | null {
  try {
    const value: unknown = JSON.parse(text)
    return isEntry(value) ? value : null
  } catch {
    return null // a trace of a killed process ends in half a line
  }
}

function isEntry(value: unknown): value is TraceEntry {
  if (!hasNumbers(value, ['atMs', 'fileIndex']) || !('input' in value) || !('plan' in value)) return false
  const { input, plan } = value
  return hasNumbers(input, ['lengthBytes', 'pieceLengthBytes', 'fileOffsetBytes']) && 'cursors' in input && 'policy' in input && typeof plan === 'object' && plan !== null
}

function hasNumbers(value: unknown, names: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'number')
}
