import { useCallback, useEffect, useRef } from 'react'
import type { PlayerAction } from '../../shared/keys/actions.ts'
import { useParts } from '../state/app-context.tsx'
import type { FrameMeter } from './frame-meter.ts'
import { createFrameMeter } from './frame-meter.ts'
import type { ActionTargets } from './run-action.ts'
import { runAction } from './run-action.ts'

/** A stable function that carries out actions on what is on the screen now. */
export function useRunAction(targets: Omit<ActionTargets, 'opener' | 'frameSec'>): (action: PlayerAction) => void {
  const { opener } = useParts()
  const newest = useRef(targets)
  const frames = useRef<FrameMeter | null>(null)
  useEffect(() => { newest.current = targets })
  useEffect(() => {
    const video = targets.playback.video()
    frames.current = video ? createFrameMeter(video) : null
    return () => { frames.current?.close() }
  }, [targets.playback])
  return useCallback((action: PlayerAction) => { runAction(action, { ...newest.current, opener, frameSec: () => frames.current?.frameSec() ?? 0 }) }, [opener])
}
