import type { CastLoad, CastMedia, CastPhase, CastReason, CastState, RemoteCommand } from './cast-media.ts'
import { isOver, positionNow } from './cast-media.ts'
import { didlLite } from './didl.ts'
import type { RendererCall } from './renderer-calls.ts'
import { parseUpnpTime, toUpnpTime } from './upnp-time.ts'

export type RendererEvent =
  | { readonly kind: 'answered'; readonly call: RendererCall; readonly values: ReadonlyMap<string, string> }
  /** The device said no, with a UPnP error code. */
  | { readonly kind: 'faulted'; readonly call: RendererCall; readonly upnpError: number }
  /** Nothing came, or nothing readable. `late`: it took the question and said nothing in time, as one does that is busy. */
  | { readonly kind: 'unanswered'; readonly call: RendererCall; readonly late?: boolean }
  | { readonly kind: 'command'; readonly command: RemoteCommand }
  | { readonly kind: 'load'; readonly media: CastMedia; readonly startSec: number; readonly paused: boolean }
  | { readonly kind: 'tick' }

/** A jump that is wanted: `pending` until the device can take it, then `asked` until its position shows that it did. */
interface Jump {
  readonly toSec: number
  readonly stage: 'pending' | 'asked'
  readonly unit: 'REL_TIME' | 'ABS_TIME'
  readonly untilMs: number
}

interface Told {
  readonly saidSec: number | null
  readonly lengthSec: number
}

/** A session with one UPnP renderer. Invariant: calls go out one after the other, in the order they are returned. */
export interface RendererState {
  readonly stage: 'setting' | 'starting' | 'running' | 'over'
  readonly media: CastMedia
  readonly paused: boolean
  /** Devices begin by playing: one that shall wait is paused as soon as it can be. */
  readonly pauseAtStart: boolean
  /** Times that Play was asked for again since the person wanted it; null when it plays, or shall not. */
  readonly resumeTries: number | null
  readonly jump: Jump | null
  /** The device let a jump pass without moving: only a stream that begins there helps. Null = it has not happened. */
  readonly jumpFailedToSec: number | null
  readonly startedAtMs: number
  readonly playTries: number
  /** When the film is given again to a device that cut the connection over it; null = it is not to be. */
  readonly setAgainAtMs: number | null
  readonly setTries: number
  readonly pollAtMs: number
  readonly volumeAtMs: number
  readonly pollPending: boolean
  readonly unanswered: number
  readonly heardAtMs: number
  readonly transport: string
  /** Position last told, until the device says that it still played then: one that stops says 0 before it says so. */
  readonly told: Told | null
  /** Position last said, and when it last moved: a device that says PLAYING and stands still is waiting for bytes. */
  readonly saidSec: number | null
  readonly movedAtMs: number
  readonly hasPlayed: boolean
  readonly ownUrlSeen: boolean
  readonly cast: CastState
}

export interface RendererStep {
  readonly state: RendererState
  readonly calls: readonly RendererCall[]
}

/** Many positions are whole seconds, so more often tells little new; while something is awaited the person waits too. */
const POLL_MS = { steady: 1000, soon: 150, stalled: 500 }
/** How long after the last step forward something is expected soon; after it the device waits for bytes, and may be a weak one. */
const SOON_MS = 5000
const VOLUME_MS = 5000
/** Polls in a row without an answer after which the device is gone. */
const LOST_AFTER = 3
/** One answer may get lost. */
const SILENT_AFTER = 2
/** A computer that wakes up has no network for some seconds: until then nothing goes out, and every poll fails at once. */
const LOST_MS = 8000
/** One that is there but busy (it opens a film, or lets go of one) may leave questions lying for longer. */
const BUSY_MS = 20_000
/** After Play some devices stay STOPPED for a while before they begin. */
const START_MS = 12_000
/** A device that stops so soon after Play, at the very beginning, could not play the film. */
const REFUSED_MS = 5000
/** How long after a jump the position may take to show it. */
const JUMP_MS = 4000
/** A device that knows no length may still jump; it is given this long to learn it. */
const LENGTH_MS = 5000
const FROZEN_MS = 2500
/** Stopping this near to the end is the end: positions are whole seconds and credits are skipped. */
const END_SEC = 10
const MAX_PLAY_TRIES = 5
/** A pause before a device that cut the connection is asked again. */
const SET_AGAIN_MS = 1000
const MAX_SET_TRIES = 2
/** UPnP error "transition not available": the device is busy with the last call. */
const NOT_NOW = 701

