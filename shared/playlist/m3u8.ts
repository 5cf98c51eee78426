/** One line of a playlist; durationSec is null while unknown. */
export interface PlaylistEntry {
  readonly title: string
  readonly url: string
  readonly durationSec: number | null
}

/**
 * Writes an M3U8 playlist: one EXTINF line for each entry, because players refuse lists without; an unknown duration is
 * -1. Line ends in titles become blanks, so that a file name cannot add lines of its own. RFC 8216 4.1, 4.3.2.1.
 */
export function buildM3u8(entries: readonly PlaylistEntry[]): string {
  const lines = entries.flatMap(({ title, url, durationSec }) => [`#EXTINF:${durationText(durationSec)},${oneLine(title)}`, url])
  return ['#EXTM3U', ...lines].map((line) => `${line}\n`).join('')
}

/** The Content-Disposition of a playlist named for the torrent: ASCII for every client, UTF-8 for those that know RFC 8187. */
export function playlistDisposition(name: string): string {
  const file = `${oneLine(name).replace(/[/\\]/g, '_') || 'playlist'}.m3u8`
  const ascii = file.replace(/[^ -~]+/g, '_').replace(/["%]/g, '_')
  const extended = encodeURIComponent(file.replace(/\p{Surrogate}/gu, '\u{fffd}')).replace(/[!'()*]/g, '_')
  return `attachment; filename="${ascii}"${ascii === file ? '' : `; filename*=UTF-8''${extended}`}`
}

function durationText(durationSec: number | null): string {
  return durationSec === null ? '-1' : String(Math.round(durationSec))
}

/** Control characters and the two Unicode line ends, each run of them one blank. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
