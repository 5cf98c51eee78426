import type { FileIndex, InfoHash } from '../ids.ts'
import { parseInfoHash } from '../ids.ts'

/** What a path below the base URL names. `torrent` is the integer id or 40 hexadecimal digits as they were written. */
export type Route =
  | { readonly kind: 'torrents' }
  | { readonly kind: 'torrent'; readonly torrent: string }
  | { readonly kind: 'stream'; readonly torrent: string; readonly fileIndex: FileIndex; readonly early: boolean }
  | { readonly kind: 'haves'; readonly torrent: string; readonly fileIndex: FileIndex }
  /** `track` null: the list of them. `from`: cues left out at the front. */
  | { readonly kind: 'subtitles'; readonly torrent: string; readonly fileIndex: FileIndex; readonly track: string | null; readonly form: 'vtt' | 'json'; readonly from: number }
  /** Null: of every torrent. */
  | { readonly kind: 'playlist'; readonly torrent: string | null }
  | { readonly kind: 'proxy'; readonly infoHash: InfoHash; readonly early: boolean }
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

/** torrents, id, stream, index, name. */
const MAX_SEGMENTS = 5

function proxyRoute(text: string, query: string): Route | null {
  const infoHash = parseInfoHash(text)
  return infoHash.ok ? { kind: 'proxy', infoHash: infoHash.value, early: asksEarly(query) } : null
}

function torrentRoute(torrent: string, [verb, file, ...decoration]: readonly string[], query: string): Route | null {
  if (verb === undefined) return { kind: 'torrent', torrent }
  if (verb === 'playlist') return file === undefined ? { kind: 'playlist', torrent } : null
  const fileIndex = parseFileIndex(file ?? '')
  if (fileIndex === null) return null
  if (verb === 'subtitles') return subtitleRoute(torrent, fileIndex, decoration, query)
  if (verb === 'stream') return { kind: 'stream', torrent, fileIndex, early: asksEarly(query) }
  return verb === 'haves' && decoration.length === 0 ? { kind: 'haves', torrent, fileIndex } : null
}

/** `/subtitles/{file}` lists them, `/subtitles/{file}/{track}` with or without `.vtt` is WebVTT, with `.json` the window's form. */
function subtitleRoute(torrent: string, fileIndex: FileIndex, [name, ...rest]: readonly string[], query: string): Route | null {
  const [, track, form] = /^([a-z]{1,10}-\d{1,9})(\.vtt|\.json)?$/.exec(name ?? '') ?? []
  if (rest.length > 0 || (name !== undefined && track === undefined)) return null
  const from = Number(/(?:^|&)from=(\d{1,9})(?:&|$)/.exec(query)?.[1] ?? 0)
  return { kind: 'subtitles', torrent, fileIndex, track: track ?? null, form: form === '.json' ? 'json' : 'vtt', from }
}

/** An integer id of a torrent, or 40 hexadecimal digits in either case. */
function isTorrentRef(text: string): boolean {
  return /^(\d{1,15}|[0-9a-f]{40})$/i.test(text)
}

/** Decimal digits only, below any limit on the number of files. */
function parseFileIndex(text: string): FileIndex | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

function asksEarly(query: string): boolean {
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
