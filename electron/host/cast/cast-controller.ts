import type { AppError } from '../../../shared/errors.ts'
import { CodedError } from '../../../shared/errors.ts'
import type { CastStatus } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import { toFilmWish } from '../../../shared/cast/film-wish.ts'
import { unwrap } from '../../../shared/unwrap.ts'
import { withLimit } from '../with-limit.ts'
import type { CastController, CastWorld, PreparedFilm } from './cast-world.ts'
import type { EarlySession } from './early-session.ts'
import { openEarlySession } from './early-session.ts'
import type { LiveCast } from './live-cast.ts'
import { STOP_MS, createLiveCast } from './live-cast.ts'
import { createWayWatch } from './way-watch.ts'

const STATUS_MS = 500

const OUTDONE: AppError = { code: 'cancelled', message: 'another device was chosen meanwhile', details: {} }

/** Invariant: at most one device has a film; of several starts at once the newest counts. */
export function createCastController(world: CastWorld): CastController {
  let cast: LiveCast | null = null
  let turns = 0
  const way = createWayWatch(world)
  const starting = new Set<Promise<void>>()
  const gone = new AbortController()
  let timer: NodeJS.Timeout | null = null

  /** The device that has the film, or none: it alone is looked after. */
  function setCast(next: LiveCast | null): void {
    cast = next
    if (timer && !next) clearInterval(timer)
    timer = next ? timer ?? setInterval(() => { cast?.look() }, STATUS_MS) : null
  }

  function startOn(device: CastDevice, film: FilmWish, signal: AbortSignal): Promise<CastStatus> {
    turns += 1
    // Its player runs already: another film is given to that one.
    const start = cast?.deviceId === device.id ? cast.give(film).then(unwrap) : startAnew(device, film, turns, signal)
    const settled = start.then(() => undefined, () => undefined).finally(() => { starting.delete(settled) })
    starting.add(settled)
    return start
  }

  async function startAnew(device: CastDevice, film: FilmWish, turn: number, signal: AbortSignal): Promise<CastStatus> {
    const early = openEarlySession(world, device)
    const isOutdone = () => turn !== turns || gone.signal.aborted
    try {
      const prepared = unwrap(await withLimit([signal, gone.signal, early.lost], null, (over) => world.prepare(device, film, over)))
      if (cast && !isOutdone() && early.problem() === null) await cast.close()
      if (!isOutdone() && early.problem() === null) return begin(device, film, prepared, early)
      await prepared.close()
      throw new CodedError(OUTDONE)
    } catch (error) {
      await early.session?.close(STOP_MS)
      const problem = early.problem()
      throw problem === null ? error : new CodedError(problem)
    }
  }

  function begin(device: CastDevice, film: FilmWish, prepared: PreparedFilm, early: EarlySession): CastStatus {
    const mine: LiveCast = createLiveCast(world, { device, film, prepared, way, gone: gone.signal, onOver: () => { if (cast === mine) setCast(null) } })
    setCast(mine)
    return mine.begin(early)
  }

  function knownDevice(id: string): CastDevice {
    const device = world.findDevice(id)
    if (!device) throw new CodedError({ code: 'deviceUnknown', message: 'this device is not in the list any more; search again', details: {} })
    return device
  }

  return {
    startOn,
    start: async (wish, signal) => startOn(knownDevice(wish.deviceId), toFilmWish(wish), signal),
    plan: async ({ infoHash, fileIndex, deviceId }, signal) =>
      unwrap(await world.planFor(knownDevice(deviceId), { infoHash, fileIndex, method: null, audioIndex: null }, signal)).form,
    command: (wish) => { cast?.carryOut(wish) },
    stop: async () => {
      const current = cast
      await current?.stop()
      return current?.last() ?? null
    },
    current: () => cast?.last() ?? null,
    isCasting: (infoHash) => cast?.film().infoHash === infoHash,
    close: async () => {
      if (timer) clearInterval(timer)
      gone.abort()
      await Promise.all([cast?.close(), ...starting])
    },
  }
}
