import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** What holds the torrent up (a full disk) is said while the film still plays; once it stands, the overlay says it. */
export function HeldUp({ playback, torrent }: { readonly playback: Playback; readonly torrent: TorrentSnapshot }) {
  const moves = usePlaybackState(playback, (state) => state.waitingSinceMs === null && state.failure === null)
  return torrent.problem && moves ? <div className="held-up"><ProblemNote error={torrent.problem} /></div> : null
}
