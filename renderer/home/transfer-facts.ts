import { catalogue } from '../../shared/text/catalogue.ts'
import { formatRate } from '../../shared/text/numbers.ts'
import type { TorrentProgress } from '../../shared/torrent/snapshot.ts'

/** How much of an open torrent is here, beside the bar of how much was seen, and what comes, for its card; what stands still is not said. Empty for one that is not open. */
export function transferFacts(progress: TorrentProgress | undefined): readonly string[] {
  if (progress === undefined) return []
  const { progress: share, peers, downloadBytesPerSec } = progress
  if (share >= 1) return [catalogue.card.complete]
  return [catalogue.card.here(Math.floor(share * 100)), ...(peers > 0 ? [catalogue.status.peers(peers)] : []), ...(downloadBytesPerSec > 0 ? [formatRate(downloadBytesPerSec)] : [])]
}
