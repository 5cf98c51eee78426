import type { CastLoad, CastMedia, CastPhase, CastReason, CastState, RemoteCommand } from './cast-media.ts'
import { positionNow } from './cast-media.ts'
import type { MediaNews, ReceiverNews } from './chromecast-payloads.ts'
import { COMMAND_BIT, DEFAULT_RECEIVER, mediaInformation, NAMESPACE, PLATFORM, readMediaStatus, readPayload, readReceiverStatus } from './chromecast-payloads.ts'

/** What goes out: JSON for one end of the channel. */
export interface Outgoing {
  readonly destination: string
  readonly namespace: string
  readonly payload: Readonly<Record<string, unknown>>
}

export type ChromecastEvent =
  /** The encrypted connection stands. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'received'; readonly namespace: string; readonly source: string; readonly payload: string }
  | { readonly kind: 'command'; readonly command: RemoteCommand }
  /** Another file, another form, or the same from another second. */
  | { readonly kind: 'load'; readonly media: CastMedia; readonly startSec: number; readonly paused: boolean; readonly subtitleId: number | null }
  /** The connection broke or could not be made. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'tick' }

/** `resting`: it was paused for long and its player is gone; it is launched again when the person wants to go on. */
type Stage = 'opening' | 'launching' | 'active' | 'rejoining' | 'resting' | 'over'
type Asked = 'status' | 'launch' | 'load' | 'other'

/** A session with one Chromecast. Invariant: after `over` nothing is sent but what ends it. */
export interface ChromecastState {
  readonly stage: Stage
  /** Null: its player is launched, and the film still made ready. */
  readonly media: CastMedia | null
  readonly startSec: number
  readonly paused: boolean
  readonly subtitleId: number | null
  readonly sessionId: string | null
  readonly transportId: string | null
  readonly mediaSessionId: number | null
  /** Media session before the last LOAD: what is still said of it is old. */
  readonly formerMediaSessionId: number | null
  /** What the device was told to play is not what it shall: it is loaded as soon as its player is joined again. */
  readonly loadDue: boolean
  /** It was told to begin by playing, and by now shall not: it is paused as soon as it plays. */
  readonly pauseDue: boolean
  /** It shall end, and does not say yet what: its player is being launched. */
  readonly leaving: boolean
  /** The connection stands. */
  readonly isOpen: boolean
  /** Null: not paused. */
  readonly pausedAtMs: number | null
  /** When it was last told to play or to pause. */
  readonly orderedAtMs: number
  readonly nextRequestId: number
  readonly pending: readonly { readonly requestId: number; readonly asked: Asked; readonly untilMs: number }[]
  readonly heardAtMs: number
  readonly pingAtMs: number
  readonly pollAtMs: number
  readonly rejoinUntilMs: number
  readonly cast: CastState
}

export interface ChromecastStep {
  readonly state: ChromecastState
  readonly send: readonly Outgoing[]
  /** What becomes of the connection: kept, made anew, or closed after what is sent. */
  readonly connection: 'keep' | 'renew' | 'close'
}

const PING_MS = 5000
const POLL_MS = 5000
/** Real devices answer PING at once; a cable pulled out is noticed by silence alone. */
const SILENCE_MS = 12_000
const ANSWER_MS: Readonly<Record<Asked, number>> = { status: 10_000, launch: 25_000, load: 30_000, other: 10_000 }
/** How long a device may be away before its film comes back here. */
const REJOIN_MS = 30_000
/** A device takes a moment to obey: what it says meanwhile is of before it was told. */
const OBEYS_MS = 2000
/** Paused for this long a device shows its own pictures sooner or later, and its player ends; before, somebody ended it. */
const AMBIENT_AFTER_MS = 120_000
/** What shows a device's own pictures. */
const BACKDROP = 'E8C28D3C'