/** A session that will play the film, and the calls that begin it. `hasVolume`: the device has a service for it (RenderingControl:1). */
export function startRenderer(first: Omit<CastLoad, 'subtitleId'>, nowMs: number, hasVolume: boolean): RendererStep {
  const { media, startSec } = first
  const cast: CastState = {
    phase: 'connecting', positionSec: startSec, positionAtMs: nowMs, durationSec: media.durationSec, volume: null, muted: null,
    canPause: true, canSetVolume: hasVolume, reason: null,
  }
  const idle: RendererState = {
    stage: 'setting', media, paused: false, pauseAtStart: false, resumeTries: null, jump: null, jumpFailedToSec: null, startedAtMs: nowMs, playTries: 0, setAgainAtMs: null, setTries: 0, pollAtMs: nowMs, volumeAtMs: hasVolume ? nowMs : Infinity,
    pollPending: false, unanswered: 0, heardAtMs: nowMs, transport: '', told: null, saidSec: null, movedAtMs: nowMs, hasPlayed: false, ownUrlSeen: false, cast,
  }
  const step = load(idle, first, nowMs)
  return { ...step, state: { ...step.state, cast: { ...step.state.cast, phase: 'connecting' } } }
}

/** What one event makes of a session: the next state and the calls to make. AVTransport:1, 2.5 has the states of a device. */
export function stepRenderer(state: RendererState, event: RendererEvent, nowMs: number): RendererStep {
  if (state.stage === 'over' && event.kind !== 'load') return keep(state)
  switch (event.kind) {
    case 'answered': return answered({ ...state, unanswered: 0, heardAtMs: nowMs }, event.call, event.values, nowMs)
    case 'faulted': return faulted({ ...state, unanswered: 0, heardAtMs: nowMs }, event.call, event.upnpError, nowMs)
    case 'unanswered': return unanswered(state, event, nowMs)
    case 'command': return commanded(state, event.command, nowMs)
    case 'load': return load(state, event, nowMs)
    case 'tick': return ticked(state, nowMs)
  }
}

function load(state: RendererState, { media, startSec, paused }: Omit<CastLoad, 'subtitleId'>, nowMs: number): RendererStep {
  const jump: Jump | null = media.deviceCanSeek && startSec >= 1 ? { toSec: startSec, stage: 'pending', unit: 'REL_TIME', untilMs: nowMs + START_MS } : null
  return {
    state: {
      ...state, media, paused, pauseAtStart: paused, resumeTries: null, jump, stage: 'setting', jumpFailedToSec: null, startedAtMs: nowMs, playTries: 0, setAgainAtMs: null, setTries: 0, hasPlayed: false, ownUrlSeen: false, saidSec: null, movedAtMs: nowMs, transport: '', told: null, pollPending: false, pollAtMs: nowMs, unanswered: 0,
      cast: { ...state.cast, phase: 'loading', positionSec: startSec, positionAtMs: nowMs, durationSec: media.durationSec, reason: null },
    },
    calls: [{ kind: 'stop' }, setUri(media)],
  }
}

function setUri(media: CastMedia): RendererCall {
  const [caption] = media.subtitles
  return { kind: 'setUri', url: media.url, metadata: didlLite({ ...media, captionUrl: caption?.srtUrl ?? null }) }
}

function answered(state: RendererState, call: RendererCall, values: ReadonlyMap<string, string>, nowMs: number): RendererStep {
  switch (call.kind) {
    // Never before: a device that did not take this film would play the one before it.
    case 'setUri': return state.stage === 'setting' && call.url === state.media.url ? { state, calls: [{ kind: 'play' }] } : keep(state)
    case 'play': return keep(state.stage === 'setting' ? { ...state, stage: 'starting', startedAtMs: nowMs, movedAtMs: nowMs, pollAtMs: nowMs, cast: { ...state.cast, phase: 'loading' } } : state)
    case 'position': return keep(positionSaid(state, values, nowMs))
    case 'transport': return polled({ ...state, pollPending: false, transport: (values.get('CurrentTransportState') ?? '').trim() }, nowMs)
    case 'getVolume': return keep(withCast(state, { volume: levelOf(values.get('CurrentVolume')) ?? state.cast.volume }))
    case 'getMute': return keep(withCast(state, { muted: ['1', 'true', 'yes'].includes((values.get('CurrentMute') ?? '').trim().toLowerCase()) }))
    default: return keep(state)
  }
}

