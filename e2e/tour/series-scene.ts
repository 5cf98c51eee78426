import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { encodeText } from '../lab/encode-text.ts'
import { makeTorrent } from '../lab/make-torrent.ts'
import type { MadeTorrent } from '../lab/make-torrent.ts'
import { makeFilm } from '../lab/media.ts'
import { mustRun } from '../lab/run-tool.ts'
import type { Seeder, Swarm } from '../lab/swarm.ts'

/** A series as it is found in the wild: names in two scripts, words beside it in an old character set, extras, a sample, and things that do not play. */
export interface SeriesScene {
  readonly torrent: MadeTorrent
  readonly seeder: Seeder
  /** A torrent whose film is none, and one with nothing but sound. */
  readonly broken: MadeTorrent
  readonly sound: MadeTorrent
}

export const EPISODES = ['الطاحونة S01E01.mkv', 'الطاحونة S01E02 (2024) [1080p].mkv', 'الطاحونة S01E03.mkv'] as const
/** A question, a time with brackets, and both scripts in two lines. */
export const ARABIC_LINES = ['أين السفينة؟', 'وصلت في الساعة 7:30 (مساءً).', '- هل رأيت الحلقة S01E02؟\n- نعم، مرتين!'] as const

const SECONDS = 24
/** Of the second episode: long enough to be looked at in every size. */
const OPENING_SEC = 18

export async function prepareSeries(swarm: Swarm, folder: string): Promise<SeriesScene> {
  const series = path.join(folder, 'الطاحونة - The Mill (2024)')
  await Promise.all([path.join(series, 'Extras'), path.join(series, 'Sample')].map((each) => mkdir(each, { recursive: true })))
  const { path: film } = await makeFilm({ kind: 'mkv', look: 'scenery', size: { width: 1280, height: 720 }, seconds: 120, bytesPerSec: 500_000 })
  const opening = path.join(folder, 'opening.txt')
  await writeFile(opening, `;FFMETADATA1\n${chapterText('Opening', 0, OPENING_SEC)}${chapterText('The harbour', OPENING_SEC, SECONDS)}`)
  const cut = (name: string, fromSec: number, sec: number, sound: readonly string[], chapters: readonly string[] = []) => mustRun('ffmpeg', ['-v', 'error', '-y', '-ss', String(fromSec), '-i', film, ...chapters, '-t', String(sec), '-c:v', 'copy', ...sound, path.join(series, name)])
  for (const [at, name] of EPISODES.entries()) await cut(name, at * 30, SECONDS, at === 2 ? ['-c:a', 'ac3'] : ['-c:a', 'copy'], at === 1 ? ['-i', opening, '-map_chapters', '1'] : [])
  await cut('Extras/How the mill was built.mkv', 90, 6, ['-c:a', 'copy'])
  await cut('Sample/sample.mkv', 100, 2, ['-c:a', 'copy'])
  for (const name of EPISODES) await writeFile(path.join(series, name.replace('.mkv', '.ar.srt')), encodeText(arabicWords(), 'windows-1256'))
  await writeFile(path.join(series, 'Read me.txt'), 'A mill by the sea.\n')
  const torrent = await makeTorrent({ content: series, torrentPath: path.join(folder, 'series.torrent') })
  const broken = await makeSingle(folder, 'No film at all.mp4', (file) => writeFile(file, Buffer.alloc(300_000, 'not a film ')))
  const sound = await makeSingle(folder, 'أغنية البحر - Song of the sea.ogg', (file) => mustRun('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=f=330:d=30', '-c:a', 'libvorbis', file]))
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, alsoTorrents: [broken, sound] })
  return { torrent, seeder, broken, sound }
}

async function makeSingle(folder: string, name: string, write: (file: string) => Promise<unknown>): Promise<MadeTorrent> {
  const content = path.join(folder, name)
  await write(content)
  return makeTorrent({ content, torrentPath: path.join(folder, `${name}.torrent`) })
}

function chapterText(title: string, fromSec: number, toSec: number): string {
  return `[CHAPTER]\nTIMEBASE=1/1\nSTART=${String(fromSec)}\nEND=${String(toSec)}\ntitle=${title}\n`
}

/** Two seconds each, all through the film. */
function arabicWords(): string {
  const clock = (sec: number) => `00:00:${String(sec).padStart(2, '0')},000`
  return Array.from({ length: SECONDS / 2 }, (_, i) => `${String(i + 1)}\r\n${clock(i * 2)} --> ${clock(i * 2 + 2)}\r\n${(ARABIC_LINES[i % ARABIC_LINES.length] ?? '').replaceAll('\n', '\r\n')}\r\n`).join('\r\n')
}
