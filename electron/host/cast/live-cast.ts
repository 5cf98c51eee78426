import type { AppError } from '../../../shared/errors.ts'
import { formName, formsBelow } from '../../../shared/cast/cast-forms.ts'
import type { CastState } from '../../../shared/cast/cast-media.ts'
import { isOver, positionNow } from '../../../shared/cast/cast-media.ts'
import type { CastStatus, RemoteWish } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import { otherFile } from '../../../shared/cast/film-wish.ts'
import type { WishPlan } from '../../../shared/cast/plan-wish.ts'
import { planJumpAnew, planWish } from '../../../shared/cast/plan-wish.ts'
import { hasNoWayToUs, isRefusedUnread } from '../../../shared/cast/unfetched.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { castStatus, reportCast } from './cast-report.ts'
import type { CastSession } from './cast-session.ts'
import type { CastWorld, PreparedFilm } from './cast-world.ts'
import type { EarlySession } from './early-session.ts'
import { createFilmOnDevice } from './film-on-device.ts'
import { createSettledChange } from './settled-change.ts'
import type { WayWatch } from './way-watch.ts'
import { isOtherWay } from './way-watch.ts'

/** The films on one device, one after the other, from the first that is handed over until the device is let go. */
export interface LiveCast {
  readonly deviceId: string
  readonly film: () => FilmWish
  /** As it was told last; null before `begin`. */
  readonly last: () => CastStatus | null
  /** Hands the first film over. */
  begin(early: EarlySession): CastStatus
  /** Another film for the device, whose player runs already. Fails as preparing it does. */
  give(film: FilmWish): Promise<Result<CastStatus>>
  carryOut(wish: RemoteWish): void
  /** Looks after the device and the way to it; asked twice a second. */
  look(): void
  /** Ends it as the person wishes, and tells where the device was. */
  stop(): Promise<void>
  /** Lets the device go; can be called twice. */
  close(): Promise<void>
}

export interface CastStart {
  readonly device: CastDevice
  readonly film: FilmWish
  readonly prepared: PreparedFilm
  readonly way: WayWatch
  /** Aborts what is made ready. */
  readonly gone: AbortSignal
  /** Nothing more will come of it; called once. */
  readonly onOver: () => void
}

/** How long the device may take to stop; nobody waits longer, not even the end of the program. */
export const STOP_MS = 1500

