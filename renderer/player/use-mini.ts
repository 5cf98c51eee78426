import { useCallback, useEffect, useState } from 'react'
import { useParts } from '../state/app-context.tsx'
import { setFullScreen } from './full-screen.ts'
import type { Playback } from './create-playback.ts'

export interface Mini {
  readonly on: boolean
  readonly toggle: () => void
}

/** The window as a small one above all others, in the shape of the picture; it is as before when the player is left. */
export function useMini(playback: Playback): Mini {
  const { bridge } = useParts()
  const [on, setOn] = useState(false)
  useEffect(() => {
    if (!on) return undefined
    let wanted = true
    void setFullScreen(false).then(() => { if (wanted) void bridge.call('app.setMini', { on: true, aspect: aspectOf(playback.video()) }) })
    return () => {
      wanted = false
      void bridge.call('app.setMini', { on: false, aspect: WIDE })
    }
  }, [on, bridge, playback])
  const toggle = useCallback(() => { setOn((before) => !before) }, [])
  return { on, toggle }
}

/** Of a film whose shape is not known yet. */
const WIDE = 16 / 9

function aspectOf(video: HTMLVideoElement | null): number {
  return video && video.videoHeight > 0 ? Math.max(0.2, Math.min(5, video.videoWidth / video.videoHeight)) : WIDE
}
