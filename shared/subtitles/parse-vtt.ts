import type { Cue, CuePlace } from './cue.ts'
import { FOOT, SUBTITLE_LIMITS, makeCue } from './cue.ts'
import { clockMs } from './lines.ts'
import { parseMarkup } from './markup.ts'

/** Reads WebVTT (W3C): cues with their settings; notes, style sheets and regions are left out. */
export function parseVtt(lines: readonly string[]): Cue[] {
  const cues: Cue[] = []
  for (let at = 0; at < lines.length && cues.length < SUBTITLE_LIMITS.cues; at += 1) {
    const times = parseTimes(lines[at] ?? '')
    if (!times) continue
    const begin = at + 1
    while (at + 1 < lines.length && lines[at + 1] !== '' && at - begin < MAX_LINES) at += 1
    const { runs, corner } = parseMarkup(lines.slice(begin, at + 1).join('\n'))
    const cue = makeCue(times.startMs, times.endMs, runs, corner === null ? placeOf(times.settings) : { corner, at: null })
    if (cue) cues.push(cue)
  }
  return cues
}

const MAX_LINES = 100
const TIMES = /^\s*(?:(\d{2,4}):)?(\d{2}):(\d{2})\.(\d{3})\s+-->\s+(?:(\d{2,4}):)?(\d{2}):(\d{2})\.(\d{3})(.*)$/

function parseTimes(line: string): { readonly startMs: number; readonly endMs: number; readonly settings: string } | null {
  const [, h1, m1 = '', s1 = '', f1, h2, m2 = '', s2 = '', f2, settings = ''] = line.includes('-->') ? TIMES.exec(line) ?? [] : []
  return m1 === '' ? null : { startMs: clockMs(h1, m1, s1, f1), endMs: clockMs(h2, m2, s2, f2), settings }
}

/** `line`, `position` and `align` (WebVTT 4.4) as a corner and a point; a line counted from the top is one of the head. */
function placeOf(settings: string): CuePlace {
  const values = new Map(settings.trim().split(/[ \t]+/).map((setting) => splitAt(setting, ':')))
  const align = values.get('align') ?? 'center'
  const column = align === 'start' || align === 'left' ? 1 : align === 'end' || align === 'right' ? 3 : 2
  const [line = '', lineAlign = 'start'] = (values.get('line') ?? '').split(',')
  const x = percent(values.get('position')?.split(',')[0] ?? '')
  const y = percent(line)
  if (y === null) {
    const head = /^\d+$/.test(line)
    if (!head && x === null && column === 2) return FOOT
    return { corner: column + (head ? 6 : 0), at: null }
  }
  const row = lineAlign === 'end' ? 0 : lineAlign === 'center' ? 3 : 6
  return { corner: column + row, at: { x: x ?? EDGE_X[column - 1] ?? 0.5, y } }
}

const EDGE_X = [0, 0.5, 1] as const

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function percent(text: string): number | null {
  const digits = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text)?.[1]
  return digits === undefined ? null : Math.min(100, Number(digits)) / 100
}