/** A session that will launch the player once the connection is open, and load `first`; null: what it is given by then or later. */
export function startChromecast(first: CastLoad | null, nowMs: number): ChromecastState {
  const { media, startSec, paused, subtitleId } = first ?? { media: null, startSec: 0, paused: false, subtitleId: null }
  return {
    stage: 'opening', media, startSec, subtitleId, paused, sessionId: null, transportId: null, mediaSessionId: null, formerMediaSessionId: null, loadDue: false, pauseDue: false, leaving: false, isOpen: false, pausedAtMs: null, orderedAtMs: -Infinity,
    nextRequestId: 1, pending: [], heardAtMs: nowMs, pingAtMs: nowMs + PING_MS, pollAtMs: nowMs + POLL_MS, rejoinUntilMs: nowMs + REJOIN_MS,
    cast: {
      phase: 'connecting', positionSec: startSec, positionAtMs: nowMs, durationSec: media?.durationSec ?? null, volume: null, muted: null,
      canPause: true, canSetVolume: true, reason: null,
    },
  }
}

/** What one event makes of a session: the next state and what to send. Cast v2; the order of messages is that of real senders. */
export function stepChromecast(state: ChromecastState, event: ChromecastEvent, nowMs: number): ChromecastStep {
  if (state.stage === 'over') return keep(state)
  const step = stepped(state, event, nowMs)
  return { ...step, state: withPause(step.state, nowMs) }
}

function withPause(state: ChromecastState, nowMs: number): ChromecastState {
  if (state.cast.phase !== 'paused') return state.pausedAtMs === null ? state : { ...state, pausedAtMs: null }
  return state.pausedAtMs === null ? { ...state, pausedAtMs: nowMs } : state
}

function stepped(state: ChromecastState, event: ChromecastEvent, nowMs: number): ChromecastStep {
  switch (event.kind) {
    case 'opened': return opened({ ...state, isOpen: true, heardAtMs: nowMs }, nowMs)
    case 'received': return received({ ...state, heardAtMs: nowMs }, event, nowMs)
    case 'command': return commanded(state, event.command, nowMs)
    case 'load': return loadAnother(state, event, nowMs)
    case 'dropped': return dropped({ ...state, isOpen: false }, nowMs)
    case 'tick': return ticked(state, nowMs)
  }
}

function opened(state: ChromecastState, nowMs: number): ChromecastStep {
  return then(keep(state), say(PLATFORM, NAMESPACE.connection, { type: 'CONNECT', origin: {} }), ask(PLATFORM, NAMESPACE.receiver, 'status', { type: 'GET_STATUS' }, nowMs))
}

interface Received {
  readonly namespace: string
  readonly source: string
  readonly payload: string
}

function received(state: ChromecastState, { namespace, source, payload }: Received, nowMs: number): ChromecastStep {
  const message = readPayload(payload)
  if (!message) return keep(state)
  const type = message['type']
  if (namespace === NAMESPACE.heartbeat) return type === 'PING' ? then(keep(state), say(source, NAMESPACE.heartbeat, { type: 'PONG' })) : keep(state)
  if (namespace === NAMESPACE.connection) return type === 'CLOSE' && source === state.transportId ? playerGone(state, 'endedThere', nowMs) : keep(state)
  const asked = state.pending.find(({ requestId }) => requestId === message['requestId'])?.asked ?? null
  const answered = { ...state, pending: state.pending.filter(({ requestId }) => requestId !== message['requestId']) }
  if (namespace === NAMESPACE.receiver) return receiverSaid(answered, String(type), readReceiverStatus(message), state, nowMs)
  if (namespace === NAMESPACE.media) return mediaSaid(answered, String(type), asked, readMediaStatus(message), nowMs)
  return keep(state)
}

function receiverSaid(state: ChromecastState, type: string, news: ReceiverNews, before: ChromecastState, nowMs: number): ChromecastStep {
  if (type === 'LAUNCH_ERROR') return over(state, 'refused', 'noPlayer', nowMs)
  // LAUNCH_STATUS and the like only say that something is under way: the question stays open.
  if (type !== 'RECEIVER_STATUS') return keep(before)
  const heard = withVolume(state, news)
  const ours = news.application?.appId === DEFAULT_RECEIVER ? news.application : null
  switch (heard.stage) {
    case 'opening': return launch(heard, nowMs)
    case 'launching': return ours ? launched({ ...heard, stage: 'active', sessionId: ours.sessionId, transportId: ours.transportId }, nowMs) : keep({ ...heard, pending: before.pending })
    case 'rejoining': return ours && ours.sessionId === heard.sessionId ? rejoin({ ...heard, stage: 'active', transportId: ours.transportId }, nowMs) : playerGone(heard, isIdle(news) ? 'endedThere' : 'taken', nowMs)
    case 'active': return ours && ours.sessionId === heard.sessionId ? keep(heard) : playerGone(heard, isIdle(news) ? 'endedThere' : 'taken', nowMs)
    case 'resting': return isIdle(news) ? keep(heard) : over(heard, 'stopped', 'taken', nowMs)
    case 'over': return keep(heard)
  }
}

