import type { AppError } from '../../../shared/errors.ts'
import type { CastState } from '../../../shared/cast/cast-media.ts'
import { isOver } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { CastSession } from './cast-session.ts'
import type { CastWorld } from './cast-world.ts'

/** The session of a device that was told to get ready before there was a film for it. */
export interface EarlySession {
  /** Null for devices with nothing to get ready. */
  readonly session: CastSession | null
  /** Aborts when the device is lost or refuses. */
  readonly lost: AbortSignal
  readonly problem: () => AppError | null
  /** From now on every change is told there. */
  readonly follow: (onChange: (state: CastState) => void) => void
}

/** What of the device can be got ready while the film is; one that is lost meanwhile ends the wait for the film. */
export function openEarlySession(world: Pick<CastWorld, 'getReady'>, device: CastDevice): EarlySession {
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

function problemOf({ name }: CastDevice, { phase }: CastState): AppError {
  return phase === 'lost'
    ? { code: 'deviceUnreachable', message: `${name} did not answer or was lost while the film was made ready`, details: { name } }
    : { code: 'deviceRefused', message: `${name} did not start its player`, details: { name } }
}
