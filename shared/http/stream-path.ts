import type { FileIndex, InfoHash } from '../ids.ts'
import { parseInfoHash } from '../ids.ts'

/** What a path below the base URL names. `torrent` is the integer id or 40 hexadecimal digits as they were written. */
export type Route =
  | { readonly kind: 'torrents' }
  | { readonly kind: 'torrent'; readonly torrent: string }
  /** Below `/torrents/{torrent}/{verb}/{file}`: `rest` is what follows it, `query` what stands behind the question mark, undecoded. */
  | { readonly kind: 'file'; readonly torrent: string; readonly verb: string; readonly fileIndex: FileIndex; readonly rest: readonly string[]; readonly query: string }
  /** Null: of every torrent. */
  | { readonly kind: 'playlist'; readonly torrent: string | null }
  | { readonly kind: 'proxy'; readonly infoHash: InfoHash; readonly query: string }
  | { readonly kind: 'events' }

/** A request target cut into its parts. */
export interface RequestTarget {
  /** Of an absolute-form target (RFC 9112 3.2.2), else null. */
  readonly authority: string | null
  readonly path: string
  readonly query: string
}

/** Cuts a request target in origin-form or absolute-form; null for anything else (RFC 9112 3.2). Decodes nothing. */
export function parseTarget(target: string): RequestTarget | null {
  const [, authority, origin = ''] = /^(?:http:\/\/([^/?#]+))?(\/[^#]*)$/i.exec(target) ?? []
  if (origin === '') return null
  const mark = origin.indexOf('?')
  return {
    authority: authority ?? null,
    path: mark < 0 ? origin : origin.slice(0, mark),
    query: mark < 0 ? '' : origin.slice(mark + 1),
  }
}

/** Takes the first segment off a path: `/abc/torrents` -> `abc` and `/torrents`. */
export function splitToken(path: string): { readonly token: string; readonly path: string } {
  const [, token = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? []
  return { token, path: rest }
}

/** Finds the route of a path (without token) and query; null when there is none. Only literal spellings count. */
export function parseRoute(path: string, query: string): Route | null {
  const segments = path.split('/', MAX_SEGMENTS + 2).slice(1)
  const [room, second = '', third = ''] = segments
  if (segments.length > MAX_SEGMENTS) return null
  if (room === 'events') return segments.length === 1 ? { kind: 'events' } : null
  if (room === 'stream') return second === 'proxy' && segments.length === 3 ? proxyRoute(third, query) : null
  if (room !== 'torrents') return null
  if (segments.length === 1) return { kind: 'torrents' }
  if (second === 'playlist') return segments.length === 2 ? { kind: 'playlist', torrent: null } : null
  return isTorrentRef(second) ? torrentRoute(second, segments.slice(2), query) : null
}

/** torrents, id, verb, index, and up to four of a verb's own. */
const MAX_SEGMENTS = 8

function proxyRoute(text: string, query: string): Route | null {
  const infoHash = parseInfoHash(text)
  return infoHash.ok ? { kind: 'proxy', infoHash: infoHash.value, query } : null
}

function torrentRoute(torrent: string, [verb, file, ...rest]: readonly string[], query: string): Route | null {
  if (verb === undefined) return { kind: 'torrent', torrent }
  if (verb === 'playlist') return file === undefined ? { kind: 'playlist', torrent } : null
  const fileIndex = parseFileIndex(file ?? '')
  return fileIndex === null ? null : { kind: 'file', torrent, verb, fileIndex, rest, query }
}

/** An integer id of a torrent, or 40 hexadecimal digits in either case. */
function isTorrentRef(text: string): boolean {
  return /^(\d{1,15}|[0-9a-f]{40})$/i.test(text)
}

/** Decimal digits only, below any limit on the number of files. */
function parseFileIndex(text: string): FileIndex | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** True when a query says that bytes of a piece still being completed will do. */
export function asksEarly(query: string): boolean {
  return query.split('&').includes('early=1')
}

/**
 * The path of a file's bytes below the base URL: `/torrents/{hash}/stream/{index}/{name}`. The name is decoration that
 * players show and guess the type from; `early` adds `?early=1`.
 */
export function streamPath(infoHash: InfoHash, fileIndex: FileIndex, fileName: string, early = false): string {
  const name = encodeSegment(fileName)
  return `/torrents/${infoHash}/stream/${String(fileIndex)}${name === '' ? '' : `/${name}`}${early ? '?early=1' : ''}`
}

/** The path of a film from shortly before a time on, in seconds, for programs of our own. */
export function entryPath(infoHash: InfoHash, fileIndex: FileIndex, sec: number): string {
  return `/torrents/${infoHash}/from/${String(fileIndex)}/${sec.toFixed(3)}`
}

/** Reads what stands behind the index in such a path; null for anything else. */
export function parseEntrySec(rest: readonly string[]): number | null {
  const [text = '', ...more] = rest
  return more.length === 0 && /^\d{1,6}\.\d{3}$/.test(text) ? Number(text) : null
}

/**
 * The path of a file's bytes for a device: televisions cut, refuse or misread long names and anything but plain ASCII, and
 * some tell the type from the extension alone. The cast protocol allows addresses of 1000 characters.
 */
export function castPath(infoHash: InfoHash, fileIndex: FileIndex, fileName: string): string {
  const [, stem = '', extension = ''] = /^(.*?)(\.[a-z\d]{1,5})?$/is.exec(fileName) ?? []
  return streamPath(infoHash, fileIndex, `${plainName(stem).slice(0, MAX_CAST_STEM) || 'film'}${extension}`)
}

/** Enough to be recognised in a television's list. */
const MAX_CAST_STEM = 60

/** Letters without their marks, digits and dashes; any run of others is one underscore, none at either end. */
function plainName(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').replace(/[^a-z\d-]+/gi, '_').replace(/^_+|_+$/g, '')
}

/** The path of one torrent's playlist below the base URL. */
export function playlistPath(infoHash: InfoHash): string {
  return `/torrents/${infoHash}/playlist`
}

/** Percent-encodes all but unreserved characters (RFC 3986 2.3); dot segments would be resolved away, so they become ''. */
function encodeSegment(text: string): string {
  if (/^\.{0,2}$/.test(text)) return ''
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\u{fffd}')).replace(/[!'()*]/g, percentEncode)
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
