import { playableInOrder } from '../playback/file-tree.ts'
import type { TorrentFile } from '../torrent/snapshot.ts'

/** Which episode a file is, as far as its name tells. `season` null: numbers that count through a whole series. */
export interface Episode {
  readonly season: number | null
  readonly episode: number
}

/** The ways names tell episodes, the surest first: S01E02 and s1.e2; 1x02; "Season 1 Episode 2"; "Episode 2" and "Ep 2"; " - 02" before the end or a bracket. */
const PATTERNS: readonly RegExp[] = [
  /(?<![a-z0-9])s(?<season>\d{1,2})[ ._-]?e(?<episode>\d{1,4})(?!\d)/iu,
  /(?<![a-z0-9])(?<season>\d{1,2})x(?<episode>\d{2,3})(?!\d)/iu,
  /season[ ._-]*(?<season>\d{1,2})[ ._-]+(?:episode|ep)[ ._-]*(?<episode>\d{1,4})(?!\d)/iu,
  /(?<![a-z])(?:episode|ep|e)[ ._-]?(?<episode>\d{1,4})(?!\d)/iu,
  /[ _](?:-[ _]|#)(?<episode>\d{1,4})(?:v\d)?(?=[ _]*(?:[[(.]|$))/u,
]

/** Where a file's name, without its folder, tells the episode; null when it does not. */
export function findEpisode(name: string): RegExpExecArray | null {
  return PATTERNS.map((pattern) => pattern.exec(name)).find((found) => found !== null) ?? null
}

/** Reads the episode from a file's name, without its folder. Null when the name tells none. */
export function readEpisode(name: string): Episode | null {
  const match = findEpisode(name)
  const { season, episode } = match?.groups ?? {}
  return episode === undefined ? null : { season: season === undefined ? null : Number(season), episode: Number(episode) }
}

/**
 * The file to watch after this one: the next episode (of the next season after a season's last), by number whatever the
 * order of the torrent; where names tell no episodes, the next one in natural order of the same kind. Extras are never next.
 */
export function nextFile(files: readonly TorrentFile[], fileIndex: number): TorrentFile | null {
  return filesAfter(files, fileIndex)[0] ?? null
}

/** Every file that is watched after this one, as `nextFile` leads from each to the next; one pass, however many there are. */
export function filesAfter(files: readonly TorrentFile[], fileIndex: number): readonly TorrentFile[] {
  const current = files.find(({ index }) => index === fileIndex)
  if (!current) return []
  const episode = readEpisode(current.name)
  return episode ? laterEpisodes(files, current, episode) : laterNeighbours(files, current)
}

/** Of the same kind, up to an extra; from the first one that tells an episode on it goes by episodes. */
function laterNeighbours(files: readonly TorrentFile[], current: TorrentFile): readonly TorrentFile[] {
  const order = playableInOrder(files)
  const place = order.indexOf(current)
  const later = place < 0 ? [] : order.slice(place + 1)
  const end = later.findIndex(({ kind, extra }) => kind !== current.kind || extra)
  const alike = end < 0 ? later : later.slice(0, end)
  for (const [at, file] of alike.entries()) {
    const episode = readEpisode(file.name)
    if (episode) return [...alike.slice(0, at + 1), ...laterEpisodes(files, file, episode)]
  }
  return alike
}

interface Candidate { readonly file: TorrentFile; readonly order: number }

/** More than any season has episodes. */
const SEASON_STEP = 10_000
const orderOf = ({ season, episode }: Episode) => (season ?? 0) * SEASON_STEP + episode

function laterEpisodes(files: readonly TorrentFile[], current: TorrentFile, episode: Episode): readonly TorrentFile[] {
  const counted = files.flatMap((file): readonly Candidate[] => {
    const other = file.playable && !file.extra && file.kind === current.kind ? readEpisode(file.name) : null
    return other && (other.season === null) === (episode.season === null) ? [{ file, order: orderOf(other) }] : []
  })
  const later = counted.filter(({ order }) => order > orderOf(episode)).toSorted((a, b) => a.order - b.order)
  // Of one episode that is there twice, the first counts.
  return later.filter(({ order }, at) => order !== later[at - 1]?.order).map(({ file }) => file)
}
