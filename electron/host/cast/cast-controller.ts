import type { AppError } from '../../../shared/errors.ts'
import { CodedError } from '../../../shared/errors.ts'
import { formName, formsBelow } from '../../../shared/cast/cast-forms.ts'
import type { CastState } from '../../../shared/cast/cast-media.ts'
import { isOver, positionNow } from '../../../shared/cast/cast-media.ts'
import type { CastStatus, RemoteWish } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { withLimit } from '../with-limit.ts'
import type { CastSession } from './cast-session.ts'
import type { CastController, CastWorld, FilmWish, PreparedFilm } from './cast-world.ts'

/** Invariant: of several films made ready at once the newest is given to the device, and every other is closed. */
interface Cast {
  device: CastDevice
  film: FilmWish
  prepared: PreparedFilm
  session: CastSession
  /** When the device took the film of which it has asked nothing yet; null once it asked. */
  tookAtMs: number | null
  /** Forms the device refused. */
  readonly refused: Set<string>
  /** What the person wants otherwise, and the wait for more of it. */
  change: Partial<FilmWish>
  changeTimer: NodeJS.Timeout | null
  /** The newest film that is made ready; older ones are outdone. */
  turn: number
  busy: boolean
}

const STATUS_MS = 500
/** A device that took the film and asked for nothing in this time cannot reach us. */
const FETCH_MS = 8000
/** A refusal within this time is none for want of an answer. */
const QUICK_MS = 4000
/** The last of several jumps counts: dragging would start a conversion a pixel. */
const JUMP_SETTLES_MS = 300
/** Delays of words come in steps of 50 ms, and each new one interrupts the film. */
const DELAY_SETTLES_MS = 900
/** How long the device may take to stop; nobody waits longer, not even the end of the program. */
const STOP_MS = 1500
/** Networks come and go without an event. */
const WAY_MS = 3000
/** A device that stands still may have got another address: everybody is asked. */
const SEARCH_MS = 9000

