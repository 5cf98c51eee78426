import type { Cue } from './cue.ts'
import { FOOT, SUBTITLE_LIMITS, makeCue } from './cue.ts'
import { clockMs } from './lines.ts'
import { parseMarkup } from './markup.ts'

/**
 * Reads SubRip. A cue is a line of two times and the lines below it, up to the number of the next cue; blank lines
 * inside a cue and missing ones between cues are forgiven, as players do.
 */
export function parseSrt(lines: readonly string[]): Cue[] {
  const cues: Cue[] = []
  for (let at = 0; at < lines.length && cues.length < SUBTITLE_LIMITS.cues;) {
    const times = parseTimes(lines[at] ?? '')
    at += 1
    if (!times) continue
    const begin = at
    while (at < lines.length && !parseTimes(lines[at] ?? '')) at += 1
    const { runs, corner } = parseMarkup(textOf(lines, begin, at))
    const cue = makeCue(times.startMs, times.endMs, runs, corner === null ? FOOT : { corner, at: null })
    if (cue) cues.push(cue)
  }
  return cues
}

/** True for a line of two times as SubRip writes them. */
export function isSrtTimes(line: string): boolean {
  return parseTimes(line) !== null
}

const TIMES = /^\s*(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[,.:](\d{1,9}))?\s*-{1,2}>\s*(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[,.:](\d{1,9}))?(?:\s.*)?$/

function parseTimes(line: string): { readonly startMs: number; readonly endMs: number } | null {
  // Most lines are text: one look for the arrow spares the pattern.
  const [, h1, m1 = '', s1 = '', f1, h2, m2 = '', s2 = '', f2] = line.includes('>') ? TIMES.exec(line) ?? [] : []
  return m1 === '' ? null : { startMs: clockMs(h1, m1, s1, f1), endMs: clockMs(h2, m2, s2, f2) }
}

/** The lines of a cue without the number of the next one. */
function textOf(lines: readonly string[], begin: number, end: number): string {
  const isNumber = end < lines.length && end > begin && /^\s*\d+\s*$/.test(lines[end - 1] ?? '')
  return lines.slice(begin, Math.min(isNumber ? end - 1 : end, begin + MAX_LINES)).join('\n')
}

/** No cue has more lines than a screen. */
const MAX_LINES = 100
