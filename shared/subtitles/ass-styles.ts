import { bgrColour } from './colour.ts'
import type { RunStyle } from './cue.ts'
import { PLAIN } from './cue.ts'

/** A style as the file names it. */
export interface AssStyle {
  readonly name: string
  /** 1..9 as on a number pad. */
  readonly corner: number
  readonly look: RunStyle
}

/** The styles of one file and the canvas their numbers are meant for. */
export interface AssStyles {
  readonly widthUnits: number
  readonly heightUnits: number
  /** The style of that name, or the one that ordinary lines have. */
  find(name: string): AssStyle
  /** A height in the file's units as a share of the picture; null for the height of ordinary lines: that is the person's own. */
  sizeOf(units: number): number | null
}

/** Reads `[Script Info]` and the style section. A file without styles has one plain style. */
export function parseAssStyles(lines: readonly string[]): AssStyles {
  const heightUnits = unitsOf(lines, 'playresy') ?? 288
  const widthUnits = unitsOf(lines, 'playresx') ?? (heightUnits * 4) / 3
  const rows = styleRows(lines)
  const base = rows.find(({ name }) => name.toLowerCase() === 'default') ?? rows[0]
  const sizeOf = (units: number) => (base === undefined || Math.abs(units - base.size) < 0.5 ? null : Math.max(0.005, Math.min(0.5, units / heightUnits)))
  const styles = new Map(rows.map(({ name, corner, look, size }) => [name, { name, corner, look: { ...look, size: sizeOf(size) } }]))
  const ordinary = (base && styles.get(base.name)) ?? { name: '', corner: 2, look: PLAIN }
  return { widthUnits, heightUnits, sizeOf, find: (name) => styles.get(name.replace(/^\*+/, '')) ?? ordinary }
}

/** `&HAABBGGRR&`, `&HBBGGRR`, or a number. White is no colour of the file's: it is what letters are anyway. */
export function parseAssColour(text: string): string | null {
  const [, hex] = /^&?h([0-9a-f]{1,8})&?$/i.exec(text.trim()) ?? []
  const value = hex === undefined ? Number(text.trim()) : Number.parseInt(hex, 16)
  const colour = Number.isFinite(value) ? bgrColour(value) : '#ffffff'
  return colour === '#ffffff' ? null : colour
}

/** SSA counts 1 to 3 at the foot, 5 to 7 at the head, 9 to 11 in the middle. */
export function cornerOfSsa(alignment: number): number {
  const column = alignment & 3 || 2
  return column + (alignment & 4 ? 6 : alignment & 8 ? 3 : 0)
}

/** A font's name without the "@" of vertical writing. */
export function fontName(text: string): string | null {
  const name = text.trim().replace(/^@/, '').slice(0, 64)
  return name === '' ? null : name
}

interface StyleRow extends AssStyle {
  readonly size: number
}

const MAX_STYLES = 2000

function styleRows(lines: readonly string[]): StyleRow[] {
  const rows: StyleRow[] = []
  let section = ''
  let columns: readonly string[] = []
  for (const line of lines) {
    if (line.startsWith('[')) section = line.trim().toLowerCase()
    if (section === '[events]' || rows.length >= MAX_STYLES) break
    if (!/^\[v4\+?\s*styles\+?\]$/.test(section)) continue
    const [, key, values = ''] = /^(format|style)\s*:(.*)$/i.exec(line) ?? []
    const fields = values.split(',').map((field) => field.trim())
    if (key?.toLowerCase() === 'format') columns = fields.map((field) => field.toLowerCase())
    if (key?.toLowerCase() === 'style') rows.push(styleRow((name) => fields[columns.indexOf(name)] ?? '', !section.includes('+')))
  }
  return rows
}

function styleRow(field: (name: string) => string, isSsa: boolean): StyleRow {
  const alignment = Number(field('alignment'))
  const on = (name: string) => field(name) !== '' && Number(field(name)) !== 0
  return {
    name: field('name').replace(/^\*+/, ''),
    corner: isSsa ? cornerOfSsa(alignment) : alignment >= 1 && alignment <= 9 ? Math.floor(alignment) : 2,
    size: Number(field('fontsize')) || 0,
    look: { bold: on('bold'), italic: on('italic'), underline: on('underline'), strike: on('strikeout'), colour: parseAssColour(field('primarycolour')), font: fontName(field('fontname')), size: null },
  }
}

function unitsOf(lines: readonly string[], key: string): number | null {
  const line = lines.slice(0, 200).find((each) => each.toLowerCase().startsWith(`${key}:`))
  const units = Number(line?.slice(key.length + 1))
  return line !== undefined && units > 0 && units < 1e5 ? units : null
}
