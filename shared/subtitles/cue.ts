import { boolean, integer, list, nullable, number, object, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'

/** A subtitle as plain data, whatever it was written in. Its text is text: no markup survives the parsers, so nothing can be run. */

/** Bounds on what a subtitle file may cost (a film has some 2000 cues of 60 characters); `markupChars` is read of one cue, tags included. */
export const SUBTITLE_LIMITS = { bytes: 20 * 1024 * 1024, cues: 200_000, cueChars: 4000, cueRuns: 200, markupChars: 16_384 } as const

const share = number(-1, 2)

/** A piece of text in one look. Lines are parted by "\n". */
export const runSchema = object({
  text: text(SUBTITLE_LIMITS.cueChars),
  bold: boolean(),
  italic: boolean(),
  underline: boolean(),
  strike: boolean(),
  /** `#rrggbb`; null = the person's own colour. */
  colour: nullable(text(7)),
  /** Name of a font family; null = the person's own. */
  font: nullable(text(64)),
  /** Height of the letters as a share of the picture's height; null = the person's own. */
  size: nullable(number(0.005, 0.5)),
})
export type CueRun = ValueOf<typeof runSchema>

/** Where a cue stands in the picture. */
export const placeSchema = object({
  /** As on a number pad: 2 is the middle of the foot, 8 the middle of the head, 5 the middle. */
  corner: integer(1, 9),
  /** The point of the picture at which that corner of the text lies, as shares of width and height; null = at the edge. */
  at: nullable(object({ x: share, y: share })),
})
export type CuePlace = ValueOf<typeof placeSchema>

/** A cue that is a picture. */
export const cuePictureSchema = object({
  /** Below the track's address; '' = from here on the screen is empty. */
  name: text(32),
  /** Shares of the picture's width and height. */
  x: share,
  y: share,
  width: share,
  height: share,
  /** Of the screen those are shares of, where its dots are square: it lies over the middle of the film's picture, which may be cut. Null: it is stretched over it. */
  aspect: nullable(number(0.1, 10)),
})
export type CuePicture = ValueOf<typeof cuePictureSchema>

export const cueSchema = object({
  startMs: number(0, 1e12),
  endMs: number(0, 1e12),
  runs: list(runSchema, SUBTITLE_LIMITS.cueRuns),
  place: placeSchema,
  /** Null for words. A picture is shown until the next one of its track, though no longer than to its end. */
  picture: nullable(cuePictureSchema),
})
export type Cue = ValueOf<typeof cueSchema>

/** Everything a run may say besides its text. */
export type RunStyle = Omit<CueRun, 'text'>

export const PLAIN: RunStyle = { bold: false, italic: false, underline: false, strike: false, colour: null, font: null, size: null }
export const FOOT: CuePlace = { corner: 2, at: null }

/** The cue's words alone. */
export function plainText({ runs }: Pick<Cue, 'runs'>): string {
  return runs.map((run) => run.text).join('')
}

/** A cue made of runs: neighbours of one look joined, edges without blanks; null when nothing is left to read. */
export function makeCue(startMs: number, endMs: number, runs: readonly CueRun[], place: CuePlace): Cue | null {
  const kept = trimmed(joined(runs))
  return kept.length > 0 && endMs > startMs && startMs >= 0 && endMs < 1e12 ? { startMs, endMs, runs: kept, place, picture: null } : null
}

/** A cue of a picture, or of an empty screen. */
export function makePictureCue(startMs: number, endMs: number, picture: CuePicture): Cue | null {
  return endMs > startMs && startMs >= 0 && endMs < 1e12 ? { startMs, endMs, runs: [], place: FOOT, picture } : null
}

/** What is on the screen of several cues: all words, and of pictures the one that came last unless it is an empty screen. */
export function shownTogether(cues: readonly Cue[]): Cue[] {
  const last = cues.findLast(({ picture }) => picture !== null)
  return cues.filter((cue) => cue.picture === null || (cue === last && cue.picture.name !== ''))
}

/** Cues in order of their start; those that start together stay in the order they were written. */
export function inOrder(cues: readonly Cue[]): Cue[] {
  return [...cues].sort((a, b) => a.startMs - b.startMs)
}

function joined(runs: readonly CueRun[]): CueRun[] {
  const result: CueRun[] = []
  let chars = 0
  for (const run of runs) {
    const clean = clip(run.text, SUBTITLE_LIMITS.cueChars - chars)
    const last = result.at(-1)
    chars += clean.length
    if (clean === '') continue
    if (last && sameStyle(last, run)) result[result.length - 1] = { ...last, text: last.text + clean }
    else if (result.length < SUBTITLE_LIMITS.cueRuns) result.push({ ...run, text: clean })
  }
  return result
}

/** Control characters say nothing on a screen; directions and joiners do and stay. */
function clip(words: string, chars: number): string {
  return words.slice(0, Math.max(0, chars)).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
}

function sameStyle(a: RunStyle, b: RunStyle): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.underline === b.underline && a.strike === b.strike && a.colour === b.colour && a.font === b.font && a.size === b.size
}

function trimmed(runs: readonly CueRun[]): CueRun[] {
  const words = runs.map((run) => ({ ...run, text: run.text.replace(/[ \u3000]*\n[ \u3000]*/g, '\n').replace(/\n{2,}/g, '\n') }))
  while (words[0] && words[0].text.trimStart() === '') words.shift()
  while (words.length > 0 && words.at(-1)?.text.trimEnd() === '') words.pop()
  return words.map((run, i) => {
    const start = i === 0 ? run.text.trimStart() : run.text
    return { ...run, text: i === words.length - 1 ? start.trimEnd() : start }
  })
}
