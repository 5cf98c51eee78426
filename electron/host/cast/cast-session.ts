import type { CastLoad, CastState, RemoteCommand } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'

/** The film on one device. It tells what changes and takes what the person asks; it never throws. */
export interface CastSession {
  state(): CastState
  command(command: RemoteCommand): void
  /** Another file, another form, or the same from another second; also after the film ended or was refused. */
  load(next: CastLoad): void
  /** Our address or the device's has changed: what hangs on the old one is made anew. */
  reconnect(to: CastDevice): void
  /** A jump the device let pass without moving: it needs a stream that begins there. Null = none. */
  jumpFailedToSec(): number | null
  /** Stops the film on the device, waiting at most `limitMs` for it, and lets go of it. */
  close(limitMs: number): Promise<void>
}

export interface CastSessionWorld {
  readonly first: CastLoad
  readonly onChange: (state: CastState) => void
  readonly clock: () => number
}

/** Fine enough for the polls of a renderer that is about to play. */
export const TICK_MS = 100
