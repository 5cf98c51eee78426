import type { FileIndex } from '../ids.ts'
import type { TorrentFile, TorrentSnapshot } from '../torrent/snapshot.ts'
import type { FileRecord } from './library.ts'
import { filesAfter, readEpisode } from './next-file.ts'
import { isSeen } from './resume.ts'
import { seriesOf } from './series.ts'

/**
 * The file a person means who opens a torrent again without naming one: the one they were in, and after its end the next
 * that they have not seen; `chosenFile` where nothing was watched or nothing is left. `watched`: the newest first.
 */
export function fileToWatch({ files, chosenFile }: Pick<TorrentSnapshot, 'files' | 'chosenFile'>, watched: readonly FileRecord[]): FileIndex | null {
  const seen = new Set(watched.filter(isSeen).map(({ fileIndex }) => fileIndex))
  const last = files.find(({ index, playable }) => playable && index === watched[0]?.fileIndex)
  if (!last) return chosenFile
  return [last, ...filesAfter(files, last.index)].find(({ index }) => !seen.has(index))?.index ?? chosenFile
}

/** The files that follow one and were not seen, in order; none after the last one. */
export function unseenAfter(files: readonly TorrentFile[], fileIndex: FileIndex, watched: readonly FileRecord[]): readonly TorrentFile[] {
  const seen = new Set(watched.filter(isSeen).map((record) => record.fileIndex))
  return filesAfter(files, fileIndex).filter(({ index }) => !seen.has(index))
}

/** The first episode of the series a file belongs to, specials (season 0) last; the file itself where its name tells none. */
export function firstEpisode(files: readonly TorrentFile[], file: TorrentFile): TorrentFile {
  const series = seriesOf(file.name)
  const episodes = series === null ? [] : files.filter(({ kind, name }) => kind === file.kind && seriesOf(name) === series)
  return episodes.toSorted((a, b) => orderOf(a) - orderOf(b))[0] ?? file
}

/** More than any season has episodes, any series seasons. */
const SEASON_STEP = 10_000
const LAST_SEASON = 1000

function orderOf({ name }: TorrentFile): number {
  const { season = null, episode = 0 } = readEpisode(name) ?? {}
  return (season === 0 ? LAST_SEASON : season ?? 1) * SEASON_STEP + episode
}
