import type { FileIndex, InfoHash } from '../ids.ts'
import type { Interval } from '../interval.ts'
import { interval, sizeOf } from '../interval.ts'
import type { DlnaRequest } from './dlna-headers.ts'
import { dlnaHeaders } from './dlna-headers.ts'
import { resolveRange } from './range.ts'

/** What a request says about the bytes it wants; header values are null when absent. */
export interface FileRequest {
  readonly method: string
  readonly range: string | null
  readonly ifRange: string | null
  readonly ifMatch: string | null
  readonly ifNoneMatch: string | null
  readonly dlna: DlnaRequest
}

export interface FileFacts {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly lengthBytes: number
  readonly mediaType: string
}

/** A whole answer but for the bytes; `body` is null when none follow (HEAD, 304, 412, 416, an empty file). */
export interface FileResponse {
  readonly status: 200 | 206 | 304 | 412 | 416
  readonly headers: Readonly<Record<string, string>>
  readonly body: Interval | null
}

/**
 * Plans the answer to a request for a file: preconditions first, then the range. Range counts for GET alone.
 * RFC 9110 13.2.2 (order), 13.1.5 (If-Range), 14.2, 15.3.7 (206), 15.5.17 (416).
 */
export function planResponse(request: FileRequest, file: FileFacts): FileResponse {
  const tag = entityTag(file)
  if (request.ifMatch !== null && !listsTag(request.ifMatch, tag)) return { status: 412, headers: { 'Content-Length': '0', ...NOT_STORED }, body: null }
  if (request.ifNoneMatch !== null && listsTag(weakened(request.ifNoneMatch), tag)) return { status: 304, headers: { ETag: tag, ...NOT_STORED }, body: null }
  const choice = resolveRange(appliedRange(request, tag), file.lengthBytes)
  switch (choice.kind) {
    case 'unsatisfiable': return { status: 416, headers: unsatisfiableHeaders(file), body: null }
    case 'full': return respondWith(200, request, file, interval(0, file.lengthBytes))
    case 'part': return respondWith(206, request, file, choice.bytes)
  }
}

/** Strong: the info hash fixes every byte of every file (RFC 9110 8.8.3). */
export function entityTag({ infoHash, fileIndex }: Pick<FileFacts, 'infoHash' | 'fileIndex'>): string {
  return `"${infoHash}-${String(fileIndex)}"`
}

/** The media type to announce: names chosen by strangers never make a browser run or draw something. */
export function servedMediaType(mediaType: string): string {
  const wellFormed = /^[a-z]+\/[a-z\d][a-z\d.+-]*$/.test(mediaType)
  return wellFormed && !/html|xml|script|svg|pdf|css/.test(mediaType) ? mediaType : 'application/octet-stream'
}

/** A browser given a film's address makes a page of its own around it: that page may load the film, and still runs nothing. */
function shownHeaders(mediaType: string): Record<string, string> {
  return /^(video|audio)\//.test(mediaType) ? { 'Content-Security-Policy': "default-src 'none'; media-src 'self'; sandbox allow-same-origin" } : {}
}

const NOT_STORED = { 'Cache-Control': 'no-store' } as const

function respondWith(status: 200 | 206, request: FileRequest, file: FileFacts, bytes: Interval): FileResponse {
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Type': servedMediaType(file.mediaType),
    'Content-Length': String(sizeOf(bytes)),
    ...(status === 206 ? { 'Content-Range': contentRange(bytes, file.lengthBytes) } : {}),
    ETag: entityTag(file),
    ...shownHeaders(servedMediaType(file.mediaType)),
    ...NOT_STORED,
    ...dlnaHeaders(request.dlna),
  }
  return { status, headers, body: request.method === 'HEAD' || sizeOf(bytes) === 0 ? null : bytes }
}

function unsatisfiableHeaders({ lengthBytes }: FileFacts): Record<string, string> {
  return { 'Accept-Ranges': 'bytes', 'Content-Range': `bytes */${String(lengthBytes)}`, 'Content-Length': '0', ...NOT_STORED }
}

/** The last position is inclusive on the wire. */
function contentRange({ begin, end }: Interval, lengthBytes: number): string {
  return `bytes ${String(begin)}-${String(end - 1)}/${String(lengthBytes)}`
}

/** The Range header that counts: for GET, and with If-Range only while the representation is the same one. */
function appliedRange({ method, range, ifRange }: FileRequest, tag: string): string | null {
  return method === 'GET' && (ifRange === null || ifRange === tag) ? range : null
}

/** True when a list of entity tags names tag by strong comparison, or is `*` (RFC 9110 13.1.1). */
function listsTag(list: string, tag: string): boolean {
  return list.trim() === '*' || list.split(',').some((member) => member.trim() === tag)
}

/** If-None-Match compares weakly: W/"x" equals "x" (RFC 9110 8.8.3.2). */
function weakened(list: string): string {
  return list.replaceAll('W/"', '"')
}