const launched = (state: ChromecastState, nowMs: number): ChromecastStep => (state.leaving ? stop(state, nowMs) : load(state, nowMs))

const isIdle = ({ application }: ReceiverNews) => application === null || application.appId === BACKDROP

function launch(state: ChromecastState, nowMs: number): ChromecastStep {
  return then(keep({ ...state, stage: 'launching' }), ask(PLATFORM, NAMESPACE.receiver, 'launch', { type: 'LAUNCH', appId: DEFAULT_RECEIVER }, nowMs))
}

/** Its player ended: by itself when the film was paused for long, else because somebody wanted it. */
function playerGone(state: ChromecastState, reason: 'endedThere' | 'taken', nowMs: number): ChromecastStep {
  const pausedMs = state.pausedAtMs === null ? 0 : nowMs - state.pausedAtMs
  if (reason === 'taken' || pausedMs < AMBIENT_AFTER_MS) return over(state, 'stopped', reason, nowMs)
  const { positionSec } = state.cast
  return keep({ ...state, stage: 'resting', startSec: positionSec, sessionId: null, transportId: null, mediaSessionId: null, formerMediaSessionId: null, pending: [] })
}

/** Plays again on a device that rests: its player is launched, and the film loaded where it was. */
function wake(state: ChromecastState, nowMs: number): ChromecastStep {
  const awake: ChromecastState = { ...state, paused: false, startSec: state.cast.positionSec, cast: { ...state.cast, phase: 'loading', positionAtMs: nowMs } }
  return state.isOpen ? launch(awake, nowMs) : { state: { ...awake, stage: 'opening' }, send: [], connection: 'renew' }
}

/** `greets`: its player does not know this connection yet. */
function load(state: ChromecastState, nowMs: number, greets = state.mediaSessionId === null && state.formerMediaSessionId === null): ChromecastStep {
  const { media, startSec, paused, subtitleId } = state
  if (media === null) return keep(state)
  const payload = {
    type: 'LOAD', autoplay: !paused, currentTime: media.deviceCanSeek ? Math.max(0, startSec - media.beginsAtSec) : 0,
    activeTrackIds: subtitleId === null ? [] : [subtitleId], media: mediaInformation(media), sessionId: state.sessionId,
  }
  const next: ChromecastState = {
    ...state, loadDue: false, pauseDue: false, formerMediaSessionId: state.mediaSessionId ?? state.formerMediaSessionId, mediaSessionId: null,
    cast: { ...state.cast, phase: 'loading', positionSec: startSec, positionAtMs: nowMs, durationSec: media.durationSec, reason: null },
  }
  const greeted = greets ? then(keep(next), say(state.transportId ?? '', NAMESPACE.connection, { type: 'CONNECT', origin: {} })) : keep(next)
  return then(greeted, ask(state.transportId ?? '', NAMESPACE.media, 'load', payload, nowMs))
}

function loadAnother(state: ChromecastState, { media, startSec, paused, subtitleId }: Extract<ChromecastEvent, { kind: 'load' }>, nowMs: number): ChromecastStep {
  const next = { ...state, media, startSec, paused, subtitleId, cast: { ...state.cast, positionSec: startSec, positionAtMs: nowMs, durationSec: media.durationSec } }
  // Before the player runs there is nothing to replace: what is asked for now is what will be loaded.
  return state.stage === 'active' ? load({ ...next, pending: state.pending.filter(({ asked }) => asked !== 'load') }, nowMs) : keep({ ...next, loadDue: true })
}

function rejoin(state: ChromecastState, nowMs: number): ChromecastStep {
  if (state.loadDue) return load(state, nowMs, true)
  return then(
    keep(state),
    say(state.transportId ?? '', NAMESPACE.connection, { type: 'CONNECT', origin: {} }),
    ask(state.transportId ?? '', NAMESPACE.media, 'other', { type: 'GET_STATUS' }, nowMs),
  )
}

