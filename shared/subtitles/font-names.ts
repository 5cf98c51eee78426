import { fourCc } from '../window/iso-boxes.ts'
import { viewOf } from './matroska-elements.ts'

/** What a font calls itself (OpenType, tables `name` and `head`). */
export interface FontNames {
  /** Family and full names, as subtitles ask for them. */
  readonly names: readonly string[]
  readonly bold: boolean
  readonly italic: boolean
}

const MAX_TABLES = 100
const MAX_RECORDS = 500
const MAX_NAMES = 24
/** Family, full name, family of all weights. */
const WANTED: readonly number[] = [1, 4, 16]

/** Reads the names of a TrueType or OpenType font, of a collection those of its first. Null when it is none. */
export function parseFontNames(bytes: Uint8Array): FontNames | null {
  const view = viewOf(bytes)
  if (bytes.length < 32) return null
  const at = view.getUint32(0) === fourCc('ttcf') ? view.getUint32(12) : 0
  if (at + 12 > bytes.length || ![0x00010000, fourCc('OTTO'), fourCc('true')].includes(view.getUint32(at))) return null
  const tables = readTables(view, at)
  const name = tables.get(fourCc('name'))
  const head = tables.get(fourCc('head'))
  const style = head !== undefined && head + 46 <= bytes.length ? view.getUint16(head + 44) : 0
  const names = name === undefined ? [] : readNames(view, name)
  return names.length === 0 ? null : { names, bold: (style & 1) !== 0, italic: (style & 2) !== 0 }
}

function readTables(view: DataView, at: number): Map<number, number> {
  const tables = new Map<number, number>()
  const count = Math.min(MAX_TABLES, view.getUint16(at + 4))
  for (let i = 0, entry = at + 12; i < count && entry + 16 <= view.byteLength; i++, entry += 16) tables.set(view.getUint32(entry), view.getUint32(entry + 8))
  return tables
}

function readNames(view: DataView, table: number): string[] {
  if (table + 6 > view.byteLength) return []
  const texts = table + view.getUint16(table + 4)
  const count = Math.min(MAX_RECORDS, view.getUint16(table + 2))
  const names = new Set<string>()
  for (let i = 0, at = table + 6; i < count && at + 12 <= view.byteLength && names.size < MAX_NAMES; i++, at += 12) {
    if (!WANTED.includes(view.getUint16(at + 6))) continue
    const begin = texts + view.getUint16(at + 10)
    const length = Math.min(view.getUint16(at + 8), 256)
    if (begin + length <= view.byteLength) names.add(readText(view, begin, length, view.getUint16(at) === MACINTOSH))
  }
  return [...names].filter((name) => name !== '')
}

const MACINTOSH = 1

/** One byte a letter on the Macintosh (its Roman letters are ASCII where fonts are named), two elsewhere. */
function readText(view: DataView, begin: number, length: number, single: boolean): string {
  let text = ''
  for (let at = begin; at + (single ? 1 : 2) <= begin + length; at += single ? 1 : 2) text += String.fromCharCode(single ? view.getUint8(at) : view.getUint16(at))
  return text.replace(/[\p{C}"\\]/gu, '').trim()
}
