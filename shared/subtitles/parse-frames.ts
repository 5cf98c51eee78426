import { bgrColour } from './colour.ts'
import type { Cue, CueRun, RunStyle } from './cue.ts'
import { FOOT, PLAIN, SUBTITLE_LIMITS, makeCue } from './cue.ts'
import { clockMs } from './lines.ts'
import { parseMarkup } from './markup.ts'

/** The rate of films, when neither the file nor the film says. */
export const FILM_FRAMES_PER_SEC = 24_000 / 1001

/**
 * Reads MicroDVD: `{first frame}{last frame}text|second line`. A first cue `{1}{1}25` names the rate; otherwise the film's
 * counts, which the caller knows.
 */
export function parseMicroDvd(lines: readonly string[], framesPerSec: number | null): Cue[] {
  let rate = framesPerSec ?? FILM_FRAMES_PER_SEC
  const cues: Cue[] = []
  for (const line of lines) {
    const [, first = '', last = '', text = ''] = FRAMES.exec(line) ?? []
    if (first === '') continue
    const named = Number(first) <= 1 && Number(last) <= 1 ? namedRate(text) : null
    if (named !== null) { rate = named; continue }
    const startMs = (Number(first) / rate) * 1000
    const endMs = last === '' ? startMs + UNENDED_MS : (Number(last) / rate) * 1000
    const cue = makeCue(Math.round(startMs), Math.round(endMs), microDvdRuns(text), FOOT)
    if (cue) cues.push(cue)
    if (cues.length >= SUBTITLE_LIMITS.cues) break
  }
  return cues
}

/** Reads MPL2: `[tenths of a second][tenths]text|/second line in italics`. */
export function parseMpl2(lines: readonly string[]): Cue[] {
  const cues: Cue[] = []
  for (const line of lines) {
    const [, first = '', last = '', text = ''] = TENTHS.exec(line) ?? []
    if (first === '') continue
    const startMs = Number(first) * 100
    const cue = makeCue(startMs, last === '' ? startMs + UNENDED_MS : Number(last) * 100, microDvdRuns(text), FOOT)
    if (cue) cues.push(cue)
    if (cues.length >= SUBTITLE_LIMITS.cues) break
  }
  return cues
}

/** Reads SubViewer: a line of two times parted by a comma, then a line of text with `[br]`. */
export function parseSubViewer(lines: readonly string[]): Cue[] {
  const cues: Cue[] = []
  for (let at = 0; at < lines.length && cues.length < SUBTITLE_LIMITS.cues; at++) {
    const [, h1, m1 = '', s1 = '', f1, h2, m2 = '', s2 = '', f2] = SUBVIEWER.exec(lines[at] ?? '') ?? []
    if (m1 === '') continue
    const { runs } = parseMarkup((lines[at + 1] ?? '').replace(/\[br\]/gi, '\n'))
    const cue = makeCue(clockMs(h1, m1, s1, f1), clockMs(h2, m2, s2, f2), runs, FOOT)
    if (cue) cues.push(cue)
  }
  return cues
}

/** A cue without an end is shown this long. */
const UNENDED_MS = 3000
export const FRAMES = /^\s*\{(\d{1,9})\}\{(\d{0,9})\}(.*)$/
export const TENTHS = /^\s*\[(\d{1,9})\]\[(\d{0,9})\](.*)$/
export const SUBVIEWER = /^(\d{1,2}):(\d{2}):(\d{2})[.:](\d{1,3}),(\d{1,2}):(\d{2}):(\d{2})[.:](\d{1,3})\s*$/

function namedRate(text: string): number | null {
  const rate = /^\s*\d{1,3}(?:[.,]\d{1,6})?\s*$/.test(text) ? Number(text.trim().replace(',', '.')) : NaN
  return rate >= 1 && rate <= 240 ? rate : null
}

/** `{Y:i}` holds for the whole cue, `{y:i}` and a leading "/" for one line. */
function microDvdRuns(text: string): CueRun[] {
  let whole = PLAIN
  return text.slice(0, SUBTITLE_LIMITS.markupChars).split('|').slice(0, 20).flatMap((line, i): CueRun[] => {
    let style = whole
    const words = line.replace(/\{([a-zA-Z]):([^{}]{0,100})\}/g, (_tag, name: string, value: string) => {
      style = withCode(style, name.toLowerCase(), value)
      if (name !== name.toLowerCase()) whole = withCode(whole, name.toLowerCase(), value)
      return ''
    })
    const italic = words.startsWith('/')
    return [...(i === 0 ? [] : [{ ...PLAIN, text: '\n' }]), { ...style, italic: style.italic || italic, text: italic ? words.slice(1) : words }]
  })
}

function withCode(style: RunStyle, name: string, value: string): RunStyle {
  const has = (letter: string) => value.toLowerCase().split(',').includes(letter)
  if (name === 'y') return { ...style, italic: style.italic || has('i'), bold: style.bold || has('b'), underline: style.underline || has('u'), strike: style.strike || has('s') }
  const [, hex] = /^\$([0-9a-f]{6})$/i.exec(value) ?? []
  return name === 'c' && hex !== undefined ? { ...style, colour: bgrColour(Number.parseInt(hex, 16)) } : style
}
