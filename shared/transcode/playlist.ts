import type { Grid } from './grid.ts'

/** The names in a playlist; a request's last path segment is one of them. */
export const INIT_NAME = 'init.mp4'
export const PLAYLIST_NAME = 'index.m3u8'
/** The same playlist with the names of its codecs in front. */
export const MAIN_NAME = 'main.m3u8'

/** The media playlist of a film (RFC 8216, 4.3): complete from the start, so that every jump is possible at once. */
export function formatPlaylist({ boundaries }: Grid): string {
  const lengths = boundaries.slice(1).map((end, cell) => end - (boundaries[cell] ?? 0))
  return [
    '#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${String(Math.max(1, ...lengths.map(Math.ceil)))}`,
    '#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS', `#EXT-X-MAP:URI="${INIT_NAME}"`,
    ...lengths.flatMap((length, cell) => [`#EXTINF:${length.toFixed(6)},`, segmentName(cell)]),
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

/** The cell a name stands for; null for another name. */
export function parseSegmentName(name: string): number | null {
  const [, digits] = /^(\d{1,6})\.m4s$/.exec(name) ?? []
  return digits === undefined ? null : Number(digits)
}
