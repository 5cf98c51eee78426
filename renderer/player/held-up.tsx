import { useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Playback } from './create-playback.ts'
import type { Lack } from './playback-store.ts'
import { usePlaybackState } from './use-playback.ts'

/** What holds the torrent up (a full disk), or what the film plays without, is said while it plays; once it stands, the overlay says it. */
export function HeldUp({ playback, torrent }: { readonly playback: Playback; readonly torrent: TorrentSnapshot }) {
  const moves = usePlaybackState(playback, (state) => state.waitingSinceMs === null && state.failure === null)
  const lack = usePlaybackState(playback, (state) => (state.castStreamId === null ? state.lack : null))
  const [dismissed, setDismissed] = useState<Lack | null>(null)
  if (!moves) return null
  if (torrent.problem) return <div className="held-up"><ProblemNote error={torrent.problem} /></div>
  return lack && lack !== dismissed ? <div className="held-up"><LackNote lack={lack} onRetry={playback.retry} onDismiss={() => { setDismissed(lack) }} /></div> : null
}

function LackNote({ lack: { part, error }, onRetry, onDismiss }: { readonly lack: Lack; readonly onRetry: () => void; readonly onDismiss: () => void }) {
  const { what, next } = errorWords(error)
  return (
    <ProblemNote error={error} words={{ what: `${catalogue.method.lacks[part]} ${what}`, next }} onDismiss={onDismiss}>
      <Button icon="replay" onClick={onRetry}>{catalogue.common.tryAgain}</Button>
    </ProblemNote>
  )
}
