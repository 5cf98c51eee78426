import type { AppError } from '../../shared/errors.ts'
import type { CommandArgs } from '../../shared/ipc/contract.ts'
import type { StreamDescriptor } from '../../shared/torrent/snapshot.ts'
import type { Bridge } from '../bridge.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackState, PlaybackStore } from './playback-store.ts'

/** The stream a file is played from, opened as often as it takes. */
export interface StreamConnection {
  /** Names the newest attempt. */
  readonly attempt: () => number
  /** Opens the film anew, in the place of the stream there is. */
  open(connection: Exclude<PlaybackState['connection'], 'open'>): Promise<void>
  /** Closes the stream, and the one that is being opened as soon as it is. */
  drop(): void
}

export interface ConnectionParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly store: PlaybackStore
  /** What is asked for, as it is at the moment. */
  readonly request: () => Promise<CommandArgs<'media.openStream'>>
  readonly load: (stream: StreamDescriptor) => void
  /** The newest attempt was refused. */
  readonly onRefused: (error: AppError) => Promise<void>
}

/**
 * Invariant: the answer to an older attempt than the newest is closed, never played. A stream is closed only in the engine that
 * opened it: a restarted one gives the same names again.
 */
export function createStreamConnection({ bridge, app, store, request, load, onRefused }: ConnectionParts): StreamConnection {
  let attempt = 0
  let openedInRestart = 0

  const closeStream = ({ streamId }: StreamDescriptor) => { void bridge.call('media.closeStream', { streamId }) }
  const closeCurrent = () => {
    const { stream } = store.getState()
    if (stream && openedInRestart === app.getState().host.restarts) closeStream(stream)
  }
  const start = (stream: StreamDescriptor) => {
    closeCurrent()
    openedInRestart = app.getState().host.restarts
    store.setState({ stream, connection: 'open', lack: null })
    load(stream)
  }

  return {
    attempt: () => attempt,
    open: async (connection) => {
      attempt += 1
      const mine = attempt
      store.setState({ connection, failure: null })
      const answer = await bridge.call('media.openStream', await request())
      if (mine !== attempt) return answer.ok ? closeStream(answer.value) : undefined
      return answer.ok ? start(answer.value) : onRefused(answer.error)
    },
    drop: () => {
      attempt += 1
      closeCurrent()
    },
  }
}
