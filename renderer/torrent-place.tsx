import { Suspense, lazy, useEffect } from 'react'
import type { FileIndex, InfoHash } from '../shared/ids.ts'
import { fileToWatch } from '../shared/library/file-to-watch.ts'
import type { Library } from '../shared/library/library.ts'
import type { TorrentSnapshot } from '../shared/torrent/snapshot.ts'
import { NothingPlays } from './open/nothing-plays.tsx'
import { Opening } from './open/opening.tsx'
import { useApp, useParts } from './state/app-context.tsx'

/** The player with video.js is most of the page's code; home is drawn before it is read. */
export const loadPlayer = () => import('./player/watch.tsx')
const Watch = lazy(async () => ({ default: (await loadPlayer()).Watch }))

interface TorrentPlaceProps {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex | null
  readonly onHelp: () => void
  readonly showsStats: boolean
  readonly onStats: (shown: boolean) => void
}

/** What plays unless the person names a file. A link that names files (BEP 53) means those. */
function fileMeant(torrent: TorrentSnapshot, library: Library): FileIndex | null {
  const namesFiles = /[?&]so=/u.test(torrent.magnet)
  const watched = namesFiles ? [] : library.find((entry) => entry.infoHash === torrent.infoHash)?.files ?? []
  return fileToWatch(torrent, watched)
}

/** One torrent: being opened, playing, or with nothing to play. A torrent that was removed leads home. */
export function TorrentPlace({ infoHash, fileIndex, ...rest }: TorrentPlaceProps) {
  const { opener } = useParts()
  const torrent = useApp((state) => state.torrents.find((each) => each.infoHash === infoHash))
  const meant = useApp((state) => (fileIndex === null && torrent ? fileMeant(torrent, state.library) : null))
  const wanted = fileIndex ?? meant
  // Decided once: a film that is seen to its end while it plays stays the one that plays.
  useEffect(() => { if (fileIndex === null && meant !== null) opener.show(infoHash, meant) }, [fileIndex, meant, opener, infoHash])
  const gone = torrent === undefined
  useEffect(() => { if (gone) opener.goHome() }, [gone, opener])
  if (gone) return null
  const file = torrent.files.find(({ index }) => index === wanted)
  if (file) return <Suspense fallback={null}><Watch key={infoHash} torrent={torrent} file={file} {...rest} /></Suspense>
  return torrent.phase === 'ready' ? <NothingPlays torrent={torrent} /> : <Opening torrent={torrent} />
}
