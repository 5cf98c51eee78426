import { useRef } from 'react'
import type { WheelEvent } from 'react'
import { VOLUME_STEP } from '../../shared/keys/actions.ts'
import type { PlayerAction } from '../../shared/keys/actions.ts'
import { turnWheel } from '../../shared/playback/wheel-steps.ts'

/** Turning the wheel over the picture changes the volume; with Ctrl it means something else. */
export function useWheelVolume(run: (action: PlayerAction) => void): (event: WheelEvent) => void {
  const restPx = useRef(0)
  return (event) => {
    if (event.ctrlKey) return
    const { steps, restPx: left } = turnWheel(restPx.current, event.deltaY * (event.deltaMode === globalThis.WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1))
    restPx.current = left
    if (steps !== 0) run({ kind: 'volumeBy', step: -steps * VOLUME_STEP })
  }
}

/** Height of a line where a wheel counts in lines. */
const LINE_PX = 40