function faulted(state: RendererState, call: RendererCall, upnpError: number, nowMs: number): RendererStep {
  switch (call.kind) {
    case 'setUri': return keep(over(state, 'refused', 'formRefused', nowMs))
    case 'play': return state.stage === 'running' ? keep(state) : upnpError === NOT_NOW && state.playTries < MAX_PLAY_TRIES ? keep({ ...state, playTries: state.playTries + 1 }) : keep(over(state, 'refused', 'cannotPlay', nowMs))
    case 'seek': return keep(state.jump ? { ...state, jump: { ...state.jump, stage: 'pending', unit: state.jump.unit === 'REL_TIME' ? 'ABS_TIME' : 'REL_TIME' } } : state)
    case 'transport': return keep({ ...state, pollPending: false })
    case 'setVolume': case 'getVolume': return keep(withCast(state, { canSetVolume: call.kind === 'getVolume' ? state.cast.canSetVolume : false }))
    default: return keep(state)
  }
}

function unanswered(state: RendererState, { call, late = false }: Extract<RendererEvent, { kind: 'unanswered' }>, nowMs: number): RendererStep {
  const next = { ...state, unanswered: state.unanswered + 1, pollPending: call.kind === 'transport' ? false : state.pollPending }
  if (next.unanswered >= LOST_AFTER && nowMs - state.heardAtMs >= (late ? BUSY_MS : LOST_MS)) return keep(over(next, 'lost', state.hasPlayed ? 'gone' : 'unreachable', nowMs))
  // Its time is long: one that let it pass was asked well enough. One that cut the connection is asked again in a moment.
  if (call.kind === 'setUri' && call.url === state.media.url) return late || state.setTries >= MAX_SET_TRIES ? keep(over(next, 'lost', 'unreachable', nowMs)) : keep({ ...next, setTries: state.setTries + 1, setAgainAtMs: nowMs + SET_AGAIN_MS })
  // It may have heard and be busy with it: what it does from now on is asked for.
  if (call.kind === 'play' && state.stage === 'setting') return keep({ ...next, stage: 'starting', startedAtMs: nowMs })
  // Nobody knows whether it plays: the film is where it was when it last said something.
  return keep(next.unanswered >= SILENT_AFTER && state.cast.phase === 'playing' ? { ...next, cast: moved(state, positionNow(state.cast, state.heardAtMs), 'buffering', nowMs) } : next)
}

function transportSaid(state: RendererState, nowMs: number): RendererStep {
  switch (state.transport) {
    case 'PLAYING': return state.pauseAtStart && !state.jump && state.hasPlayed
      ? { state: { ...state, pauseAtStart: false }, calls: [{ kind: 'pause' }] }
      : keep({ ...state, resumeTries: null, stage: state.stage === 'starting' ? 'running' : state.stage, cast: playing(state, nowMs) })
    case 'PAUSED_PLAYBACK': return playAgain({ ...state, stage: 'running', cast: moved(state, positionNow(state.cast, nowMs), 'paused', nowMs) })
    case 'TRANSITIONING': return keep(withCast(state, { phase: state.hasPlayed ? 'buffering' : 'loading', positionSec: positionNow(state.cast, nowMs), positionAtMs: nowMs }))
    case 'STOPPED': case 'NO_MEDIA_PRESENT': return keep(stoppedByItself(state, nowMs))
    default: return keep(state)
  }
}

/** A device that was busy with a jump forgets that it was to play. */
function playAgain(state: RendererState): RendererStep {
  if (state.resumeTries === null || state.jump?.stage === 'asked' || state.resumeTries >= MAX_PLAY_TRIES) return keep(state)
  return { state: { ...state, resumeTries: state.resumeTries + 1 }, calls: [{ kind: 'play' }] }
}

const playing = (state: RendererState, nowMs: number): CastState =>
  isWaiting(state, nowMs) ? moved(state, positionNow(state.cast, nowMs), state.hasPlayed ? 'buffering' : 'loading', nowMs) : state.cast

const isWaiting = (state: RendererState, nowMs: number) => state.jump !== null || nowMs - state.movedAtMs >= FROZEN_MS

const moved = (state: RendererState, positionSec: number, phase: CastPhase, nowMs: number): CastState =>
  ({ ...state.cast, phase, positionSec, positionAtMs: nowMs })

