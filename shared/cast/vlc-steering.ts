import type { CastLoad, RemoteCommand } from './cast-media.ts'
import { isOver, positionNow } from './cast-media.ts'
import type { ProgramEvent, ProgramState } from './program-session.ts'
import { startProgram, stepProgram } from './program-session.ts'
import type { VlcNews } from './vlc-lines.ts'
import { VLC_ASK_TIME, VLC_PAUSE_OR_PLAY, vlcLoad, vlcSeek, vlcVolume } from './vlc-lines.ts'

export type VlcEvent =
  | { readonly kind: 'heard'; readonly news: VlcNews }
  | { readonly kind: 'command'; readonly command: RemoteCommand }
  | { readonly kind: 'load'; readonly load: CastLoad }
  | { readonly kind: 'quit' }
  | { readonly kind: 'tick' }

/** Steering VLC. Invariant: what VLC refuses while it is paused is kept and said when it plays. */
export interface VlcState {
  readonly program: ProgramState
  readonly load: CastLoad
  readonly loadedAtMs: number
  /** It has begun with the film of this load; what it says before is of another. */
  readonly isOurs: boolean
  /** It has said that it plays this film. */
  readonly hasBegun: boolean
  /** As far as we know: the command to pause is the one to play as well. */
  readonly isPaused: boolean
  /** It was told to begin by playing, and by now shall not: before it plays it hears nothing of that. */
  readonly pauseDue: boolean
  readonly parkedSec: number | null
  readonly parkedLevel: number | null
  /** VLC's remote control knows no mute: the volume that comes back. */
  readonly mutedFrom: number | null
  readonly heardSec: number | null
  readonly movedAtMs: number
  readonly askAtMs: number
}

export interface VlcStep {
  readonly state: VlcState
  readonly lines: readonly string[]
}

const ASK_MS = 500
/** An address that VLC has not begun with by then is one it cannot open. */
const OPEN_MS = 20_000
/** Whole seconds that stand still for so long are no rounding. */
const FROZEN_MS = 2500
/** VLC plays from a key frame before the second asked for, and says 0 until it is there. */
const BEFORE_START_SEC = 15
/** As near to the end as this it is the end. */
const END_SEC = 10

/** A VLC that was started, and the lines that make it play. */
export function startVlc(load: CastLoad, nowMs: number): VlcStep {
  const program = startProgram(load.media, load.startSec, load.paused, nowMs)
  return loaded({ program, load, loadedAtMs: nowMs, isOurs: false, hasBegun: false, isPaused: false, pauseDue: false, parkedSec: null, parkedLevel: null, mutedFrom: null, heardSec: null, movedAtMs: nowMs, askAtMs: nowMs }, load, nowMs)
}

/** What one event makes of it: the next state and the lines to write. */
export function stepVlc(state: VlcState, event: VlcEvent, nowMs: number): VlcStep {
  switch (event.kind) {
    case 'load': return loaded(state, event.load, nowMs)
    case 'quit': return keep(told(state, { kind: 'over', why: 'quit' }, nowMs))
    case 'heard': return isOver(state.program.cast.phase) ? keep(state) : heard(state, event.news, nowMs)
    case 'command': return isOver(state.program.cast.phase) ? keep(state) : commanded(state, event.command, nowMs)
    case 'tick': return ticked(state, nowMs)
  }
}

function loaded(before: VlcState, load: CastLoad, nowMs: number): VlcStep {
  const state = told(before, { kind: 'load', media: load.media, startSec: load.startSec, paused: load.paused }, nowMs)
  return { state: { ...state, load, loadedAtMs: nowMs, isOurs: false, hasBegun: false, isPaused: load.paused, pauseDue: false, parkedSec: null, heardSec: null, movedAtMs: nowMs, askAtMs: nowMs + ASK_MS }, lines: vlcLoad(load) }
}

function heard(state: VlcState, news: VlcNews, nowMs: number): VlcStep {
  if (news.kind === 'opened') return keep({ ...state, isOurs: news.url === state.load.media.url, movedAtMs: nowMs })
  if (!state.isOurs) return keep(state)
  switch (news.kind) {
    case 'playing': return plays({ ...state, isPaused: false }, nowMs)
    // A film that was begun paused tells no second: it stands where it was asked to.
    case 'paused': return keep(told({ ...state, isPaused: true }, { kind: 'said', news: { paused: true, positionSec: state.parkedSec ?? positionNow(state.program.cast, nowMs) } }, nowMs))
    case 'ended': return keep(told(state, { kind: 'over', why: endOf(state, nowMs) }, nowMs))
    case 'volume': return keep(state.mutedFrom === null ? told(state, { kind: 'said', news: { volume: news.level } }, nowMs) : state)
    case 'time': return keep(timeSaid(state, news.sec, nowMs))
  }
}

