import { useState } from 'react'
import { openingSteps } from '../../shared/playback/opening-steps.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Ring } from '../ui/ring.tsx'
import { usePlace } from '../ui/use-place.ts'
import { useNow } from '../ui/use-now.ts'
import { Water } from '../ui/water.tsx'
import { StepList } from './step-list.tsx'
import { WhatWasTried } from './what-was-tried.tsx'

/** From link to details: the steps with live numbers, cancel at any time, and what was tried when it took too long. */
export function Opening({ torrent }: { readonly torrent: TorrentSnapshot | null }) {
  const { opener } = useParts()
  const failed = torrent?.phase === 'failed'
  const leave = () => {
    if (failed) opener.goHome()
    else if (torrent) void opener.remove(torrent.infoHash)
    else opener.cancelAsking()
  }
  const place = usePlace(leave)
  return (
    <main ref={place} tabIndex={-1} className="opening always-dark" aria-label={catalogue.opening.region}>
      <Water />
      <div className="opening-column">
        {failed ? <OpeningFailed torrent={torrent} /> : <OpeningProgress torrent={torrent} />}
        <Button onClick={leave}>{failed ? catalogue.common.backHome : catalogue.common.cancel}</Button>
      </div>
    </main>
  )
}

function OpeningProgress({ torrent }: { readonly torrent: TorrentSnapshot | null }) {
  const progress = useApp((state) => (torrent ? state.progress[torrent.infoHash] : undefined))
  const metadata = progress?.metadata ?? null
  const steps = openingSteps({ phase: torrent?.phase ?? null, metadata, peers: progress?.peers ?? 0, complete: torrent?.phase === 'ready' && progress?.progress === 1, indexRead: false, stall: null })
  const percent = metadata && metadata.percent > 0 ? Math.floor(metadata.percent) : null
  return (
    <>
      <Ring percent={percent} tone="water" />
      <h1 className="opening-title" dir="auto">{torrent === null ? catalogue.opening.reading : torrent.name || catalogue.opening.unnamed}</h1>
      <StepList steps={steps} />
      {torrent?.problem ? <ProblemNote error={torrent.problem} /> : null}
      <Elapsed metadata={metadata} />
    </>
  )
}

function Elapsed({ metadata }: { readonly metadata: { elapsedMs: number; timeoutMs: number; attempt: number; maxAttempts: number } | null }) {
  const [startedMs] = useState(() => performance.now())
  const elapsedMs = useNow(500) - startedMs
  const words = catalogue.opening
  const parts = [words.elapsed(Math.max(elapsedMs, metadata?.elapsedMs ?? 0) / 1000)]
  if (metadata && metadata.maxAttempts > 1) parts.push(words.attempt(metadata.attempt, metadata.maxAttempts))
  return <p className="opening-elapsed" role="timer">{parts.join(' · ')}</p>
}

function OpeningFailed({ torrent }: { readonly torrent: TorrentSnapshot }) {
  const { opener } = useParts()
  const metadata = useApp((state) => state.progress[torrent.infoHash]?.metadata ?? null)
  const error = torrent.problem ?? { code: 'unexpected', message: 'the torrent failed without a reason', details: {} } as const
  return (
    <>
      <h1 className="opening-title" dir="auto">{torrent.name || catalogue.opening.unnamed}</h1>
      <ProblemNote error={error}>
        <Button kind="primary" icon="replay" onClick={() => { void opener.retry(torrent.infoHash) }}>{catalogue.common.tryAgain}</Button>
      </ProblemNote>
      {error.code === 'metadataTimeout' ? <WhatWasTried metadata={metadata} /> : null}
    </>
  )
}
