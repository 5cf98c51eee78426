import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp } from '../state/app-context.tsx'
import { matchesTitle } from './match-title.ts'
import { useUnfinished } from './use-unfinished.ts'

/** The open torrents that fit a search, the newest first, without those that have their card under Continue watching. */
export function useOpenNow(query: string): readonly TorrentSnapshot[] {
  const torrents = useApp((state) => state.torrents)
  const unfinished = useUnfinished(query)
  const isAbove = ({ infoHash, phase }: TorrentSnapshot) => phase === 'ready' && unfinished.some(({ entry }) => entry.infoHash === infoHash)
  return torrents.filter((torrent) => matchesTitle(torrent.name || torrent.infoHash, query) && !isAbove(torrent))
}