function mediaSaid(state: ChromecastState, type: string, asked: Asked | null, news: MediaNews | null, nowMs: number): ChromecastStep {
  if (type === 'LOAD_FAILED' && asked === 'load') return over(state, 'refused', 'cannotPlay', nowMs)
  if (asked === 'load' && (type === 'LOAD_CANCELLED' || type === 'INVALID_REQUEST' || type === 'INVALID_PLAYER_STATE')) return over(state, 'refused', 'cannotPlay', nowMs)
  if (type !== 'MEDIA_STATUS' || !news || news.mediaSessionId === state.formerMediaSessionId) return keep(state)
  if (state.mediaSessionId !== null && news.mediaSessionId !== state.mediaSessionId) return keep(state)
  // What was asked for last replaces what was asked for before it, and that is told as an end.
  if (news.idleReason !== null && asked !== 'load' && state.pending.some((each) => each.asked === 'load')) return keep(state)
  const joined = { ...state, mediaSessionId: news.mediaSessionId }
  if (news.playerState === 'IDLE' && news.idleReason !== null) return idled(joined, withNews(joined, news, nowMs), news.idleReason, nowMs)
  return pausedLate(withNews(joined, news, nowMs), news, nowMs)
}

/** What was asked for between LOAD and the first picture. */
function pausedLate(state: ChromecastState, { playerState, mediaSessionId }: MediaNews, nowMs: number): ChromecastStep {
  if (!state.pauseDue || playerState !== 'PLAYING' || state.transportId === null) return keep(state)
  return then(keep({ ...state, paused: true, pauseDue: false, orderedAtMs: nowMs }), ask(state.transportId, NAMESPACE.media, 'other', { type: 'PAUSE', mediaSessionId }, nowMs))
}

function idled(before: ChromecastState, state: ChromecastState, idleReason: string, nowMs: number): ChromecastStep {
  switch (idleReason) {
    case 'FINISHED': return over(state, 'ended', null, nowMs)
    case 'ERROR': return over(state, 'refused', 'cannotPlay', nowMs)
    case 'INTERRUPTED': return over(state, 'stopped', 'taken', nowMs)
    default: return playerGone({ ...state, cast: { ...state.cast, phase: before.cast.phase } }, 'endedThere', nowMs)
  }
}

/** Merges what was said; what was left out keeps its value, and the position moves on by our own clock. */
function withNews(state: ChromecastState, news: MediaNews, nowMs: number): ChromecastState {
  const { cast } = state
  const { beginsAtSec, durationSec: knownSec } = state.media ?? { beginsAtSec: 0, durationSec: null }
  const said = phaseOf(news.playerState, cast.phase)
  const outdated = nowMs - state.orderedAtMs < OBEYS_MS && said === (state.paused ? 'playing' : 'paused')
  const phase = outdated ? cast.phase : said
  const positionSec = news.currentTime === null || (phase === 'loading' && news.currentTime === 0) ? positionNow(cast, nowMs) : beginsAtSec + news.currentTime
  // Our own knowledge of the length is better than that of a device which sees a stream without one.
  const durationSec = knownSec ?? (news.duration === null ? cast.durationSec : beginsAtSec + news.duration)
  const canPause = news.commands === null ? cast.canPause : (news.commands & COMMAND_BIT.pause) !== 0
  const paused = phase === 'paused' || (phase !== 'playing' && state.paused)
  return { ...state, paused, cast: { ...cast, phase, positionSec, positionAtMs: nowMs, durationSec, canPause } }
}

function phaseOf(playerState: string | null, before: CastPhase): CastPhase {
  switch (playerState) {
    case 'PLAYING': return 'playing'
    case 'PAUSED': return 'paused'
    case 'BUFFERING': return before === 'loading' ? 'loading' : 'buffering'
    case 'LOADING': case 'IDLE': return 'loading'
    default: return before
  }
}

function withVolume(state: ChromecastState, { level, muted, canSetVolume }: ReceiverNews): ChromecastState {
  return { ...state, cast: { ...state.cast, volume: level ?? state.cast.volume, muted: muted ?? state.cast.muted, canSetVolume } }
}

