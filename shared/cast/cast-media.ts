/** What a device is given to play: one file of the torrent as it is, or its converted form. */
export interface CastMedia {
  readonly url: string
  /** As this device names it, the same as the Content-Type served. */
  readonly mediaType: string
  readonly title: string
  /** Null only when nobody knows it. */
  readonly durationSec: number | null
  /** Null for what is converted while it is sent. */
  readonly lengthBytes: number | null
  /** Fourth field of UPnP's protocolInfo. */
  readonly contentFeatures: string
  readonly subtitles: readonly CastSubtitle[]
  /** Second of the film at which this stream's second 0 lies; not 0 only for a conversion that begins in the middle. */
  readonly beginsAtSec: number
  /** Which of the file's sounds, for a player that can pick; null = the one it picks itself. */
  readonly audioTrack: number | null
  /** False for a stream that can only be begun anew to be somewhere else. */
  readonly deviceCanSeek: boolean
}

/** A text track as WebVTT, and as SRT for televisions that read that. */
export interface CastSubtitle {
  readonly id: number
  readonly vttUrl: string
  readonly srtUrl: string
  readonly name: string
  /** BCP 47; empty when unknown. */
  readonly language: string
}

/** A film to be played, and how to begin. */
export interface CastLoad {
  readonly media: CastMedia
  /** Second of the film. */
  readonly startSec: number
  readonly paused: boolean
  /** Id of a subtitle of the media; null = none. */
  readonly subtitleId: number | null
}

/** What the person can ask of a device while it plays. Seconds are of the film, not of the stream. */
export type RemoteCommand =
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'seek'; readonly toSec: number }
  | { readonly kind: 'volume'; readonly level: number }
  | { readonly kind: 'mute'; readonly muted: boolean }
  /** Null = none. */
  | { readonly kind: 'subtitle'; readonly id: number | null }
  | { readonly kind: 'stop' }

/**
 * Where a session stands. `loading` until the first picture; `ended` at the end of the film; `stopped` when somebody at the
 * television (`byOther`: another program) or we stopped it; `refused` when the device cannot play this form; `lost` when it
 * is gone.
 */
export type CastPhase = 'connecting' | 'loading' | 'playing' | 'paused' | 'buffering' | 'ended' | 'stopped' | 'refused' | 'lost'

/** Why a film is on the device no more. The words are the page's. */
export type CastReason = (typeof CAST_REASONS)[number]
export const CAST_REASONS = [
  'endedThere', // somebody at the device, or the device itself
  'taken', // another program plays there now
  'cannotPlay', // the device took this form of the film and gave up on it
  'formRefused', // it did not even take it
  'noPlayer', // its player did not start
  'gone', // it does not answer any more
  'unreachable', // it never answered
  'cannotReachUs', // it took the film and never fetched a byte of it
] as const

/** What the device says of itself, in the film's seconds. */
export interface CastState {
  readonly phase: CastPhase
  readonly positionSec: number
  /** Clock of positionSec; while playing the position moves on from here. Milliseconds of the caller's clock. */
  readonly positionAtMs: number
  readonly durationSec: number | null
  /** 0 to 1; null when the device does not say. */
  readonly volume: number | null
  readonly muted: boolean | null
  readonly canPause: boolean
  /** The volume can be set. */
  readonly canSetVolume: boolean
  /** Why it is refused, stopped or lost; null otherwise, and when we stopped it ourselves. */
  readonly reason: CastReason | null
}

/** The position now, in the film's seconds: moving while it plays, never past the end. */
export function positionNow(state: CastState, nowMs: number): number {
  const movedSec = state.phase === 'playing' ? Math.max(0, nowMs - state.positionAtMs) / 1000 : 0
  return Math.min(state.positionSec + movedSec, state.durationSec ?? Infinity)
}

/** No more will come of this session. */
export function isOver(phase: CastPhase): boolean {
  return phase === 'ended' || phase === 'stopped' || phase === 'refused' || phase === 'lost'
}
