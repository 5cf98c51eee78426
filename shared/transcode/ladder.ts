import type { Method } from '../playback/method.ts'

/** How a session works at present; each failure at the same place makes it do more, or less well. */
export interface Rung {
  readonly method: Exclude<Method, 'direct'>
  readonly quality: 'normal' | 'quick'
  /** Lines at most; null = as the session was asked for. */
  readonly height: number | null
  /** Hardware encoders are not tried any more. */
  readonly software: boolean
}

/** Tries at one segment before the person is told. */
export const MAX_TRIES = 3
const QUICK_HEIGHT = 720

/**
 * What to try after a run failed: the sound is converted too, then the picture, then quickly, small and in software. Null
 * after the last rung. A change of method changes what the segments hold, so `method` moves on only while nothing was made.
 */
export function nextRung(rung: Rung, madeSegments: boolean): Rung | null {
  if (rung.method === 'transcode') return rung.quality === 'quick' && rung.software ? null : { method: 'transcode', quality: 'quick', height: madeSegments ? rung.height : Math.min(rung.height ?? QUICK_HEIGHT, QUICK_HEIGHT), software: true }
  if (madeSegments) return null
  return { ...rung, method: rung.method === 'remux' ? 'transcodeAudio' : 'transcode' }
}
