import type { AssStyle, AssStyles } from './ass-styles.ts'
import { cornerOfSsa, fontName, parseAssColour } from './ass-styles.ts'
import type { CuePlace, CueRun, RunStyle } from './cue.ts'
import { SUBTITLE_LIMITS } from './cue.ts'

/** What the override tags have said so far. */
interface State {
  readonly look: RunStyle
  readonly corner: number
  readonly at: CuePlace['at']
  /** The text is a drawing's points, not words. */
  readonly drawing: boolean
  /** Set to be seen through entirely. */
  readonly hidden: boolean
}

/** Reads the text of an ASS event: words, looks and place. Drawings, hidden words and effects are left out. */
export function readAssText(text: string, style: AssStyle, styles: AssStyles): { readonly runs: readonly CueRun[]; readonly place: CuePlace } {
  const runs: CueRun[] = []
  let state: State = { look: style.look, corner: style.corner, at: null, drawing: false, hidden: false }
  for (const token of text.slice(0, SUBTITLE_LIMITS.markupChars).match(/\{[^{}]*\}|[^{]+|\{/g) ?? []) {
    if (token.startsWith('{') && token.endsWith('}')) state = tagsOf(token).reduce((now, tag) => applyTag(now, tag, style, styles), state)
    else if (!state.drawing && !state.hidden) runs.push({ ...state.look, text: token.replace(/\\N/g, '\n').replace(/\\n/g, ' ').replace(/\\h/g, '\u00a0') })
  }
  return { runs, place: { corner: state.corner, at: state.at } }
}

/** The tags of a block without those inside `\t(...)`: what an animation ends with is not what it begins with. */
function tagsOf(block: string): string[] {
  let depth = 0
  let kept = ''
  for (const char of block.slice(1, -1)) {
    if (char === '(') depth += 1
    if (depth < 2) kept += char
    if (char === ')') depth -= 1
  }
  return kept.replace(/\\t\([^()]*\)?/g, '').split('\\').slice(1, MAX_TAGS)
}

const MAX_TAGS = 200

function applyTag(state: State, tag: string, style: AssStyle, styles: AssStyles): State {
  const [, name = '', value = ''] = TAG.exec(tag) ?? []
  const look = (change: Partial<RunStyle>): State => ({ ...state, look: { ...state.look, ...change } })
  switch (name.toLowerCase()) {
    case 'i': return look({ italic: switched(value, style.look.italic) })
    case 'b': return look({ bold: value === '' ? style.look.bold : value === '1' || Number(value) >= 600 })
    case 'u': return look({ underline: switched(value, style.look.underline) })
    case 's': return look({ strike: switched(value, style.look.strike) })
    case 'c': case '1c': return look({ colour: value === '' ? style.look.colour : parseAssColour(value) })
    case 'fn': return look({ font: fontName(value) ?? style.look.font })
    case 'fs': return look({ size: Number(value) > 0 ? styles.sizeOf(Number(value)) : style.look.size })
    case 'an': return /^[1-9]$/.test(value) ? { ...state, corner: Number(value) } : state
    case 'a': return Number(value) > 0 ? { ...state, corner: cornerOfSsa(Number(value)) } : state
    case 'pos': case 'move': return state.at === null ? { ...state, at: pointOf(value, styles) } : state
    case 'r': return look(value === '' ? style.look : styles.find(value).look)
    case 'p': return { ...state, drawing: Number(value) > 0 }
    case 'alpha': case '1a': return { ...state, hidden: /^&?hff&?$/i.test(value) }
    default: return state
  }
}

/** A name, then its value: names are matched longest first, so that `\bord2` is not bold. */
const TAG = /^(alpha|move|pos|bord|blur|be|shad|fscx|fscy|fsp|fn|fs|fr[xyz]?|fa[xy]|fad|fade|fe|clip|iclip|org|an|kf|ko|pbo|[1-4]c|[1-4]a|xbord|ybord|xshad|yshad|[kabcipqrsu])\s*(.*)$/i

function switched(value: string, otherwise: boolean): boolean {
  return value === '' ? otherwise : value !== '0'
}

/** The first two numbers of `(x,y,...)` as shares of the picture. */
function pointOf(value: string, { widthUnits, heightUnits }: AssStyles): CuePlace['at'] {
  const [x = NaN, y = NaN] = value.replace(/[()]/g, '').split(',').slice(0, 2).map(Number)
  return Number.isFinite(x) && Number.isFinite(y) ? { x: clamp(x / widthUnits), y: clamp(y / heightUnits) } : null
}

/** A little outside of the picture is where texts slide in from. */
function clamp(share: number): number {
  return Math.max(-1, Math.min(2, share))
}
