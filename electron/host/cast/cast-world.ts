import type { CastLoad, CastState } from '../../../shared/cast/cast-media.ts'
import type { Packaging } from '../../../shared/cast/cast-forms.ts'
import type { CastForm, CastStatus, RemoteWish, StartCast } from '../../../shared/cast/cast-status.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish, PlanWish } from '../../../shared/cast/film-wish.ts'
import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { Result } from '../../../shared/result.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import type { CastSession } from './cast-session.ts'

/** One film on one device at a time, with the position of the device as the film's playhead. */
export interface CastController {
  /** Throws CodedError: deviceUnknown, deviceUnreachable, what the film failed with. */
  start(wish: StartCast, signal: AbortSignal): Promise<CastStatus>
  /** The same on a device that was found by an earlier run of this program. */
  startOn(device: CastDevice, film: FilmWish, signal: AbortSignal): Promise<CastStatus>
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
  /** The sound that is heard; null for a film without, or before anybody looked into it. */
  readonly audioIndex: number | null
  readonly sounds: CastStatus['sounds']
  /** Null before anybody looked into it. */
  readonly durationSec: number | null
}

/** A film made ready for a device: what it will be given, in which form, and what must be closed afterwards. */
export interface PreparedFilm {
  readonly load: CastLoad
  readonly form: CastForm
  readonly packaging: Packaging
  readonly audioIndex: number | null
  readonly sounds: CastStatus['sounds']
  readonly streamId: string
  readonly subtitleIds: ReadonlyMap<string, number>
  /** The one address of this computer the device reaches it at. */
  readonly localAddress: string
  /** Requests the device has made for it. */
  requests(): number
  close(): Promise<void>
}

export interface CastWorld {
  readonly findDevice: (id: string) => CastDevice | null
  readonly searchDevices: () => void
  readonly planFor: (device: CastDevice, film: PlanWish, signal: AbortSignal) => Promise<Result<DevicePlan>>
  readonly prepare: (device: CastDevice, film: FilmWish, signal: AbortSignal) => Promise<Result<PreparedFilm>>
  /** A session that gets the device ready while its film is, and waits for `load`; null for devices with nothing to get ready. */
  readonly getReady: (device: CastDevice, onChange: (state: CastState) => void) => CastSession | null
  readonly openSession: (device: CastDevice, first: CastLoad, onChange: (state: CastState) => void) => CastSession
  /** Our address on the way to the device now; null when there is none. */
  readonly localAddressTo: (device: CastDevice) => Promise<string | null>
  readonly nextFile: (infoHash: StartCast['infoHash'], fileIndex: number, step: number) => number | null
  readonly reportPlayhead: (report: PlayheadReport) => void
  readonly emit: (status: CastStatus) => void
  /** Kept for a run that begins after this one died; null when nothing is on a device any more. */
  readonly remember: (cast: { readonly device: CastDevice; readonly film: FilmWish } | null) => void
  readonly clock: () => number
}
