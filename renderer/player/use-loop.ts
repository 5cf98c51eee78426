import { useEffect } from 'react'
import { endsWithFilm, untilLoop } from '../../shared/playback/loop.ts'
import type { Playback } from './create-playback.ts'

/** Plays the marked part again and again. The clock speaks four times a second; the end of a part in between has a timer of its own. */
export function useLoop(playback: Playback): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const jump = () => {
      const { loop } = playback.store.getState()
      if (loop) playback.seekTo(loop.fromSec)
    }
    const look = () => {
      clearTimeout(timer)
      const { loop, rate, wantsPlay, waitingSinceMs } = playback.store.getState()
      const leftSec = wantsPlay && waitingSinceMs === null ? untilLoop(loop, playback.clock.read().currentTimeSec) : null
      if (leftSec !== null && leftSec <= SOON_SEC * rate) timer = setTimeout(jump, (leftSec / rate) * 1000)
    }
    const unsubscribeClock = playback.clock.subscribe(look)
    const unsubscribeStore = playback.store.subscribe(({ ended, loop }, before) => {
      if (!ended || before.ended || !endsWithFilm(loop, playback.clock.read().durationSec)) return
      jump()
      playback.play()
    })
    return () => {
      clearTimeout(timer)
      unsubscribeClock()
      unsubscribeStore()
    }
  }, [playback])
}

/** Longer than the clock is ever silent while a film plays. */
const SOON_SEC = 0.6