export function createCastController(world: CastWorld): CastController {
  let cast: Cast | null = null
  let last: CastStatus | null = null
  let wayAtMs = world.clock()
  let searchedAtMs = wayAtMs
  /** Of several starts at once the newest counts. */
  let turns = 0
  const starting = new Set<Promise<void>>()
  const gone = new AbortController()

  const tell = (current: Cast, state: CastState, problem: AppError | null = null) => {
    last = statusOf(current, state, world.clock(), problem)
    world.emit(last)
    if (!isOver(last.phase)) world.remember({ device: current.device, film: { ...current.film, atSec: last.positionSec, paused: last.phase === 'paused' } })
    world.reportPlayhead({
      streamId: last.streamId, currentTimeSec: last.positionSec, durationSec: last.durationSec, rate: 1, source: 'cast', seeking: false,
      paused: last.phase === 'paused', waiting: last.phase === 'buffering' || last.phase === 'loading' || last.phase === 'connecting',
    })
  }
  const changed = (current: Cast, state: CastState) => {
    if (cast !== current || current.busy) return
    if (state.phase === 'ended') { void goOn(current, 1); return }
    if (state.phase === 'refused') { void stepDown(current, state); return }
    tell(current, state)
    if (isOver(state.phase)) void end(current)
  }

  /** The next form down the ladder, once each; without one the refusal stands. */
  async function stepDown(current: Cast, state: CastState): Promise<void> {
    // One that says no at once without asking for a byte may know better; the second time it could not ask.
    const isQuick = current.refused.size === 0 && world.clock() - (current.tookAtMs ?? 0) < QUICK_MS
    if (unreached(current) && state.reason !== 'formRefused' && !isQuick) { await finish(current, { ...state, reason: 'cannotReachUs' }, null); return }
    const step = { method: current.prepared.form.method, packaging: current.prepared.packaging }
    current.refused.add(formName(step))
    for (const next of formsBelow(step, current.device.kind, current.refused)) {
      const outcome = await reload(current, { ...current.film, ...next, atSec: state.positionSec })
      if (outcome.ok || cast !== current) return
    }
    await finish(current, state, null)
  }

  /** After the end of a file: the next one, or the end of the cast. */
  async function goOn(current: Cast, step: number): Promise<void> {
    const next = world.nextFile(current.film.infoHash, current.film.fileIndex, step)
    const state = current.session.state()
    if (next === null) {
      if (state.phase === 'ended') await finish(current, state, null)
      return
    }
    const outcome = await reload(current, { ...current.film, fileIndex: next, atSec: 0, paused: false, subtitleTrackId: null, subtitleDelayMs: 0, subtitleSpeed: 1, audioIndex: null, method: null, packaging: null })
    if (!outcome.ok && cast === current) await finish(current, state, outcome.error)
  }

  /** Gives the device another form, place or file; the old one is closed when the new one was handed over. */
  async function reload(current: Cast, film: FilmWish): Promise<Result<void>> {
    current.turn += 1
    const { turn } = current
    const wasBusy = current.busy
    // Before anything is said to the device: what it answers belongs to the film that goes.
    current.busy = true
    if (film.infoHash !== current.film.infoHash || film.fileIndex !== current.film.fileIndex) standStill(current, wasBusy)
    const prepared = await world.prepare(current.device, film, gone.signal)
    if (cast !== current || turn !== current.turn) {
      if (prepared.ok) await prepared.value.close()
      return ok(undefined)
    }
    current.busy = false
    if (!prepared.ok) return prepared
    const before = current.prepared
    current.film = film
    current.prepared = prepared.value
    current.tookAtMs = world.clock()
    current.session.load(prepared.value.load)
    const state = current.session.state()
    if (isOver(state.phase)) changed(current, state)
    else tell(current, state)
    await before.close()
    return ok(undefined)
  }

  /** What it plays is not wanted any more, and what it would still read takes the bytes that the other one begins with. */
  function standStill(current: Cast, isQuiet: boolean): void {
    if (isOver(current.session.state().phase)) return
    current.session.command({ kind: 'pause' })
    const state = current.session.state()
    if (!isQuiet && !isOver(state.phase)) tell(current, state)
  }

  async function finish(current: Cast, state: CastState, problem: AppError | null): Promise<void> {
    if (cast !== current) return
    tell(current, state, problem)
    await end(current)
  }
  async function end(current: Cast): Promise<void> {
    if (cast === current) {
      cast = null
      world.remember(null)
    }
    if (current.changeTimer) clearTimeout(current.changeTimer)
    await current.session.close(STOP_MS)
    await current.prepared.close()
  }

  /** Another place, sound or subtitle that only a new stream has: begun once the person has settled on it. */
  function changeFilm(current: Cast, change: Partial<FilmWish>, settlesMs: number): void {
    current.change = { ...current.change, ...change }
    if (current.changeTimer) clearTimeout(current.changeTimer)
    current.changeTimer = setTimeout(() => {
      const { change: wanted } = current
      current.change = {}
      current.changeTimer = null
      const state = current.session.state()
      const film = { ...current.film, atSec: positionNow(state, world.clock()), paused: state.phase === 'paused', ...wanted }
      void reload(current, film).then((outcome) => { if (!outcome.ok && cast === current) tell(current, current.session.state(), outcome.error) })
    }, settlesMs)
  }

  /** A jump that this stream cannot make. What is a file becomes one that can be begun in the middle. */
  const jumpAnew = (current: Cast, toSec: number) => {
    const { method } = current.prepared.form
    changeFilm(current, { atSec: toSec, method: method === 'direct' ? 'remux' : method }, JUMP_SETTLES_MS)
  }

  /** Another network has become the way to the device, or the device has another address: what it was given leads nowhere. */
  async function lookForWay(current: Cast): Promise<void> {
    const device = world.findDevice(current.device.id) ?? current.device
    const address = await world.localAddressTo(device)
    if (cast !== current || current.busy || current.changeTimer || address === null) return
    if (address === current.prepared.localAddress && addressOf(device) === addressOf(current.device)) return
    current.device = device
    current.session.reconnect(device)
    changeFilm(current, {}, 0)
  }

  /** One that waits for bytes is where it was; one that moved away is heard of when it is asked for. */
  function lookForDevice({ phase }: CastState): void {
    if (phase !== 'buffering' || world.clock() - searchedAtMs < SEARCH_MS) return
    searchedAtMs = world.clock()
    world.searchDevices()
  }

  const timer = setInterval(() => {
    const current = cast
    if (!current || current.busy) return
    if (current.prepared.requests() > 0) current.tookAtMs = null
    const state = current.session.state()
    if (isOver(state.phase)) return
    if (unreached(current) && state.phase !== 'connecting' && world.clock() - (current.tookAtMs ?? 0) >= FETCH_MS) {
      void finish(current, { ...state, phase: 'refused', reason: 'cannotReachUs' }, null)
      return
    }
    if (world.clock() - wayAtMs >= WAY_MS) {
      wayAtMs = world.clock()
      lookForDevice(state)
      void lookForWay(current)
    }
    const failedTo = current.session.jumpFailedToSec()
    if (failedTo !== null && current.changeTimer === null) jumpAnew(current, failedTo)
    tell(current, state)
  }, STATUS_MS)

  function startOn(device: CastDevice, film: FilmWish, signal: AbortSignal): Promise<CastStatus> {
    turns += 1
    // Its player runs already: another film is given to that one.
    const start = cast?.device.id === device.id ? giveAnother(cast, film) : startAnew(device, film, turns, signal)
    const settled = start.then(() => undefined, () => undefined).finally(() => { starting.delete(settled) })
    starting.add(settled)
    return start
  }

  async function startAnew(device: CastDevice, film: FilmWish, turn: number, signal: AbortSignal): Promise<CastStatus> {
    const early = getReady(device)
    const isOutdone = () => turn !== turns || gone.signal.aborted
    try {
      const prepared = await withLimit([signal, gone.signal, early.lost], null, (over) => world.prepare(device, film, over))
      if (!prepared.ok) throw new CodedError(prepared.error)
      if (cast && !isOutdone() && early.problem() === null) await end(cast)
      if (!isOutdone() && early.problem() === null) return begin(device, film, prepared.value, early)
      await prepared.value.close()
      throw new CodedError(OUTDONE)
    } catch (error) {
      await early.session?.close(STOP_MS)
      const problem = early.problem()
      throw problem === null ? error : new CodedError(problem)
    }
  }

  function begin(device: CastDevice, film: FilmWish, prepared: PreparedFilm, early: EarlySession): CastStatus {
    const current: Cast = { device, film, prepared, tookAtMs: world.clock(), refused: new Set(), change: {}, changeTimer: null, turn: 0, busy: false, session: NO_SESSION }
    cast = current
    const onChange = (state: CastState) => { changed(current, state) }
    current.session = early.session ?? world.openSession(device, prepared.load, onChange)
    early.follow(onChange)
    early.session?.load(prepared.load)
    tell(current, current.session.state())
    return statusOf(current, current.session.state(), world.clock())
  }

  async function giveAnother(current: Cast, film: FilmWish): Promise<CastStatus> {
    current.refused.clear()
    const outcome = await reload(current, film)
    if (!outcome.ok) throw new CodedError(outcome.error)
    return statusOf(current, current.session.state(), world.clock())
  }

  /** What of the device can be got ready while the film is; one that is lost meanwhile ends the wait for the film. */
  function getReady(device: CastDevice): EarlySession {
    const lost = new AbortController()
    let problem: AppError | null = null
    let follower: ((state: CastState) => void) | null = null
    const session = world.getReady(device, (state) => {
      if (follower) { follower(state); return }
      if (!isOver(state.phase)) return
      problem ??= problemOf(device, state)
      lost.abort()
    })
    return { session, lost: lost.signal, problem: () => problem, follow: (onChange) => { follower = onChange } }
  }

  function knownDevice(id: string): CastDevice {
    const device = world.findDevice(id)
    if (!device) throw new CodedError({ code: 'deviceUnknown', message: 'this device is not in the list any more; search again', details: {} })
    return device
  }

  function showSubtitle(current: Cast, trackId: string | null): void {
    current.film = { ...current.film, subtitleTrackId: trackId }
    const id = trackId === null ? null : current.prepared.subtitleIds.get(trackId) ?? null
    // Renderers take captions with the film: another track means the same film again from here. So does one that was not
    // there when the film was handed over.
    if (current.device.kind === 'renderer' || (trackId !== null && id === null)) changeFilm(current, { subtitleTrackId: trackId }, 0)
    else current.session.command({ kind: 'subtitle', id })
  }

  function carryOut(current: Cast, wish: RemoteWish): void {
    switch (wish.kind) {
      case 'next': void goOn(current, wish.step); return
      case 'subtitleTrack': showSubtitle(current, wish.trackId); return
      case 'subtitleTiming': changeFilm(current, { subtitleDelayMs: wish.delayMs, subtitleSpeed: wish.speed }, DELAY_SETTLES_MS); return
      // A form that was chosen for the other sound may not be needed for this one.
      case 'audioTrack': changeFilm(current, { audioIndex: wish.audioIndex, method: null }, 0); return
      case 'seek': {
        if (current.prepared.load.media.deviceCanSeek) current.session.command(wish)
        else jumpAnew(current, wish.toSec)
        return
      }
      default: current.session.command(wish)
    }
  }

  return {
    startOn,
    start: async ({ deviceId, method = null, audioIndex = null, subtitleDelayMs = 0, subtitleSpeed = 1, ...wish }, signal) =>
      startOn(knownDevice(deviceId), { ...wish, method, audioIndex, subtitleDelayMs, subtitleSpeed, packaging: null }, signal),
    plan: async ({ infoHash, fileIndex, deviceId }, signal) => {
      const plan = await world.planFor(knownDevice(deviceId), { infoHash, fileIndex, method: null, audioIndex: null }, signal)
      if (!plan.ok) throw new CodedError(plan.error)
      return plan.value.form
    },
    command: (wish) => { if (cast) carryOut(cast, wish) },
    stop: async () => {
      const current = cast
      if (!current) return null
      const state: CastState = { ...current.session.state(), phase: 'stopped', reason: null, positionSec: positionNow(current.session.state(), world.clock()) }
      cast = null
      world.remember(null)
      tell(current, state)
      await end(current)
      return last
    },
    current: () => (cast ? last : null),
    isCasting: (infoHash) => cast?.film.infoHash === infoHash,
    close: async () => {
      clearInterval(timer)
      gone.abort()
      await Promise.all([cast ? end(cast) : null, ...starting])
    },
  }
}

