import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { KeptTracks } from '../../shared/library/kept-tracks.ts'
import { keptTracksOf } from '../../shared/library/kept-tracks-of.ts'
import type { Bridge } from '../bridge.ts'
import type { AppStore } from './store.ts'

/** What the person chose to hear and read before, in this torrent or another of its series. */
export function keptTracks(app: AppStore, infoHash: InfoHash, fileIndex: FileIndex): KeptTracks {
  const { library, torrents } = app.getState()
  const name = torrents.find((torrent) => torrent.infoHash === infoHash)?.files.find(({ index }) => index === fileIndex)?.name ?? ''
  return keptTracksOf(library, infoHash, name)
}

/** Keeps a choice. The first one in a torrent takes over the others of its series. */
export function keepTracks({ bridge, app }: { readonly bridge: Bridge; readonly app: AppStore }, { infoHash, fileIndex }: { readonly infoHash: InfoHash; readonly fileIndex: FileIndex }, tracks: KeptTracks): void {
  const known = app.getState().library.some((entry) => entry.infoHash === infoHash && entry.tracks !== undefined)
  void bridge.call('app.keepTracks', { infoHash, tracks: known ? tracks : { ...keptTracks(app, infoHash, fileIndex), ...tracks } })
}