/** STOPPED that nobody here asked for: the end, a refusal, or somebody at the television. */
function stoppedByItself(state: RendererState, nowMs: number): RendererState {
  if (state.stage !== 'running') return state.stage === 'starting' && nowMs - state.startedAtMs >= START_MS ? over(state, 'refused', 'cannotPlay', nowMs) : state
  const { positionSec, durationSec } = state.cast
  if (durationSec !== null && state.hasPlayed && positionSec >= durationSec - END_SEC) return over(state, 'ended', null, nowMs)
  if (!state.hasPlayed && nowMs - state.startedAtMs < REFUSED_MS) return over(state, 'refused', 'cannotPlay', nowMs)
  return over(state, 'stopped', 'endedThere', nowMs)
}

/** What the device does, and with it the position it told just before. */
function polled(state: RendererState, nowMs: number): RendererStep {
  const { told, transport } = state
  const said = transportSaid({ ...state, told: null }, nowMs)
  if (told === null || said.state.stage === 'over' || (transport !== 'PLAYING' && transport !== 'PAUSED_PLAYBACK')) return said
  const placed = said.state.jump ? jumping(said.state, said.state.jump, told, nowMs) : placedAt(said.state, told, nowMs)
  return { state: placed.state, calls: [...said.calls, ...placed.calls] }
}

const placedAt = (state: RendererState, { saidSec }: Told, nowMs: number): RendererStep =>
  keep(saidSec === null ? state : followed(state, state.media.beginsAtSec + saidSec, nowMs))

function positionSaid(state: RendererState, values: ReadonlyMap<string, string>, nowMs: number): RendererState {
  const own = ownership(state, values.get('TrackURI') ?? '')
  if (own === 'taken') return over(state, 'stopped', 'taken', nowMs)
  const lengthSec = parseUpnpTime(values.get('TrackDuration') ?? '') ?? 0
  return { ...state, ownUrlSeen: state.ownUrlSeen || own === 'ours', told: { saidSec: parseUpnpTime(values.get('RelTime') ?? ''), lengthSec }, cast: withLength(state, lengthSec) }
}

/** Whose film the device speaks of; nothing is concluded before it has named ours once. */
function ownership(state: RendererState, uri: string): 'ours' | 'taken' | 'unknown' {
  if (withoutQuery(uri) === withoutQuery(state.media.url)) return 'ours'
  return state.ownUrlSeen && /^https?:/i.test(uri) ? 'taken' : 'unknown'
}

/** Some devices forget the query of what they were given. */
const withoutQuery = (uri: string) => uri.split('?')[0] ?? uri

function withLength(state: RendererState, lengthSec: number): CastState {
  const durationSec = state.media.durationSec ?? (lengthSec > 0 ? state.media.beginsAtSec + lengthSec : state.cast.durationSec)
  return { ...state.cast, durationSec }
}

/** Asks for a wanted jump as soon as the device can take it, and looks whether its position came to it. */
function jumping(state: RendererState, jump: Jump, { saidSec, lengthSec }: Told, nowMs: number): RendererStep {
  if (jump.stage === 'pending') {
    const ready = lengthSec > 0 || nowMs - state.startedAtMs >= LENGTH_MS
    if (nowMs >= jump.untilMs) return keep({ ...state, jump: null, jumpFailedToSec: jump.toSec })
    if (!ready) return keep(state)
    return { state: { ...state, jump: { ...jump, stage: 'asked', untilMs: nowMs + JUMP_MS } }, calls: [{ kind: 'seek', unit: jump.unit, target: toUpnpTime(jump.toSec - state.media.beginsAtSec) }] }
  }
  if (saidSec !== null && Math.abs(state.media.beginsAtSec + saidSec - jump.toSec) <= JUMP_MS / 1000 + 1) {
    return keep(followed({ ...state, jump: null }, state.media.beginsAtSec + saidSec, nowMs))
  }
  if (nowMs < jump.untilMs) return keep(state)
  if (jump.unit === 'REL_TIME') return keep({ ...state, jump: { ...jump, stage: 'pending', unit: 'ABS_TIME', untilMs: nowMs + JUMP_MS } })
  return keep({ ...state, jump: null, jumpFailedToSec: jump.toSec })
}

/** Takes over the position; whole seconds that only follow our own clock do not pull it back. */
function followed(before: RendererState, positionSec: number, nowMs: number): RendererState {
  const stands = before.saidSec !== null && Math.abs(before.saidSec - positionSec) < 0.05
  const state = { ...before, saidSec: positionSec, movedAtMs: stands ? before.movedAtMs : nowMs }
  const paused = state.transport === 'PAUSED_PLAYBACK'
  if (stands && paused) return withCast(state, { phase: 'paused' })
  if (stands && nowMs - state.movedAtMs >= FROZEN_MS) return withCast(state, { phase: state.hasPlayed ? 'buffering' : 'loading', positionSec, positionAtMs: nowMs })
  // The first word after a load may be the beginning before anything moves.
  if (!state.hasPlayed && (stands || before.saidSec === null) && !paused) return state
  const here = positionNow(state.cast, nowMs)
  const kept = Math.abs(here - positionSec) < 1.5 && state.cast.phase === 'playing' ? here : positionSec
  return { ...state, hasPlayed: true, stage: 'running', cast: { ...state.cast, phase: paused ? 'paused' : 'playing', positionSec: kept, positionAtMs: nowMs } }
}

