import type { AppError } from '../../../shared/errors.ts'
import type { CastState } from '../../../shared/cast/cast-media.ts'
import { isOver, positionNow } from '../../../shared/cast/cast-media.ts'
import type { CastStatus } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { CastWorld, PreparedFilm } from './cast-world.ts'

/** What is on a device at this moment. */
export interface OnDevice {
  readonly device: CastDevice
  readonly film: FilmWish
  readonly prepared: PreparedFilm
}

/** A cast as the person is told of it. `problem`: what went wrong before the device was reached. */
export function castStatus({ device, film, prepared }: OnDevice, state: CastState, nowMs: number, problem: AppError | null = null): CastStatus {
  return {
    streamId: prepared.streamId, infoHash: film.infoHash, fileIndex: film.fileIndex,
    deviceId: device.id, deviceName: device.name, deviceKind: device.kind, form: prepared.form,
    phase: state.phase, positionSec: positionNow(state, nowMs), durationSec: state.durationSec,
    volume: state.volume, muted: state.muted, canPause: state.canPause, canSetVolume: state.canSetVolume,
    subtitleTrackId: film.subtitleTrackId, subtitleDelayMs: film.subtitleDelayMs, subtitleSpeed: film.subtitleSpeed, audioIndex: prepared.audioIndex, sounds: prepared.sounds, reason: state.reason, problem,
  }
}

/** Tells everybody: the person, the next run of the host, and the window, whose playhead is the device's. */
export function reportCast(world: Pick<CastWorld, 'emit' | 'remember' | 'reportPlayhead'>, { device, film }: OnDevice, status: CastStatus): void {
  world.emit(status)
  if (!isOver(status.phase)) world.remember({ device, film: { ...film, atSec: status.positionSec, paused: status.phase === 'paused' } })
  world.reportPlayhead(playheadOf(status))
}

function playheadOf({ streamId, positionSec, durationSec, phase }: CastStatus): PlayheadReport {
  return {
    streamId, currentTimeSec: positionSec, durationSec, rate: 1, source: 'cast', seeking: false,
    paused: phase === 'paused', waiting: phase === 'buffering' || phase === 'loading' || phase === 'connecting',
  }
}
