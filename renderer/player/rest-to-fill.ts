import { fillingOf, shouldRest } from '../../shared/playback/fill-pause.ts'
import type { AppStore } from '../state/store.ts'
import type { Clock } from './clock.ts'
import type { PlaybackStore } from './playback-store.ts'

/** Lets a film rest that ran dry on a slow line, and go on when enough is here (shared/playback/fill-pause.ts); returns how to end it. */
export function restToFill(parts: { readonly playback: PlaybackStore; readonly app: AppStore; readonly clock: Clock; readonly rest: (resting: boolean) => void }): () => void {
  const { playback, app, clock, rest } = parts
  return app.subscribe(({ streamStatus }, before) => {
    const { stream, started, wantsPlay, waitingSinceMs, resting } = playback.getState()
    if (stream === null || streamStatus === null || streamStatus === before.streamStatus || streamStatus.streamId !== stream.streamId) return
    const { currentTimeSec, durationSec } = clock.read()
    const facts = { isDry: started && wantsPlay && waitingSinceMs !== null && stream.method === 'direct', leftSec: Math.max(0, (durationSec ?? 0) - currentTimeSec), status: streamStatus }
    if (resting && fillingOf(facts) === null) rest(false)
    else if (!resting && shouldRest(facts) && fillingOf(facts) !== null) rest(true)
  })
}