function commanded(state: RendererState, command: RemoteCommand, nowMs: number): RendererStep {
  const here = positionNow(state.cast, nowMs)
  switch (command.kind) {
    case 'play': return { state: { ...state, paused: false, pauseAtStart: false, resumeTries: 0, movedAtMs: nowMs }, calls: state.stage === 'setting' ? [] : [{ kind: 'play' }] }
    // One that has not begun refuses it, and begins all the same.
    case 'pause': return state.hasPlayed || state.transport === 'PLAYING'
      ? { state: { ...state, paused: true, resumeTries: null, cast: state.cast.phase === 'playing' ? moved(state, here, 'paused', nowMs) : state.cast }, calls: [{ kind: 'pause' }] }
      : keep({ ...state, paused: true, pauseAtStart: true, resumeTries: null })
    case 'seek': return keep({
      ...state, jump: { toSec: command.toSec, stage: 'pending', unit: 'REL_TIME', untilMs: nowMs + START_MS }, jumpFailedToSec: null, movedAtMs: nowMs, pollAtMs: nowMs,
      cast: moved(state, command.toSec, state.cast.phase === 'playing' ? 'buffering' : state.cast.phase, nowMs),
    })
    case 'volume': return { state: withCast(state, { volume: clamp(command.level) }), calls: [{ kind: 'setVolume', level: Math.round(clamp(command.level) * 100) }] }
    case 'mute': return { state: withCast(state, { muted: command.muted }), calls: [{ kind: 'setMute', muted: command.muted }] }
    // Captions are named when the film is set; switching them takes a new load, which the controller asks for.
    case 'subtitle': return keep(state)
    case 'stop': return { state: over(state, 'stopped', null, nowMs), calls: [{ kind: 'stop' }] }
  }
}

function ticked(state: RendererState, nowMs: number): RendererStep {
  if (state.setAgainAtMs !== null && nowMs >= state.setAgainAtMs && !isOver(state.cast.phase)) return { state: { ...state, setAgainAtMs: null }, calls: [setUri(state.media)] }
  if (isOver(state.cast.phase) || nowMs < state.pollAtMs || state.pollPending || state.stage === 'setting' && state.playTries === 0) return keep(state)
  const volumeDue = nowMs >= state.volumeAtMs
  const again: RendererCall[] = state.stage === 'setting' ? [{ kind: 'play' }] : []
  const volume: RendererCall[] = volumeDue ? [{ kind: 'getVolume' }, { kind: 'getMute' }] : []
  return {
    state: { ...state, pollPending: true, pollAtMs: nowMs + pollMs(state, nowMs), volumeAtMs: volumeDue ? nowMs + VOLUME_MS : state.volumeAtMs },
    calls: [...again, { kind: 'position' }, { kind: 'transport' }, ...volume],
  }
}

function pollMs({ jump, movedAtMs, cast: { phase } }: RendererState, nowMs: number): number {
  if (jump === null && (phase === 'playing' || phase === 'paused')) return POLL_MS.steady
  return nowMs - movedAtMs < SOON_MS ? POLL_MS.soon : POLL_MS.stalled
}

function over(state: RendererState, phase: CastPhase, reason: CastReason | null, nowMs: number): RendererState {
  const positionSec = phase === 'ended' ? state.cast.durationSec ?? state.cast.positionSec : positionNow(state.cast, nowMs)
  return { ...state, stage: 'over', jump: null, cast: { ...state.cast, phase, reason, positionSec, positionAtMs: nowMs } }
}

const keep = (state: RendererState): RendererStep => ({ state, calls: [] })
const withCast = (state: RendererState, change: Partial<CastState>): RendererState => ({ ...state, cast: { ...state.cast, ...change } })
const clamp = (level: number) => Math.min(1, Math.max(0, level))

function levelOf(text: string | undefined): number | null {
  const level = Number(text?.trim() || NaN)
  return level >= 0 && level <= 1000 ? Math.min(1, level / 100) : null
}