/** The session of a device that was told to get ready before there was a film for it. */
interface EarlySession {
  readonly session: CastSession | null
  /** Aborts when the device is lost or refuses. */
  readonly lost: AbortSignal
  readonly problem: () => AppError | null
  /** From now on every change is told there. */
  readonly follow: (onChange: (state: CastState) => void) => void
}

const OUTDONE: AppError = { code: 'cancelled', message: 'another device was chosen meanwhile', details: {} }

function problemOf({ name }: CastDevice, { phase }: CastState): AppError {
  return phase === 'lost'
    ? { code: 'deviceUnreachable', message: `${name} did not answer or was lost while the film was made ready`, details: { name } }
    : { code: 'deviceRefused', message: `${name} did not start its player`, details: { name } }
}

const addressOf = (device: CastDevice) => (device.kind === 'program' ? '' : device.kind === 'renderer' ? device.location : `${device.host}:${String(device.port)}`)

const unreached = ({ prepared, tookAtMs }: Cast) => tookAtMs !== null && prepared.requests() === 0

function statusOf({ device, film, prepared }: Cast, state: CastState, nowMs: number, problem: AppError | null = null): CastStatus {
  return {
    streamId: prepared.streamId, infoHash: film.infoHash, fileIndex: film.fileIndex,
    deviceId: device.id, deviceName: device.name, deviceKind: device.kind, form: prepared.form,
    phase: state.phase, positionSec: positionNow(state, nowMs), durationSec: state.durationSec,
    volume: state.volume, muted: state.muted, canPause: state.canPause, canSetVolume: state.canSetVolume,
    subtitleTrackId: film.subtitleTrackId, subtitleDelayMs: film.subtitleDelayMs, subtitleSpeed: film.subtitleSpeed, audioIndex: prepared.audioIndex, sounds: prepared.sounds, reason: state.reason, problem,
  }
}

/** Stands for the session in the moment before it is opened. */
const NO_SESSION: CastSession = {
  state: () => ({ phase: 'connecting', positionSec: 0, positionAtMs: 0, durationSec: null, volume: null, muted: null, canPause: false, canSetVolume: false, reason: null }),
  command: () => undefined, load: () => undefined, reconnect: () => undefined, jumpFailedToSec: () => null, close: () => Promise.resolve(),
}
