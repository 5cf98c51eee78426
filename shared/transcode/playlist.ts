import type { Grid } from './grid.ts'
import { partEnds } from './parts.ts'

/** The names in a playlist; a request's last path segment is one of them. */
export const INIT_NAME = 'init.mp4'
export const PLAYLIST_NAME = 'index.m3u8'
/** The playlist of our own page, which takes each segment in parts. */
export const PARTS_NAME = 'parts.m3u8'
/** Of our own page too, with the names of the codecs in front. */
export const MAIN_NAME = 'main.m3u8'

/** The media playlist of a film (RFC 8216, 4.3): complete from the start, so that every jump is possible at once. */
export function formatPlaylist(grid: Grid): string {
  return format(grid, () => [])
}

/**
 * The same with the parts of each segment. Parts that do not begin with a key frame are of no use without those before them,
 * and players look back by one at most: so the first part is given the time of the whole segment and the others none. Then
 * every jump into a segment begins with its first part and goes on from there.
 */
export function formatParts(grid: Grid): string {
  return format(grid, (cell, lengthSec) => [...partEnds(grid, cell), lengthSec].map((_end, part) => `#EXT-X-PART:DURATION=${(part === 0 ? lengthSec : 0).toFixed(6)},URI="${partName(cell, part)}"${part === 0 ? ',INDEPENDENT=YES' : ''}`))
}

function format({ boundaries }: Grid, partsOf: (cell: number, lengthSec: number) => readonly string[]): string {
  const lengths = boundaries.slice(1).map((end, cell) => end - (boundaries[cell] ?? 0))
  const parts = lengths.map((length, cell) => partsOf(cell, length))
  return [
    '#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${String(Math.max(1, ...lengths.map(Math.ceil)))}`,
    '#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS', `#EXT-X-MAP:URI="${INIT_NAME}"`,
    ...(parts.some(({ length }) => length > 0) ? [`#EXT-X-PART-INF:PART-TARGET=${Math.max(...lengths).toFixed(6)}`] : []),
    ...lengths.flatMap((length, cell) => [...(parts[cell] ?? []), `#EXTINF:${length.toFixed(6)},`, segmentName(cell)]),
    '#EXT-X-ENDLIST', '',
  ].join('\n')
}

/** A playlist of one form (RFC 8216, 4.3.4). `codecs`: as RFC 6381 writes them; null = the player finds out itself. */
export function formatMain(playlist: string, codecs: string | null): string {
  return ['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-STREAM-INF:BANDWIDTH=8000000${codecs === null ? '' : `,CODECS="${codecs}"`}`, playlist, ''].join('\n')
}

export function segmentName(cell: number): string {
  return `${String(cell)}.m4s`
}

function partName(cell: number, part: number): string {
  return `${String(cell)}.${String(part)}.m4s`
}

/** The cell a name stands for, or one of its parts; null for another name. */
export function parseSegmentName(name: string): { readonly cell: number; readonly part: number | null } | null {
  const [, cell, part] = /^(\d{1,6})(?:\.(\d{1,2}))?\.m4s$/.exec(name) ?? []
  return cell === undefined ? null : { cell: Number(cell), part: part === undefined ? null : Number(part) }
}
