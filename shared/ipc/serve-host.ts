import { toAppError } from '../errors.ts'
import type { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import type { CancelSignal } from './cancel-signal.ts'
import type { CommandName, EventName, EventValue, HoverReport, PlayheadReport, UpNextReport } from './contract.ts'
import type { HostNews, HostOrder, StartOptions } from './host-control.ts'
import { hostOrderSchema } from './host-control.ts'
import type { CallTable, Canceller } from './rpc.ts'
import { createRpcServer, hearNotices } from './rpc.ts'
import type { RpcPort } from './rpc-message.ts'
import { isRpcKind, toBoundedError } from './rpc-message.ts'
import { check } from './schema.ts'

/**
 * The host's end of the port, wherever the host is mounted: its own process or main itself.
 * Invariant: the host is started at most once, closed at most once, and `exit` is called exactly once after that.
 */

export type MediaCommandName = Extract<CommandName, `media.${string}`>
export type MediaEmitter = <N extends Extract<EventName, `media.${string}`>>(name: N, value: EventValue<N>) => void

/** A running host as this file needs it. */
export interface StartedHost<S extends CancelSignal> {
  readonly baseUrl: string
  readonly port: number
  readonly handlers: CallTable<MediaCommandName, S>
  readonly reportPlayhead: (report: PlayheadReport) => void
  readonly reportHover: (report: HoverReport) => void
  readonly reportUpNext: (report: UpNextReport) => void
  /** What keeps anything from being opened, and who hears when that changes; absent = nothing ever does. */
  readonly troubles?: Troubles
  readonly close: () => Promise<void>
}

/** A lasting problem of a host that runs. */
export interface Troubles {
  readonly problem: () => AppError | null
  readonly onChange: (listener: (problem: AppError | null) => void) => void
}

export interface ServeHostOptions<S extends CancelSignal> {
  readonly port: RpcPort
  readonly start: (options: StartOptions, emit: MediaEmitter) => Promise<Result<StartedHost<S>>>
  readonly createCanceller: () => Canceller<S>
  /** Ends the process, or tells whoever mounted the host that it is over. */
  readonly exit: (code: number) => void
  readonly log: Log
}

/** Serves start, heartbeat, commands and close. The returned function closes as an order from main would. */
export function serveHost<S extends CancelSignal>(options: ServeHostOptions<S>): () => Promise<void> {
  const { port, start, createCanceller, exit, log } = options
  let starting: Promise<Result<StartedHost<S>>> | null = null
  let closing: Promise<void> | null = null
  const tell = (news: HostNews) => { port.post(news) }
  const emit: MediaEmitter = (name, value) => { port.post({ kind: 'event', name, value }) }

  const serve = (host: StartedHost<S>) => createRpcServer({
    port,
    handlers: host.handlers,
    onNotice: hearNotices({ 'media.playhead': host.reportPlayhead, 'media.hover': host.reportHover, 'media.upNext': host.reportUpNext }),
    createCanceller,
    onRefused: (error, what) => { log('ipc', 'refused', { what, message: error.message }) },
    onBug: (thrown, name) => { log('host', 'bug', { command: name, message: describe(thrown) }) },
  })

  const begin = async (startOptions: StartOptions) => {
    starting = attempt(() => start(startOptions, emit))
    const started = await starting
    if (closing !== null) return
    // The order to close follows: leaving now could lose the message.
    if (!started.ok) return tell({ kind: 'startFailed', error: toBoundedError(started.error) })
    serve(started.value)
    const { baseUrl, troubles } = started.value
    const problem = troubles?.problem() ?? null
    tell({ kind: 'ready', baseUrl, port: started.value.port, ...(problem ? { problem: toBoundedError(problem) } : {}) })
    troubles?.onChange((next) => { tell({ kind: 'problem', problem: next && toBoundedError(next) }) })
  }

  const end = async () => {
    const started = await starting
    if (started?.ok === true) await started.value.close().catch((thrown: unknown) => { log('host', 'closeFailed', { message: describe(thrown) }) })
    exit(0)
  }

  const close = () => (closing ??= end())

  const obey = (order: HostOrder) => {
    if (order.kind === 'ping') tell({ kind: 'pong' })
    if (order.kind === 'close') void close()
    if (order.kind === 'start' && starting === null && closing === null) void begin(order.options)
  }

  port.onMessage((raw) => {
    if (isRpcKind(raw)) return
    const order = check(hostOrderSchema, raw)
    if (!order.ok) return log('ipc', 'refused', { what: 'order', message: order.error.message })
    obey(order.value)
  })
  // Whoever ordered this host is gone: nothing may be left behind.
  port.onClose(() => { void close() })
  return close
}

async function attempt<T>(task: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await task()
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown) }
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
