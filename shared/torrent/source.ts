import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { isLocalAddress } from './address.ts'
import { isBareInfoHash, readInfoHash } from './info-hash-text.ts'
import { SOURCE_LIMITS } from './limits.ts'
import type { Magnet, MagnetOptions } from './magnet.ts'
import { isMagnetLike, parseMagnet } from './magnet.ts'
import { percentDecode } from './percent.ts'
import { parseWebAddress } from './web-address.ts'

export { classifyBytes } from './source-bytes.ts'

/** What a text turned out to be. */
export type TextSource =
  | { readonly kind: 'magnet'; readonly magnet: Magnet }
  /** An http or https address of a .torrent file. */
  | { readonly kind: 'link'; readonly url: string }
  /** A path as the person wrote it: absolute, relative or beginning with "~/". Nothing is known about the file. */
  | { readonly kind: 'path'; readonly path: string }

/**
 * Finds out what a pasted, dropped or typed text is: a magnet link, an info hash alone, a link to a .torrent or a path. Blanks, quotes and
 * angle brackets around it are ignored; of several lines the first usable one counts. Fails: sourceEmpty, sourceTooLarge, sourceUnknown,
 * sourceForbidden, magnetMalformed, torrentV2Only.
 */
export function classifyText(text: string, options: MagnetOptions): Result<TextSource> {
  const limit = SOURCE_LIMITS.textChars
  if (text.length > limit) return fail('sourceTooLarge', `the text has ${String(text.length)} characters; up to ${String(limit)} are read`, { value: text.length, limit })
  let refusal: Result<TextSource> = fail('sourceEmpty', 'there is nothing to open: paste a magnet link, an info hash, a link to a .torrent or a path')
  for (const line of text.split(/[\r\n\u2028\u2029]+/)) {
    const bare = unwrap(line)
    if (bare === '') continue
    const classified = classifyLine(bare, options)
    if (classified.ok) return classified
    if (refusal.ok || refusal.error.code === 'sourceEmpty' || refusal.error.code === 'sourceUnknown') refusal = classified
  }
  return refusal
}

/** Pairs a text is wrapped in when it is copied from a mail, a shell or a page. */
const WRAPPING = /^["'`<([{“”‘’«»„\s\ufeff\u200b]+|["'`>)\]}“”‘’«»\s\ufeff\u200b]+$/g

function unwrap(line: string): string {
  const trimmed = line.trim()
  return /^["'`<([{“‘«„\ufeff\u200b]|["'`>“”’»\ufeff\u200b]$/.test(trimmed) && !looksLikePath(trimmed) ? trimmed.replace(WRAPPING, '') : trimmed
}

function classifyLine(text: string, options: MagnetOptions): Result<TextSource> {
  if (isMagnetLike(text)) return magnetOf(text, options)
  if (isBareInfoHash(text) || /^urn:bt/i.test(text)) return hashOf(text, options)
  if (/^[0-9a-f]{64}$/i.test(text)) return fail('torrentV2Only', 'this is the hash of a v2 torrent (BEP 52); v1 and hybrid torrents can be played')
  if (/^https?:/i.test(text)) return linkOf(text, options)
  if (/^file:/i.test(text)) return fileLinkOf(text)
  if (looksLikePath(text)) return pathOf(text)
  const inside = /\bmagnet:\?[^\s"'<>]+/i.exec(text)?.[0]
  return inside === undefined ? unknownText(text) : magnetOf(inside, options)
}

function magnetOf(text: string, options: MagnetOptions): Result<TextSource> {
  const magnet = parseMagnet(text, options)
  return magnet.ok ? ok({ kind: 'magnet', magnet: magnet.value }) : magnet
}

function hashOf(text: string, options: MagnetOptions): Result<TextSource> {
  const infoHash = readInfoHash(text)
  return infoHash.ok ? magnetOf(`magnet:?xt=urn:btih:${infoHash.value}`, options) : infoHash
}

function linkOf(text: string, { allowLocal }: MagnetOptions): Result<TextSource> {
  const address = parseWebAddress(text)
  if (address === null) return fail('sourceUnknown', `this link cannot be read: ${excerpt(text)}`)
  if (!allowLocal && isLocalAddress(address.host)) return fail('sourceForbidden', `the link leads to this computer or the local network (${excerpt(address.host)}); save the .torrent and open the file`)
  return ok({ kind: 'link', url: text })
}

/** `file:///path`, `file://localhost/path`, `file:/path` (RFC 8089); Windows drives lose their leading slash. */
function fileLinkOf(text: string): Result<TextSource> {
  const [, host = '', path = ''] = /^file:(?:\/\/([^/]*))?(\/.*)$/is.exec(text.replaceAll('\\', '/')) ?? []
  if (path === '') return fail('sourceUnknown', `this link cannot be read: ${excerpt(text)}`)
  if (host !== '' && host.toLowerCase() !== 'localhost') return elsewhere()
  return pathOf(percentDecode(path).replace(/^\/([a-z]:\/)/i, '$1'))
}

/** Absolute on any system, relative with a sign of being a path, or the name of a .torrent file. */
function looksLikePath(text: string): boolean {
  return /^(\/|~\/|\.{1,2}[/\\]|[a-z]:[/\\]|\\\\)/i.test(text) || (/\.torrent$/i.test(text) && !/^[a-z][a-z0-9+.-]+:/i.test(text))
}

function pathOf(path: string): Result<TextSource> {
  if (/^(\\\\|\/\/)/.test(path)) return elsewhere()
  if (path.includes('\u0000')) return fail('sourceUnknown', 'this path holds a character no path can have')
  return ok({ kind: 'path', path })
}

/** Opening such a path would log on to a computer somebody else chose. */
function elsewhere(): Result<never> {
  return fail('sourceForbidden', 'this path leads to another computer; copy the .torrent file here and open it')
}

function unknownText(text: string): Result<never> {
  const scheme = /^([a-z][a-z0-9+.-]{1,20}):/i.exec(text)?.[1]
  if (scheme !== undefined) return fail('sourceUnknown', `links of the kind "${scheme.toLowerCase()}:" are not opened; a magnet link, an info hash, a link to a .torrent or a path is`)
  return fail('sourceUnknown', `this is neither a magnet link nor an info hash, a link to a .torrent or a path: ${excerpt(text)}`)
}

/** Enough to recognise, without what could disturb a line. */
function excerpt(text: string): string {
  const shown = text.replace(/[\p{C}\p{Z}]+/gu, ' ')
  return shown.length > 60 ? `${shown.slice(0, 60).replace(/\p{Cs}$/u, '')}…` : shown
}