function commanded(state: ChromecastState, command: RemoteCommand, nowMs: number): ChromecastStep {
  if (command.kind === 'stop') return stop(state, nowMs)
  if (command.kind === 'volume') return then(keep(withLevel(state, command.level)), ask(PLATFORM, NAMESPACE.receiver, 'other', { type: 'SET_VOLUME', volume: { level: clamp(command.level) } }, nowMs))
  if (command.kind === 'mute') return then(keep({ ...state, cast: { ...state.cast, muted: command.muted } }), ask(PLATFORM, NAMESPACE.receiver, 'other', { type: 'SET_VOLUME', volume: { muted: command.muted } }, nowMs))
  const { mediaSessionId } = state
  if (command.kind === 'play' && state.stage === 'resting') return wake(state, nowMs)
  const next = expecting(state, command, nowMs)
  // A film that is being loaded cannot be paused: some devices refuse it, others forget it.
  const pauseDue = state.cast.phase === 'loading' && next.paused
  if (mediaSessionId === null || state.transportId === null || (pauseDue && command.kind === 'pause')) return keep({ ...next, pauseDue })
  return then(keep({ ...next, pauseDue }), ask(state.transportId, NAMESPACE.media, 'other', { ...mediaPayload(state, command), mediaSessionId }, nowMs))
}

/** What is shown until the device confirms, and what a LOAD still to come will ask for. */
function expecting(state: ChromecastState, command: RemoteCommand, nowMs: number): ChromecastState {
  const { cast } = state
  switch (command.kind) {
    case 'seek': return { ...state, startSec: command.toSec, cast: { ...cast, positionSec: command.toSec, positionAtMs: nowMs, phase: cast.phase === 'playing' ? 'buffering' : cast.phase } }
    case 'pause': return { ...state, paused: true, orderedAtMs: nowMs, cast: { ...cast, positionSec: positionNow(cast, nowMs), positionAtMs: nowMs, phase: cast.phase === 'playing' ? 'paused' : cast.phase } }
    case 'play': return { ...state, paused: false, orderedAtMs: nowMs }
    case 'subtitle': return { ...state, subtitleId: command.id }
    default: return state
  }
}

function mediaPayload(state: ChromecastState, command: RemoteCommand): Readonly<Record<string, unknown>> {
  switch (command.kind) {
    case 'play': return { type: 'PLAY' }
    case 'pause': return { type: 'PAUSE' }
    case 'seek': return { type: 'SEEK', currentTime: Math.max(0, command.toSec - (state.media?.beginsAtSec ?? 0)), resumeState: state.paused ? 'PLAYBACK_PAUSE' : 'PLAYBACK_START' }
    case 'subtitle': return { type: 'EDIT_TRACKS_INFO', activeTrackIds: command.id === null ? [] : [command.id] }
    default: return { type: 'GET_STATUS' }
  }
}

/** Ends the film and the player, so that the television leaves our screen. */
function stop(state: ChromecastState, nowMs: number): ChromecastStep {
  if (state.stage === 'launching') return keep({ ...state, leaving: true })
  const { transportId, sessionId, mediaSessionId } = state
  const filmStops = transportId !== null && mediaSessionId !== null ? [ask(transportId, NAMESPACE.media, 'other', { type: 'STOP', mediaSessionId }, nowMs)] : []
  const playerStops = sessionId === null ? [] : [ask(PLATFORM, NAMESPACE.receiver, 'other', { type: 'STOP', sessionId }, nowMs)]
  const parted = [...(transportId === null ? [] : [transportId]), PLATFORM].map((end) => say(end, NAMESPACE.connection, { type: 'CLOSE' }))
  const ended = over(state, 'stopped', null, nowMs)
  return { ...then({ ...ended, connection: 'keep' }, ...filmStops, ...playerStops, ...parted), connection: 'close' }
}

