import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFilm } from './media.ts'
import type { FilmSpec } from './media.ts'
import { mustRun } from './run-tool.ts'
import { createTempFolder } from './temp-folder.ts'

/** A film with words inside: one line a second, "Line 7" from 7.0 to 7.9 s, in two tracks, and a chapter every 10 s. */
export interface SubtitledFilmSpec extends Omit<FilmSpec, 'kind'> {
  /** SubRip (English) and ASS (German, forced, with its font) in Matroska; timed text (English and French) in MP4. */
  readonly kind: 'mkv' | 'mp4IndexAtEnd' | 'mp4IndexAtStart'
  /** A line every so many seconds, shown until a tenth before the next; 1 unless said. Several are taken in turns. */
  readonly lineSec?: number | readonly number[]
  /** Names of the chapters, one every 10 s; `Part 1` and so on unless said. */
  readonly chapters?: readonly string[]
  /** Path of the file to write. */
  readonly path: string
}

/** A font that the test machine has (fonts-dejavu-core), as films bring theirs. */
const FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'

/** Makes the film and puts words into it without touching picture and sound. */
export async function makeSubtitledFilm({ path: filePath, lineSec = 1, chapters: names = [], ...spec }: SubtitledFilmSpec): Promise<string> {
  const film = await makeFilm(spec)
  const folder = await createTempFolder('words')
  const [first = '', second = '', chapters = ''] = ['first.srt', 'second.ass', 'chapters.txt'].map((name) => path.join(folder.path, name))
  await Promise.all([writeFile(first, srtText(spec.seconds, 'Line', lineSec)), writeFile(second, assText(spec.seconds, lineSec)), writeFile(chapters, chapterText(spec.seconds, names))])
  const matroska = spec.kind === 'mkv'
  const languages = matroska ? ['eng', 'ger'] : ['eng', 'fre']
  await mustRun('ffmpeg', [
    '-v', 'error', '-y', '-i', film.path, '-i', first, '-i', second, '-i', chapters, '-map', '0', '-map', '1', '-map', '2', '-map_metadata', '3', '-c', 'copy',
    ...(matroska ? ['-c:s:0', 'srt', '-c:s:1', 'ass', '-disposition:s:1', 'forced', '-attach', FONT, '-metadata:s:t', 'mimetype=application/x-truetype-font'] : ['-c:s', 'mov_text', ...(spec.kind === 'mp4IndexAtStart' ? ['-movflags', '+faststart'] : [])]),
    '-metadata:s:s:0', `language=${languages[0] ?? ''}`, '-metadata:s:s:0', 'title=Full', '-metadata:s:s:1', `language=${languages[1] ?? ''}`, filePath,
  ])
  await folder.close()
  return filePath
}

/** The lines as SubRip, `Line 0` to the last second. */
export function srtText(seconds: number, word = 'Line', lineSec: number | readonly number[] = 1): string {
  return linesOf(seconds, lineSec).map(([at, until], i) => `${String(i + 1)}\n${clock(at)},000 --> ${clock(until - 1)},900\n<i>${word}</i> ${String(at)}\n`).join('\n')
}

/** Where each line begins and the next one does. */
function linesOf(seconds: number, lineSec: number | readonly number[]): readonly (readonly [number, number])[] {
  const gaps = typeof lineSec === 'number' ? [lineSec] : lineSec
  const lines: (readonly [number, number])[] = []
  for (let at = 0, i = 0; at < seconds; i++) {
    const until = at + (gaps[i % gaps.length] ?? 1)
    lines.push([at, until])
    at = until
  }
  return lines
}

function assText(seconds: number, lineSec: number | readonly number[]): string {
  const lines = linesOf(seconds, lineSec).map(([at, until]) => `Dialogue: 0,${clock(at).slice(1)}.00,${clock(until - 1).slice(1)}.90,Top,,0,0,0,,Zeile ${String(at)}`)
  return `[Script Info]\nPlayResX: 640\nPlayResY: 360\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Default,Arial,20,&H00FFFFFF,2\nStyle: Top,DejaVu Sans,20,&H0000FFFF,8\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n${lines.join('\n')}\n`
}

function chapterText(seconds: number, names: readonly string[]): string {
  const starts = Array.from({ length: Math.ceil(seconds / 10) }, (_, i) => i * 10)
  return `;FFMETADATA1\n${starts.map((start) => `[CHAPTER]\nTIMEBASE=1/1\nSTART=${String(start)}\nEND=${String(Math.min(seconds, start + 10))}\ntitle=${names[start / 10] ?? `Part ${String(start / 10 + 1)}`}\n`).join('')}`
}

function clock(sec: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(sec / 3600))}:${two(Math.floor(sec / 60) % 60)}:${two(sec % 60)}`
}