export function createLiveCast(world: CastWorld, start: CastStart): LiveCast {
  let { device } = start
  let session = NO_SESSION
  let last: CastStatus | null = null
  /** Forms the device refused. */
  const refused = new Set<string>()
  const over = new AbortController()
  const held = createFilmOnDevice({
    prepare: (film) => world.prepare(device, film, start.gone),
    onLeaving: standStill,
    onReady: (load) => {
      session.load(load)
      hear(session.state())
    },
    over: over.signal, clock: world.clock,
  }, start.film, start.prepared)
  const changes = createSettledChange<FilmWish>((wanted) => { void change(wanted) })

  const onDevice = () => ({ device, film: held.film(), prepared: held.prepared() })
  const statusNow = () => castStatus(onDevice(), session.state(), world.clock())

  function tell(state: CastState, problem: AppError | null = null): void {
    last = castStatus(onDevice(), state, world.clock(), problem)
    reportCast(world, onDevice(), last)
  }

  function hear(state: CastState): void {
    if (over.signal.aborted || held.isChanging()) return
    if (state.phase === 'ended') { void goOn(1); return }
    if (state.phase === 'refused') { void stepDown(state); return }
    tell(state)
    if (isOver(state.phase)) void close()
  }

  /** The next form down the ladder, once each; without one the refusal stands. */
  async function stepDown(state: CastState): Promise<void> {
    if (isRefusedUnread({ unfetchedMs: held.unfetchedMs(), reason: state.reason, refusedBefore: refused.size > 0 })) return finish({ ...state, reason: 'cannotReachUs' })
    const { form: { method }, packaging } = held.prepared()
    refused.add(formName({ method, packaging }))
    for (const next of formsBelow({ method, packaging }, device.kind, refused)) {
      const outcome = await held.replace({ ...held.film(), ...next, atSec: state.positionSec })
      if (outcome.ok || over.signal.aborted) return
    }
    return finish(state)
  }

  /** After the end of a file: the next one, or the end of the cast. */
  async function goOn(step: number): Promise<void> {
    const { infoHash, fileIndex } = held.film()
    const next = world.nextFile(infoHash, fileIndex, step)
    const state = session.state()
    if (next === null) return state.phase === 'ended' ? finish(state) : undefined
    const outcome = await held.replace(otherFile(held.film(), next))
    return outcome.ok ? undefined : finish(state, outcome.error)
  }

  /** What it plays is not wanted any more, and what it would still read takes the bytes that the other one begins with. */
  function standStill(isQuiet: boolean): void {
    if (isOver(session.state().phase)) return
    session.command({ kind: 'pause' })
    const state = session.state()
    if (!isQuiet && !isOver(state.phase)) tell(state)
  }

  /** Another place, sound or subtitle that only a new stream has. */
  async function change(wanted: Partial<FilmWish>): Promise<void> {
    const state = session.state()
    const outcome = await held.replace({ ...held.film(), atSec: positionNow(state, world.clock()), paused: state.phase === 'paused', ...wanted })
    if (!outcome.ok && !over.signal.aborted) tell(session.state(), outcome.error)
  }

  function apply(plan: WishPlan): void {
    switch (plan.kind) {
      case 'command': session.command(plan.command); return
      case 'change': changes.add(plan.change, plan.settlesMs); return
      case 'next': void goOn(plan.step)
    }
  }

  /** Another network has become the way to the device, or the device has another address: what it was given leads nowhere. */
  async function keepWay({ phase }: CastState): Promise<void> {
    const now = await start.way.look(device, phase)
    if (now === null || over.signal.aborted || held.isChanging() || changes.isPending()) return
    if (!isOtherWay(now, { device, localAddress: held.prepared().localAddress })) return
    device = now.device
    session.reconnect(device)
    changes.add({}, 0)
  }

  async function finish(state: CastState, problem: AppError | null = null): Promise<void> {
    if (over.signal.aborted) return
    tell(state, problem)
    await close()
  }

  /** From here on nothing is heard, and nothing remembered for another run. */
  function leave(): void {
    if (over.signal.aborted) return
    over.abort()
    start.onOver()
    world.remember(null)
  }

  let closed: Promise<void> | null = null
  const close = () => (closed ??= letGo())
  async function letGo(): Promise<void> {
    leave()
    changes.close()
    await session.close(STOP_MS)
    await held.close()
  }

  return {
    deviceId: device.id,
    film: held.film,
    last: () => last,
    begin: (early) => {
      session = early.session ?? world.openSession(device, start.prepared.load, hear)
      early.follow(hear)
      early.session?.load(start.prepared.load)
      tell(session.state())
      return statusNow()
    },
    give: async (film) => {
      refused.clear()
      const outcome = await held.replace(film)
      return outcome.ok ? ok(statusNow()) : outcome
    },
    carryOut: (wish) => {
      const { form: { method }, load: { media: { deviceCanSeek } }, subtitleIds } = held.prepared()
      if (wish.kind === 'subtitleTrack') held.noteSubtitle(wish.trackId)
      apply(planWish(wish, { deviceKind: device.kind, method, deviceCanSeek, subtitleIds }))
    },
    look: () => {
      const state = session.state()
      if (held.isChanging() || isOver(state.phase)) return
      if (hasNoWayToUs(state.phase, held.unfetchedMs())) { void finish({ ...state, phase: 'refused', reason: 'cannotReachUs' }); return }
      void keepWay(state)
      const failedTo = session.jumpFailedToSec()
      if (failedTo !== null && !changes.isPending()) apply(planJumpAnew(failedTo, held.prepared().form.method))
      tell(state)
    },
    stop: async () => {
      const state: CastState = { ...session.state(), phase: 'stopped', reason: null, positionSec: positionNow(session.state(), world.clock()) }
      leave()
      tell(state)
      await close()
    },
    close,
  }
}

/** Stands for the session in the moment before it is opened. */
const NO_SESSION: CastSession = {
  state: () => ({ phase: 'connecting', positionSec: 0, positionAtMs: 0, durationSec: null, volume: null, muted: null, canPause: false, canSetVolume: false, reason: null }),
  command: () => undefined, load: () => undefined, reconnect: () => undefined, jumpFailedToSec: () => null, close: () => Promise.resolve(),
}