/** Says what it would not hear while it was paused, or before it played. */
function plays(state: VlcState, nowMs: number): VlcStep {
  const { parkedSec, parkedLevel, pauseDue } = state
  const lines = [...(parkedSec === null ? [] : [vlcSeek(parkedSec)]), ...(parkedLevel === null ? [] : [vlcVolume(parkedLevel)]), ...(pauseDue ? [VLC_PAUSE_OR_PLAY] : [])]
  const next = told(state, { kind: 'said', news: { paused: false } }, nowMs)
  return { state: { ...next, hasBegun: true, isPaused: pauseDue, pauseDue: false, parkedSec: null, parkedLevel: null, movedAtMs: nowMs }, lines }
}

function timeSaid(state: VlcState, sec: number, nowMs: number): VlcState {
  if (state.isPaused) return state
  if (state.heardSec === null && sec < state.load.startSec - BEFORE_START_SEC) return state
  if (sec === state.heardSec) return nowMs - state.movedAtMs >= FROZEN_MS ? told(state, { kind: 'said', news: { waiting: true } }, nowMs) : state
  return told({ ...state, heardSec: sec, movedAtMs: nowMs }, { kind: 'said', news: { positionSec: sec, waiting: false } }, nowMs)
}

function endOf({ program: { cast }, heardSec }: VlcState, nowMs: number): 'ended' | 'failed' | 'quit' {
  if (heardSec === null) return 'failed'
  return cast.durationSec === null || positionNow(cast, nowMs) >= cast.durationSec - END_SEC ? 'ended' : 'quit'
}

function commanded(state: VlcState, command: RemoteCommand, nowMs: number): VlcStep {
  const here = positionNow(state.program.cast, nowMs)
  switch (command.kind) {
    case 'play': return state.isPaused ? { state: { ...state, isPaused: false }, lines: [VLC_PAUSE_OR_PLAY] } : keep({ ...state, pauseDue: false })
    case 'pause': return state.isPaused ? keep(state) : state.hasBegun ? { state: { ...state, isPaused: true }, lines: [VLC_PAUSE_OR_PLAY] } : keep({ ...state, pauseDue: true })
    case 'seek': {
      const next = told({ ...state, heardSec: null, movedAtMs: nowMs }, { kind: 'sought', toSec: command.toSec }, nowMs)
      return state.isPaused ? keep({ ...next, parkedSec: command.toSec }) : { state: next, lines: [vlcSeek(command.toSec)] }
    }
    case 'volume': return quieter({ ...state, mutedFrom: null }, command.level, { volume: command.level, muted: false }, nowMs)
    case 'mute': {
      const level = state.program.cast.volume ?? 1
      return quieter({ ...state, mutedFrom: command.muted ? level : null }, command.muted ? 0 : state.mutedFrom ?? level, { volume: level, muted: command.muted }, nowMs)
    }
    // Its remote control loads no subtitles into a film that runs.
    case 'subtitle': return loaded(state, { ...state.load, startSec: here, paused: state.isPaused, subtitleId: command.id }, nowMs)
    case 'stop': return keep(state)
  }
}

function quieter(state: VlcState, level: number, news: { readonly volume: number; readonly muted: boolean }, nowMs: number): VlcStep {
  const next = told(state, { kind: 'said', news }, nowMs)
  return state.isPaused ? keep({ ...next, parkedLevel: level }) : { state: next, lines: [vlcVolume(level)] }
}

/** It tells its changes only when it is asked something, whatever that is. */
function ticked(state: VlcState, nowMs: number): VlcStep {
  if (isOver(state.program.cast.phase)) return keep(state)
  if (!state.isOurs && nowMs - state.loadedAtMs >= OPEN_MS) return keep(told(state, { kind: 'over', why: 'failed' }, nowMs))
  return nowMs < state.askAtMs ? keep(state) : { state: { ...state, askAtMs: nowMs + ASK_MS }, lines: [VLC_ASK_TIME] }
}

const told = (state: VlcState, event: ProgramEvent, nowMs: number): VlcState => ({ ...state, program: stepProgram(state.program, event, nowMs) })
const keep = (state: VlcState): VlcStep => ({ state, lines: [] })
