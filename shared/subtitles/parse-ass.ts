import type { AssStyle, AssStyles } from './ass-styles.ts'
import { parseAssStyles } from './ass-styles.ts'
import { readAssText } from './ass-text.ts'
import type { Cue } from './cue.ts'
import { SUBTITLE_LIMITS, makeCue, plainText } from './cue.ts'
import { clockMs } from './lines.ts'

/** Reads Advanced SubStation Alpha and its ancestor SSA: place, weight, colour and size of the text; effects are left out. */
export function parseAss(lines: readonly string[]): Cue[] {
  const styles = parseAssStyles(lines)
  const cues: Cue[] = []
  let columns = EVENT_COLUMNS
  let inEvents = false
  for (const line of lines) {
    if (line.startsWith('[')) inEvents = /^\[events\]/i.test(line)
    else if (inEvents && /^format\s*:/i.test(line)) columns = splitFields(line.slice(line.indexOf(':') + 1), Infinity).map((name) => name.toLowerCase())
    else if (inEvents && /^dialogue\s*:/i.test(line)) {
      const cue = eventCue(line.slice(line.indexOf(':') + 1), columns, styles)
      if (cue) cues.push(cue)
      if (cues.length >= SUBTITLE_LIMITS.cues) break
    }
  }
  return withoutTwins(cues)
}

/** Reads the events that a Matroska file keeps as blocks: the head is the track's private data, times come from the block. */
export interface AssBlockReader {
  cue(block: string, startMs: number, endMs: number): Cue | null
}

export function createAssBlockReader(head: string): AssBlockReader {
  const styles = parseAssStyles(head.split(/\r?\n/))
  return {
    cue: (block, startMs, endMs) => {
      const fields = splitFields(block, BLOCK_COLUMNS)
      return styledCue(fields[BLOCK_COLUMNS - 1] ?? '', fields[BLOCK_STYLE] ?? '', { startMs, endMs }, styles)
    },
  }
}

/** ReadOrder, Layer, Style, Name, MarginL, MarginR, MarginV, Effect, Text. */
const BLOCK_COLUMNS = 9
const BLOCK_STYLE = 2

/** What stands in files that do not say. */
const EVENT_COLUMNS: readonly string[] = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text']

function eventCue(line: string, columns: readonly string[], styles: AssStyles): Cue | null {
  const fields = splitFields(line, columns.length)
  const field = (name: string) => fields[columns.indexOf(name)] ?? ''
  const startMs = timeMs(field('start'))
  const endMs = timeMs(field('end'))
  return startMs === null || endMs === null ? null : styledCue(field('text'), field('style'), { startMs, endMs }, styles)
}

function styledCue(text: string, styleName: string, { startMs, endMs }: { readonly startMs: number; readonly endMs: number }, styles: AssStyles): Cue | null {
  const style: AssStyle = styles.find(styleName)
  const { runs, place } = readAssText(text, style, styles)
  return makeCue(startMs, endMs, runs, place)
}

function timeMs(text: string): number | null {
  const [, hours, minutes = '', seconds = '', fraction] = /^\s*(\d{1,4}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,6}))?\s*$/.exec(text) ?? []
  return minutes === '' ? null : clockMs(hours, minutes, seconds, fraction)
}

/** At most `most` fields; the last one keeps its commas and its blanks. */
function splitFields(line: string, most: number): string[] {
  const fields: string[] = []
  let at = 0
  while (fields.length < Math.min(most, MAX_COLUMNS) - 1) {
    const comma = line.indexOf(',', at)
    if (comma < 0) break
    fields.push(line.slice(at, comma).trim())
    at = comma + 1
  }
  return [...fields, most === Infinity ? line.slice(at).trim() : line.slice(at)]
}

/** Styles have 23 columns, events 10. */
const MAX_COLUMNS = 64

/** Shadows and glows are the same words again below themselves; one of them is enough. */
function withoutTwins(cues: readonly Cue[]): Cue[] {
  const seen = new Map<string, Cue>()
  for (const cue of cues) seen.set(`${String(cue.startMs)} ${String(cue.endMs)} ${String(cue.place.corner)} ${plainText(cue)}`, cue)
  return [...seen.values()]
}
