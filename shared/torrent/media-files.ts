import type { FileIndex } from '../ids.ts'
import type { Interval } from '../interval.ts'
import { contains } from '../interval.ts'
import { firstEpisode } from '../library/file-to-watch.ts'
import { fileKindOf } from './media-type.ts'
import type { Metainfo } from './metainfo.ts'
import type { TorrentFile } from './snapshot.ts'

/** The files a person may see, in the order of the info dictionary; padding is left out, indices stay. */
export function toTorrentFiles({ files }: Pick<Metainfo, 'files'>): TorrentFile[] {
  return files.filter(({ padding }) => !padding).map(({ index, name, path, lengthBytes, available }) => {
    const { kind, mediaType } = fileKindOf(name)
    const playable = available && lengthBytes > 0 && (kind === 'video' || kind === 'audio')
    return { index, name, path, lengthBytes, mediaType, kind, playable, extra: isExtra(path) }
  })
}

/**
 * The file played unless the person picks another: the largest video that is not an extra, else the largest audio, else the largest extra; among
 * equals the first. Where the largest video is an episode, the first episode of its series. A selection (BEP 53 `so`) narrows the choice when it holds something playable. Null when nothing plays.
 */
export function chooseFile(files: readonly TorrentFile[], selectedFiles: readonly Interval[] | null): FileIndex | null {
  const playable = files.filter((file) => file.playable)
  const selected = selectedFiles === null ? playable : playable.filter(({ index }) => selectedFiles.some((part) => contains(part, index)))
  const choice = selected.length > 0 ? selected : playable
  const films = choice.filter(({ extra }) => !extra)
  const film = largest(films, 'video')
  if (film !== null) return firstEpisode(films, film).index
  return (largest(films, 'audio') ?? largest(choice, 'video') ?? largest(choice, 'audio'))?.index ?? null
}

function largest(files: readonly TorrentFile[], kind: TorrentFile['kind']): TorrentFile | null {
  let best: TorrentFile | null = null
  for (const file of files) {
    if (file.kind === kind && (best === null || file.lengthBytes > best.lengthBytes)) best = file
  }
  return best
}

/** Folders of bonus material, by the names Kodi, Plex and Jellyfin know; the whole name must fit, so that a show called "Extras (2005)" stays a show. */
const EXTRA_FOLDER = /^(sample|trailer|extra|featurette|bonus|interview|scene|short|behind the scenes|deleted scenes?|other|special features?|bonus features?|making[ ._-]?of|proof|screens?(hots)?)s?$/i

/** Marks at the end of a file's name (`film-sample.mkv`, `Film trailer 2.mp4`), the name alone, or release groups' `sample-film.mkv`. */
const EXTRA_NAME = /^(sample|trailer|teaser)s?\d*$|^sample[-_.]|[-_. ([](sample|trailer|teaser)s?[ ._-]?\d{0,2}[)\]]?$|-(featurette|behindthescenes|deletedscene|deleted|interview|scene|short|bonus|other)\d{0,2}$/i

/** True for samples, trailers and bonus material. The torrent's own folder does not count: it names the whole. */
export function isExtra(path: string): boolean {
  const parts = path.split('/')
  const stem = (parts.at(-1) ?? '').replace(/\.[^.]*$/, '')
  return parts.slice(1, -1).some((folder) => EXTRA_FOLDER.test(folder)) || EXTRA_NAME.test(stem)
}