function dropped(state: ChromecastState, nowMs: number): ChromecastStep {
  // A device that sleeps may be away for as long as it likes: it is asked for when the person wants to go on.
  if (state.stage === 'resting') return { state: { ...state, heardAtMs: nowMs, pending: [] }, send: [], connection: 'keep' }
  if (state.stage === 'active') {
    const cast: CastState = { ...state.cast, positionSec: positionNow(state.cast, nowMs), positionAtMs: nowMs, phase: state.cast.phase === 'paused' ? 'paused' : 'buffering' }
    return { state: { ...state, stage: 'rejoining', pending: [], rejoinUntilMs: nowMs + REJOIN_MS, heardAtMs: nowMs, cast }, send: [], connection: 'renew' }
  }
  if (nowMs < state.rejoinUntilMs && state.stage === 'rejoining') return { state: { ...state, heardAtMs: nowMs }, send: [], connection: 'renew' }
  return over(state, 'lost', state.stage === 'rejoining' ? 'gone' : 'unreachable', nowMs)
}

function ticked(state: ChromecastState, nowMs: number): ChromecastStep {
  const late = state.pending.find(({ untilMs }) => nowMs >= untilMs)
  if (late?.asked === 'launch') return over(state, 'lost', 'noPlayer', nowMs)
  if (late?.asked === 'load') return over(state, 'refused', 'cannotPlay', nowMs)
  if (nowMs - state.heardAtMs >= SILENCE_MS) return dropped({ ...state, isOpen: false, heardAtMs: nowMs, cast: { ...state.cast, positionSec: positionNow(state.cast, state.heardAtMs), positionAtMs: nowMs } }, nowMs)
  let step = keep({ ...state, pending: state.pending.filter(({ untilMs }) => nowMs < untilMs) })
  if (nowMs >= state.pingAtMs) step = then({ ...step, state: { ...step.state, pingAtMs: nowMs + PING_MS } }, say(PLATFORM, NAMESPACE.heartbeat, { type: 'PING' }))
  if (nowMs < state.pollAtMs || state.stage !== 'active' || state.mediaSessionId === null || state.transportId === null) return step
  return then({ ...step, state: { ...step.state, pollAtMs: nowMs + POLL_MS } }, ask(state.transportId, NAMESPACE.media, 'other', { type: 'GET_STATUS' }, nowMs))
}

function over(state: ChromecastState, phase: CastPhase, reason: CastReason | null, nowMs: number): ChromecastStep {
  const positionSec = phase === 'ended' ? state.cast.durationSec ?? positionNow(state.cast, nowMs) : positionNow(state.cast, nowMs)
  const cast = { ...state.cast, phase, reason, positionSec, positionAtMs: nowMs }
  // A player that ended or refused stays on for the next film; everything else is finished.
  const lives = phase === 'ended' || phase === 'refused'
  if (lives && state.stage === 'active') return keep({ ...state, cast })
  return { state: { ...state, stage: 'over', pending: [], cast }, send: [], connection: 'close' }
}

const keep = (state: ChromecastState): ChromecastStep => ({ state, send: [], connection: 'keep' })

type Utterance = (state: ChromecastState) => { readonly state: ChromecastState; readonly outgoing: Outgoing }

/** A message that wants no answer. */
const say = (destination: string, namespace: string, payload: Readonly<Record<string, unknown>>): Utterance =>
  (state) => ({ state, outgoing: { destination, namespace, payload } })

/** A message with a request id, waited for until its time is over. */
function ask(destination: string, namespace: string, asked: Asked, payload: Readonly<Record<string, unknown>>, nowMs: number): Utterance {
  return (state) => {
    const requestId = state.nextRequestId
    const pending = [...state.pending, { requestId, asked, untilMs: nowMs + ANSWER_MS[asked] }].slice(-MAX_PENDING)
    return { state: { ...state, nextRequestId: requestId + 1, pending }, outgoing: { destination, namespace, payload: { ...payload, requestId } } }
  }
}

/** Questions remembered at once; a device that answers none must not make the list grow. */
const MAX_PENDING = 32

function then(step: ChromecastStep, ...utterances: readonly Utterance[]): ChromecastStep {
  return utterances.reduce<ChromecastStep>((before, utter) => {
    const { state, outgoing } = utter(before.state)
    return { ...before, state, send: [...before.send, outgoing] }
  }, step)
}

const withLevel = (state: ChromecastState, level: number): ChromecastState => ({ ...state, cast: { ...state.cast, volume: clamp(level) } })
const clamp = (level: number) => Math.min(1, Math.max(0, level))
