import { useEffect, useRef, useState } from 'react'
import { fillingOf } from '../../shared/playback/fill-pause.ts'
import { openingSteps } from '../../shared/playback/opening-steps.ts'
import type { WaitFacts } from '../../shared/playback/waiting-sentence.ts'
import { waitingSentence } from '../../shared/playback/waiting-sentence.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { StreamStatus } from '../../shared/torrent/snapshot.ts'
import { StepList } from '../open/step-list.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Ring } from '../ui/ring.tsx'
import { useNow } from '../ui/use-now.ts'
import type { Playback } from './create-playback.ts'
import { useClockSeconds, usePlaybackState, useStreamStatus } from './use-playback.ts'

/** Shown whenever the picture should move and does not: a ring and one true sentence. */
export function WaitingOverlay({ playback }: { readonly playback: Playback }) {
  const waitingSinceMs = usePlaybackState(playback, (state) => state.waitingSinceMs)
  const failed = usePlaybackState(playback, (state) => state.failure !== null)
  return waitingSinceMs === null || failed ? null : <Waiting playback={playback} sinceMs={waitingSinceMs} />
}

/** Numbers in the sentence are renewed this often; the engine reports twice a second. */
const RENEW_MS = 500

function Waiting({ playback, sinceMs }: { readonly playback: Playback; readonly sinceMs: number }) {
  const nowMs = useNow(RENEW_MS)
  const { bridge } = useParts()
  const { started, jumpTargetSec, connection, indexRead, stream, resting } = usePlaybackState(playback, (state) => state)
  const engine = useApp((state) => state.host.state)
  const status = useStreamStatus(playback)
  const { currentSec, durationSec } = useClockSeconds(playback)
  const filling = resting ? fillingOf({ isDry: true, leftSec: Math.max(0, (durationSec ?? 0) - currentSec), status }) : null
  const mode: WaitFacts['mode'] = !started ? 'start' : jumpTargetSec !== null ? 'jump' : 'buffer'
  const { sentence, percent, tone } = waitingSentence({ mode, targetSec: jumpTargetSec ?? 0, waitedSec: (nowMs - sinceMs) / 1000, engine, connection, indexRead, converting: stream !== null && stream.method !== 'direct', status, filling })
  return (
    <>
      <div className="waiting" role="status" aria-live="off" aria-label={catalogue.waiting.label} data-mode={mode} data-tone={tone}>
        <Ring percent={percent} tone={tone === 'trouble' ? 'trouble' : mode === 'start' ? 'water' : 'wait'} />
        <p className="waiting-sentence">{sentence}</p>
        {status?.stall?.reason === 'allPaused' ? <Button kind="primary" icon="play" onClick={() => { void bridge.call('app.updateSettings', { paused: false }) }}>{catalogue.home.resumeAll}</Button> : null}
        {mode === 'start' && connection !== 'reconnecting' ? <StartSteps status={status} indexRead={indexRead} /> : null}
      </div>
      <Announce sentence={sentence} />
    </>
  )
}

function StartSteps({ status, indexRead }: { readonly status: StreamStatus | null; readonly indexRead: boolean }) {
  return <StepList steps={openingSteps({ phase: 'ready', metadata: null, peers: status?.peers ?? 0, complete: status?.complete ?? false, indexRead, stall: status?.stall ?? null })} />
}

/** A screen reader would drown in numbers that change twice a second; it is told the newest ones every five. */
const ANNOUNCE_EVERY_MS = 5000

function Announce({ sentence }: { readonly sentence: string }) {
  const [spoken, setSpoken] = useState(sentence)
  const newest = useRef(sentence)
  useEffect(() => { newest.current = sentence }, [sentence])
  useEffect(() => {
    const timer = setInterval(() => { setSpoken(newest.current) }, ANNOUNCE_EVERY_MS)
    return () => { clearInterval(timer) }
  }, [])
  return <p className="visually-hidden" role="status">{spoken}</p>
}
