import { parseColour } from './colour.ts'
import type { CueRun, RunStyle } from './cue.ts'
import { PLAIN, SUBTITLE_LIMITS } from './cue.ts'

/** What is left of a text with tags: its runs, and the corner an `{\an8}` asked for. */
export interface Marked {
  readonly runs: readonly CueRun[]
  readonly corner: number | null
}

/**
 * Reads the markup of SubRip and WebVTT (i, b, u, s, font colour, c classes) and the few override tags of ASS that people
 * put into SubRip files. Anything else that looks like a tag is dropped; a lone "<" is a letter. The result is plain text.
 */
export function parseMarkup(text: string): Marked {
  const runs: CueRun[] = []
  const open: { readonly tag: string; readonly before: RunStyle }[] = []
  let style = PLAIN
  let corner: number | null = null
  for (const token of text.slice(0, SUBTITLE_LIMITS.markupChars).match(TOKEN) ?? []) {
    if (token.startsWith('{\\')) {
      corner = cornerOf(token) ?? corner
      style = withOverrides(style, token)
    } else if (token.startsWith('</') && token.length > 2) style = closeTag(token, open, style)
    else if (TAG.test(token)) {
      if (open.length < MAX_DEPTH) open.push({ tag: nameOf(token), before: style })
      style = withTag(style, token)
    } else if (!TIME_TAG.test(token) && !NOTE.test(token)) runs.push({ ...style, text: decodeEntities(token) })
  }
  return { runs, corner }
}

/** Tags closed in any order: files do that. Deeper nesting than this is an attack. */
const MAX_DEPTH = 32

/** A tag, an override block, a run of other characters, or a lone bracket. */
const TOKEN = /<[/a-z0-9][^<>]{0,300}>|<\/>|\{[\\a-zA-Z][^{}]{0,300}\}|[^<{]+|[<{]/gi
const TAG = /^<[a-z]/i
/** WebVTT's karaoke stamps. */
const TIME_TAG = /^<\d[\d:.]*>$/
/** `{y:i}` of MicroDVD and `{Comment}` stay out of the picture. */
const NOTE = /^\{[a-zA-Z]:[^{}]*\}$/

function nameOf(tag: string): string {
  return /^<\/?([a-z]+)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
}

function closeTag(token: string, open: { readonly tag: string; readonly before: RunStyle }[], style: RunStyle): RunStyle {
  const name = nameOf(token)
  const at = open.findLastIndex(({ tag }) => tag === name)
  const [closed] = at < 0 ? [] : open.splice(at)
  return closed?.before ?? style
}

function withTag(style: RunStyle, token: string): RunStyle {
  switch (nameOf(token)) {
    case 'i': case 'em': return { ...style, italic: true }
    case 'b': case 'strong': return { ...style, bold: true }
    case 'u': return { ...style, underline: true }
    case 's': case 'strike': case 'del': return { ...style, strike: true }
    case 'font': return { ...style, colour: parseColour(/\bcolor\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/i.exec(token)?.[1] ?? '') ?? style.colour }
    case 'c': return { ...style, colour: classColour(token) ?? style.colour }
    default: return style
  }
}

/** `<c.yellow.bg_blue>`: the first class that is a colour of the letters (WebVTT 5.1). */
function classColour(token: string): string | null {
  const classes = token.slice(2, -1).split(/[.\s]/).filter((name) => name !== '')
  return classes.map((name) => parseColour(name.replace(/^x(?=[0-9a-f]{6}$)/i, '#'))).find((colour) => colour !== null) ?? null
}

function cornerOf(token: string): number | null {
  const digit = /\\an([1-9])/.exec(token)?.[1]
  return digit === undefined ? null : Number(digit)
}

function withOverrides(style: RunStyle, token: string): RunStyle {
  const switched = (name: string, otherwise: boolean) => {
    const value = new RegExp(`\\\\${name}(\\d)`).exec(token)?.[1]
    return value === undefined ? otherwise : value !== '0'
  }
  return { ...style, italic: switched('i', style.italic), bold: switched('b', style.bold), underline: switched('u', style.underline), strike: switched('s', style.strike) }
}

/** The entities of WebVTT and numbers; any other stays as it is written. */
function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  }) : text
}

const ENTITIES: ReadonlyMap<string, string> = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }))
