import { CodedError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { CastLoad, CastState, RemoteCommand } from '../../../shared/cast/cast-media.ts'
import { isOver, positionNow } from '../../../shared/cast/cast-media.ts'
import type { CastForm, CastStatus, RemoteWish, StartCast } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { CastSession } from './cast-session.ts'

/** One film on one device at a time, with the position of the device as the film's playhead. */
export interface CastController {
  /** Throws CodedError: deviceUnknown, deviceUnreachable, what the film failed with. */
  start(wish: StartCast, signal: AbortSignal): Promise<CastStatus>
  plan(wish: Pick<StartCast, 'infoHash' | 'fileIndex' | 'deviceId'>, signal: AbortSignal): Promise<CastForm>
  command(wish: RemoteWish): void
  /** Where the device was; null when there was no cast. */
  stop(): Promise<CastStatus | null>
  current(): CastStatus | null
  /** True while the torrent's film is on a device: nothing of it may be cleaned away. */
  isCasting(infoHash: string): boolean
  close(): Promise<void>
}

/** How a film gets to a device; `spec` tells the conversion, null when the file goes as it is. */
export interface DevicePlan {
  readonly form: CastForm
  readonly spec: ConversionSpec | null
}

/** A film made ready for a device: what it will be given, in which form, and what must be closed afterwards. */
export interface PreparedFilm {
  readonly load: CastLoad
  readonly form: CastForm
  readonly streamId: string
  readonly subtitleIds: ReadonlyMap<string, number>
  /** Requests the device has made for it. */
  requests(): number
  close(): Promise<void>
}

export interface FilmWish {
  readonly infoHash: StartCast['infoHash']
  readonly fileIndex: number
  readonly atSec: number
  readonly paused: boolean
  readonly subtitleTrackId: string | null
  readonly method: CastForm['method'] | null
}

export interface CastWorld {
  readonly findDevice: (id: string) => CastDevice | null
  readonly planFor: (device: CastDevice, film: Pick<FilmWish, 'infoHash' | 'fileIndex' | 'method'>, signal: AbortSignal) => Promise<Result<DevicePlan>>
  readonly prepare: (device: CastDevice, film: FilmWish, signal: AbortSignal) => Promise<Result<PreparedFilm>>
  readonly openSession: (device: CastDevice, first: CastLoad, onChange: (state: CastState) => void) => CastSession
  readonly nextFile: (infoHash: StartCast['infoHash'], fileIndex: number, step: number) => number | null
  readonly reportPlayhead: (report: PlayheadReport) => void
  readonly emit: (status: CastStatus) => void
  readonly clock: () => number
}

interface Cast {
  readonly device: CastDevice
  film: FilmWish
  prepared: PreparedFilm
  session: CastSession
  /** When the device took the film of which it has asked nothing yet; null once it asked. */
  tookAtMs: number | null
  /** Methods the device refused. */
  readonly refused: Set<CastForm['method']>
  /** A jump in a stream that only a new one can make, waiting for the person to let go. */
  jumpTimer: NodeJS.Timeout | null
  busy: boolean
}

const STATUS_MS = 500
/** A device that took the film and asked for nothing in this time cannot reach us. */
const FETCH_MS = 8000
/** The last of several jumps counts: dragging would start a conversion a pixel. */
const JUMP_SETTLES_MS = 300
/** How long the device may take to stop; nobody waits longer, not even the end of the program. */
const STOP_MS = 1500
/** From the most to the least of what a device can be expected to take. */
const LADDER: readonly CastForm['method'][] = ['direct', 'remux', 'transcodeAudio', 'transcode']

export function createCastController(world: CastWorld): CastController {
  let cast: Cast | null = null
  let last: CastStatus | null = null
  const gone = new AbortController()

  const statusOf = ({ device, film, prepared }: Cast, state: CastState, problem: AppError | null = null): CastStatus => ({
    streamId: prepared.streamId, infoHash: film.infoHash, fileIndex: film.fileIndex,
    deviceId: device.id, deviceName: device.name, deviceKind: device.kind, form: prepared.form,
    phase: state.phase, positionSec: positionNow(state, world.clock()), durationSec: state.durationSec,
    volume: state.volume, muted: state.muted, canPause: state.canPause, canSetVolume: state.canSetVolume,
    subtitleTrackId: film.subtitleTrackId, reason: state.reason, problem,
  })
  const tell = (current: Cast, state: CastState, problem: AppError | null = null) => {
    last = statusOf(current, state, problem)
    world.emit(last)
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
    if (unreached(current)) { await finish(current, { ...state, phase: 'refused', reason: 'cannotReachUs' }, null); return }
    current.refused.add(current.prepared.form.method)
    const below = LADDER.slice(LADDER.indexOf(current.prepared.form.method) + 1).filter((method) => !current.refused.has(method))
    for (const method of below) {
      const outcome = await reload(current, { ...current.film, atSec: state.positionSec, method })
      if (outcome.ok || cast !== current) return
    }
    await finish(current, state, null)
  }
  const unreached = ({ prepared, tookAtMs }: Cast) => tookAtMs !== null && prepared.requests() === 0

  /** After the end of a file: the next one, or the end of the cast. */
  async function goOn(current: Cast, step: number): Promise<void> {
    const next = world.nextFile(current.film.infoHash, current.film.fileIndex, step)
    const state = current.session.state()
    if (next === null) {
      if (state.phase === 'ended') await finish(current, state, null)
      return
    }
    const outcome = await reload(current, { ...current.film, fileIndex: next, atSec: 0, paused: false, subtitleTrackId: null, method: null })
    if (!outcome.ok && cast === current) await finish(current, state, outcome.error)
  }

  /** Gives the device another form, place or file; the old one is closed when the new one was handed over. */
  async function reload(current: Cast, film: FilmWish): Promise<Result<void>> {
    current.busy = true
    const prepared = await world.prepare(current.device, film, gone.signal)
    current.busy = false
    if (cast !== current) {
      if (prepared.ok) await prepared.value.close()
      return ok(undefined)
    }
    if (!prepared.ok) return fail(prepared.error.code, prepared.error.message, prepared.error.details)
    const before = current.prepared
    current.film = film
    current.prepared = prepared.value
    current.tookAtMs = world.clock()
    current.session.load(prepared.value.load)
    tell(current, current.session.state())
    await before.close()
    return ok(undefined)
  }

  async function finish(current: Cast, state: CastState, problem: AppError | null): Promise<void> {
    if (cast !== current) return
    tell(current, state, problem)
    await end(current)
  }
  async function end(current: Cast): Promise<void> {
    if (cast === current) cast = null
    if (current.jumpTimer) clearTimeout(current.jumpTimer)
    await current.session.close(STOP_MS)
    await current.prepared.close()
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
    const failedTo = current.session.jumpFailedToSec()
    if (failedTo !== null && current.jumpTimer === null) jumpAnew(current, failedTo)
    tell(current, state)
  }, STATUS_MS)

  /** A jump in what cannot be sought: a stream that begins there, once the person has settled on a place. */
  function jumpAnew(current: Cast, toSec: number): void {
    if (current.jumpTimer) clearTimeout(current.jumpTimer)
    current.jumpTimer = setTimeout(() => {
      current.jumpTimer = null
      const { method } = current.prepared.form
      const film = { ...current.film, atSec: toSec, paused: current.session.state().phase === 'paused', method: method === 'direct' ? ('remux' as const) : method }
      void reload(current, film).then((outcome) => { if (!outcome.ok && cast === current) tell(current, current.session.state(), outcome.error) })
    }, JUMP_SETTLES_MS)
  }

  const carryOut = (current: Cast, command: RemoteCommand) => { current.session.command(command) }

  return {
    start: async (wish, signal) => {
      const device = world.findDevice(wish.deviceId)
      if (!device) throw new CodedError({ code: 'deviceUnknown', message: 'this device is not in the list any more; search again', details: {} })
      const film: FilmWish = { infoHash: wish.infoHash, fileIndex: wish.fileIndex, atSec: wish.atSec, paused: wish.paused, subtitleTrackId: wish.subtitleTrackId, method: wish.method ?? null }
      const before = cast
      const prepared = await world.prepare(device, film, AbortSignal.any([signal, gone.signal]))
      if (!prepared.ok) throw new CodedError(prepared.error)
      if (before && cast === before) await end(before)
      const current: Cast = { device, film, prepared: prepared.value, tookAtMs: world.clock(), refused: new Set(), jumpTimer: null, busy: false, session: NO_SESSION }
      cast = current
      current.session = world.openSession(device, prepared.value.load, (state) => { changed(current, state) })
      tell(current, current.session.state())
      return statusOf(current, current.session.state())
    },
    plan: async (wish, signal) => {
      const device = world.findDevice(wish.deviceId)
      if (!device) throw new CodedError({ code: 'deviceUnknown', message: 'this device is not in the list any more; search again', details: {} })
      const form = await world.planFor(device, { infoHash: wish.infoHash, fileIndex: wish.fileIndex, method: null }, signal)
      if (!form.ok) throw new CodedError(form.error)
      return form.value.form
    },
    command: (wish) => {
      const current = cast
      if (!current) return
      switch (wish.kind) {
        case 'next': void goOn(current, wish.step); return
        case 'subtitleTrack': {
          current.film = { ...current.film, subtitleTrackId: wish.trackId }
          const id = wish.trackId === null ? null : current.prepared.subtitleIds.get(wish.trackId) ?? null
          if (current.device.kind === 'renderer') jumpAnewInPlace(current)
          else carryOut(current, { kind: 'subtitle', id })
          return
        }
        case 'seek': {
          if (current.prepared.load.media.deviceCanSeek) carryOut(current, wish)
          else jumpAnew(current, wish.toSec)
          return
        }
        default: carryOut(current, wish)
      }
    },
    stop: async () => {
      const current = cast
      if (!current) return null
      const state: CastState = { ...current.session.state(), phase: 'stopped', reason: null, positionSec: positionNow(current.session.state(), world.clock()) }
      cast = null
      tell(current, state)
      await end(current)
      return last
    },
    current: () => (cast ? last : null),
    isCasting: (infoHash) => cast?.film.infoHash === infoHash,
    close: async () => {
      clearInterval(timer)
      gone.abort()
      if (cast) await end(cast)
    },
  }

  /** Renderers take captions with the film: another track means the same film again from here. */
  function jumpAnewInPlace(current: Cast): void {
    const state = current.session.state()
    void reload(current, { ...current.film, atSec: positionNow(state, world.clock()), paused: state.phase === 'paused', method: current.prepared.form.method })
  }
}

/** Stands for the session in the moment before it is opened. */
const NO_SESSION: CastSession = {
  state: () => ({ phase: 'connecting', positionSec: 0, positionAtMs: 0, durationSec: null, volume: null, muted: null, canPause: false, canSetVolume: false, reason: null }),
  command: () => undefined, load: () => undefined, jumpFailedToSec: () => null, close: () => Promise.resolve(),
}
