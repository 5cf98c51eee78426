import type { InfoHash } from '../ids.ts'
import type { KeptTracks } from './kept-tracks.ts'
import type { Library } from './library.ts'
import { seriesOf } from './series.ts'

/**
 * What was chosen for this torrent, else for the torrent with an episode of the same series that was touched last. Empty
 * when nothing was. `fileName`: of the file to be played, with or without its folder.
 */
export function keptTracksOf(library: Library, infoHash: InfoHash, fileName: string): KeptTracks {
  const own = library.find((entry) => entry.infoHash === infoHash)?.tracks
  if (own) return own
  const series = seriesOf(fileName)
  if (series === null) return {}
  return library.find(({ tracks, files }) => tracks !== undefined && files.some(({ name }) => seriesOf(name) === series))?.tracks ?? {}
}
