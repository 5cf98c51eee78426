import type { CastMedia, CastReason, CastState } from './cast-media.ts'
import { isOver, positionNow } from './cast-media.ts'

/** What a player on this computer says of itself; what it does not speak of stays as it was. Seconds are of the film. */
export type ProgramNews = Partial<{
  readonly positionSec: number
  readonly durationSec: number
  readonly paused: boolean
  readonly waiting: boolean
  /** 0 to 1. */
  readonly volume: number
  readonly muted: boolean
}>

export type ProgramEvent =
  | { readonly kind: 'said'; readonly news: ProgramNews }
  | { readonly kind: 'load'; readonly media: Pick<CastMedia, 'durationSec'>; readonly startSec: number; readonly paused: boolean }
  | { readonly kind: 'sought'; readonly toSec: number }
  | { readonly kind: 'over'; readonly why: 'ended' | 'failed' | 'quit' }

export interface ProgramState {
  readonly cast: CastState
  readonly paused: boolean
  readonly waiting: boolean
}

/** A player that was started and has said nothing yet. */
export function startProgram(media: Pick<CastMedia, 'durationSec'>, startSec: number, paused: boolean, nowMs: number): ProgramState {
  return {
    paused, waiting: false,
    cast: { phase: 'connecting', positionSec: startSec, positionAtMs: nowMs, durationSec: media.durationSec, volume: null, muted: null, canPause: true, canSetVolume: true, reason: null },
  }
}

/** What one event makes of a player's state. Closed by the person it gives the film back: `stopped`, or `refused` before it showed any of it. */
export function stepProgram(state: ProgramState, event: ProgramEvent, nowMs: number): ProgramState {
  const { cast } = state
  switch (event.kind) {
    case 'said': return isOver(cast.phase) ? state : said(state, event.news, nowMs)
    case 'load': return { paused: event.paused, waiting: false, cast: { ...cast, phase: 'loading', positionSec: event.startSec, positionAtMs: nowMs, durationSec: event.media.durationSec, reason: null } }
    case 'sought': return { ...state, cast: { ...cast, positionSec: event.toSec, positionAtMs: nowMs, phase: cast.phase === 'playing' ? 'buffering' : cast.phase } }
    case 'over': return isOver(cast.phase) ? state : { ...state, cast: over(cast, event.why, nowMs) }
  }
}

function said(before: ProgramState, { positionSec, durationSec, paused, waiting, volume, muted }: ProgramNews, nowMs: number): ProgramState {
  const state = { paused: paused ?? before.paused, waiting: waiting ?? before.waiting }
  const { cast } = before
  const isHere = positionSec !== undefined || cast.phase === 'playing' || cast.phase === 'paused' || cast.phase === 'buffering'
  const phase = !isHere ? cast.phase : state.paused ? 'paused' : state.waiting ? 'buffering' : positionSec === undefined && cast.phase === 'buffering' ? 'buffering' : 'playing'
  return {
    ...state,
    cast: {
      ...cast, phase, positionSec: positionSec ?? positionNow(cast, nowMs), positionAtMs: nowMs,
      // A film that is still coming may look shorter to the player than it is.
      durationSec: cast.durationSec ?? durationSec ?? null, volume: volume ?? cast.volume, muted: muted ?? cast.muted,
    },
  }
}

function over(cast: CastState, why: 'ended' | 'failed' | 'quit', nowMs: number): CastState {
  const begun = cast.phase !== 'connecting' && cast.phase !== 'loading'
  const positionSec = positionNow(cast, nowMs)
  const end = (phase: CastState['phase'], reason: CastReason | null): CastState => ({ ...cast, phase, reason, positionSec: phase === 'ended' ? cast.durationSec ?? positionSec : positionSec, positionAtMs: nowMs })
  if (why === 'ended') return end('ended', null)
  if (why === 'failed') return end('refused', 'cannotPlay')
  return begun ? end('stopped', 'endedThere') : end('lost', 'noPlayer')
}
