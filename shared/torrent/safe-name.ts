import { SOURCE_LIMITS } from './limits.ts'
import { utf8Length } from './utf8.ts'

/** One file or folder name and whether it had to be changed (composing to NFC does not count). */
export interface SafeName {
  readonly name: string
  readonly changed: boolean
}

/**
 * A name that every file system takes, that stays inside its folder and that looks like what it is: NFC, no control, bidirectional
 * or invisible characters, none of `<>:"/\|?*`, no blanks around, no dots at the end, no Windows device names, at most 240 bytes
 * with the extension kept. Never empty: "_" stands for nothing. Applying it twice changes nothing more.
 */
export function toSafeName(raw: string): SafeName {
  const composed = raw.normalize('NFC')
  const visible = composed.replace(UNSEEN, '').replace(RESERVED, '_')
  const short = cutToBytes(trimEnds(visible.normalize('NFC')), SOURCE_LIMITS.componentBytes)
  const name = short === '' ? '_' : short
  const safe = isDeviceName(name) ? cutToBytes(`_${name}`, SOURCE_LIMITS.componentBytes) : name
  return { name: safe, changed: safe !== composed }
}

/**
 * Characters that are not seen but change what is seen or compared: C0 and C1 controls, soft hyphen, Arabic letter mark, Hangul and
 * Khmer fillers, zero-width and bidirectional marks, line and paragraph separators, byte order mark, interlinear marks, tags, lone surrogates.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}\ud800-\udfff]/gu

/** Separators and characters Windows refuses in names. */
const RESERVED = /[<>:"/\\|?*]/g

/** No blanks around, no dots at the end: Windows drops them, so that two names would become one, and ".." climbs. */
function trimEnds(text: string): string {
  return text.replace(/^\s+/u, '').replace(/[\s.]+$/u, '')
}

/** Names Windows gives to devices, whatever follows the first dot. */
function isDeviceName(name: string): boolean {
  const stem = (name.split('.')[0] ?? '').trimEnd()
  return /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i.test(stem)
}

/** Extensions longer than this are cut like the rest of the name. */
const MAX_EXTENSION_BYTES = 16

/** Cuts text to at most limit bytes between characters; an extension stays. */
export function cutToBytes(text: string, limitBytes: number): string {
  if (utf8Length(text) <= limitBytes) return text
  const extension = /\.[^.\s]+$/u.exec(text)?.[0] ?? ''
  const kept = utf8Length(extension) <= MAX_EXTENSION_BYTES ? extension : ''
  return trimEnds(firstBytes(text.slice(0, text.length - kept.length), limitBytes - utf8Length(kept))) + kept
}

function firstBytes(text: string, limitBytes: number): string {
  let end = 0
  let bytes = 0
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > limitBytes) break
    end += character.length
  }
  return text.slice(0, end)
}

/** `film.mp4`, 2 -> `film (2).mp4`; stays within the limit of a name. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const at = dot > 0 ? dot : name.length
  const mark = ` (${String(number)})`
  const room = SOURCE_LIMITS.componentBytes - utf8Length(mark) - utf8Length(name.slice(at))
  if (room > 0) return `${firstBytes(name.slice(0, at), room).trimEnd()}${mark}${name.slice(at)}`
  return `${firstBytes(name, SOURCE_LIMITS.componentBytes - utf8Length(mark)).trimEnd()}${mark}`
}
