import type { AppError } from '../errors.ts'
import { toAppError } from '../errors.ts'
import type { Result } from '../result.ts'
import { fail } from '../result.ts'
import type { CancelSignal } from './cancel-signal.ts'
import type { CommandArgs, CommandName, CommandResult, EventName, EventValue, NoticeName, NoticeValue } from './contract.ts'
import { commandSchemas, eventSchema, isCommandName, isEventName, isNoticeName, noticeSchema } from './lookup.ts'
import type { RpcMessage, RpcPort } from './rpc-message.ts'
import { isRpcKind, rpcMessageSchema, toBoundedError } from './rpc-message.ts'
import { check } from './schema.ts'

/**
 * Commands, notices and events of the contract over any message port. Each side checks what it receives.
 * Invariant: every call settles exactly once: by its response, its signal, its time-out or the end of the port.
 */

export type EventListener = <N extends EventName>(name: N, value: EventValue<N>) => void
export type NoticeListener = <N extends NoticeName>(name: N, value: NoticeValue<N>) => void
/** Who hears which notice. */
export type NoticeHandlers = { readonly [N in NoticeName]: (value: NoticeValue<N>) => void }
/** Hands each notice to its own handler. */
export function hearNotices(handlers: NoticeHandlers): NoticeListener {
  return (name, value) => { handlers[name](value) }
}
/** Told about messages that were refused; the path of the bad field is in the details. */
export type RefusalListener = (error: AppError, what: string) => void

/** Runs `task` after `ms` milliseconds unless the returned function is called first. */
export type After = (ms: number, task: () => void) => () => void

export interface RpcClientOptions {
  readonly port: RpcPort
  readonly after: After
  readonly onEvent: EventListener
  readonly onRefused?: RefusalListener
  /** A call without an answer for this long fails with `timeout`. */
  readonly callTimeoutMs?: number
  /** Calls that may wait at once; one more fails at once with `timeout`. */
  readonly maxPending?: number
}

export interface RpcClient {
  /** Fails: whatever the handler fails with, hostGone, cancelled, timeout, invalidMessage. Never rejects. */
  call<N extends CommandName>(name: N, args: CommandArgs<N>, signal?: CancelSignal): Promise<Result<CommandResult<N>>>
  notify<N extends NoticeName>(name: N, value: NoticeValue<N>): void
  /** Fails every waiting call with hostGone and stops sending. */
  close(): void
}

/** The asking side. */
export function createRpcClient(options: RpcClientOptions): RpcClient {
  const { port, after, onEvent, onRefused = ignoreRefusal, callTimeoutMs = DEFAULT_CALL_TIMEOUT_MS, maxPending = DEFAULT_MAX_PENDING } = options
  const pending = new Map<number, (outcome: Result<unknown>) => void>()
  let lastId = 0
  let closed = false

  const close = () => {
    closed = true
    for (const settle of [...pending.values()]) settle(hostGone())
  }

  const receive = (message: RpcMessage) => {
    if (message.kind === 'response') pending.get(message.id)?.(message.outcome)
    if (message.kind === 'event') deliverEvent(message.name, message.value, onEvent, onRefused)
  }

  const call = async <N extends CommandName>(name: N, args: CommandArgs<N>, signal?: CancelSignal): Promise<Result<CommandResult<N>>> => {
    if (closed) return hostGone()
    if (signal?.aborted) return cancelled(name)
    if (pending.size >= maxPending) return fail('timeout', `${String(maxPending)} requests are waiting for an answer already; ${name} was not sent`)
    const id = ++lastId
    const outcome = await new Promise<Result<unknown>>((resolve) => {
      const finish = (result: Result<unknown>) => {
        if (!pending.delete(id)) return
        stopClock()
        signal?.removeEventListener('abort', onAbort)
        resolve(result)
      }
      const abandon = (result: Result<unknown>) => {
        port.post({ kind: 'cancel', id })
        finish(result)
      }
      const onAbort = () => abandon(cancelled(name))
      pending.set(id, finish)
      signal?.addEventListener('abort', onAbort, { once: true })
      const stopClock = after(callTimeoutMs, () => abandon(fail('timeout', `${name} had no answer for ${String(callTimeoutMs / 1000)} s`)))
      port.post({ kind: 'request', id, name, args })
    })
    if (!outcome.ok) return outcome
    const result = check(commandSchemas(name).result, outcome.value)
    if (!result.ok) onRefused(result.error, `result of ${name}`)
    return result
  }

  listen(port, receive, onRefused)
  port.onClose(close)
  return {
    call,
    notify: (name, value) => { if (!closed) port.post({ kind: 'notice', name, value }) },
    close,
  }
}

/** One handler for each of the commands `N`. A handler fails by throwing a CodedError. */
export type CallTable<N extends CommandName, S extends CancelSignal> = {
  readonly [K in N]: (args: CommandArgs<K>, signal: S) => Promise<CommandResult<K>>
}

/** An AbortController, or anything that does its work. */
export interface Canceller<S extends CancelSignal> {
  readonly signal: S
  abort(): void
}

export interface RpcServerOptions<N extends CommandName, S extends CancelSignal> {
  readonly port: RpcPort
  readonly handlers: CallTable<N, S>
  readonly onNotice: NoticeListener
  readonly createCanceller: () => Canceller<S>
  readonly onRefused?: RefusalListener
  /** Told about a handler that threw something unexpected: a bug. */
  readonly onBug?: (thrown: unknown, name: string) => void
}

export interface RpcServer {
  emit<N extends EventName>(name: N, value: EventValue<N>): void
  /** Aborts every running handler. */
  close(): void
}

/** The answering side. */
export function createRpcServer<N extends CommandName, S extends CancelSignal>(options: RpcServerOptions<N, S>): RpcServer {
  const { port, handlers, onNotice, createCanceller, onRefused = ignoreRefusal, onBug = () => undefined } = options
  const running = new Map<number, Canceller<S>>()

  const isMine = (name: string): name is N => isCommandName(name) && Object.hasOwn(handlers, name)

  const carryOut = async <K extends N>(name: K, rawArgs: unknown, signal: S): Promise<Result<unknown>> => {
    const args = check(commandSchemas(name).args, rawArgs)
    if (!args.ok) return args
    try {
      return { ok: true, value: await handlers[name](args.value, signal) }
    } catch (thrown) {
      const error = toBoundedError(toAppError(thrown))
      if (error.code === 'unexpected') onBug(thrown, name)
      return { ok: false, error }
    }
  }

  const answer = async (id: number, name: string, args: unknown) => {
    if (!isMine(name)) return port.post({ kind: 'response', id, outcome: fail('invalidMessage', `${name.slice(0, 64)} is not a command of this process`) })
    const canceller = createCanceller()
    running.set(id, canceller)
    const outcome = await carryOut(name, args, canceller.signal)
    running.delete(id)
    if (!outcome.ok && outcome.error.code === 'invalidMessage') onRefused(outcome.error, `arguments of ${name}`)
    port.post({ kind: 'response', id, outcome })
  }

  const receive = (message: RpcMessage) => {
    if (message.kind === 'request') void answer(message.id, message.name, message.args)
    if (message.kind === 'cancel') running.get(message.id)?.abort()
    if (message.kind === 'notice') deliverNotice(message.name, message.value, onNotice, onRefused)
  }

  const close = () => { for (const canceller of running.values()) canceller.abort() }

  listen(port, receive, onRefused)
  port.onClose(close)
  return { emit: (name, value) => { port.post({ kind: 'event', name, value }) }, close }
}

/** Checks a notice by its name and hands it on. */
export function deliverNotice(name: string, value: unknown, onNotice: NoticeListener, onRefused: RefusalListener): void {
  if (!isNoticeName(name)) return onRefused(unknownName(name), 'notice')
  const checked = check(noticeSchema(name), value)
  if (!checked.ok) return onRefused(checked.error, `notice ${name}`)
  onNotice(name, checked.value)
}

function deliverEvent(name: string, value: unknown, onEvent: EventListener, onRefused: RefusalListener): void {
  if (!isEventName(name)) return onRefused(unknownName(name), 'event')
  const checked = check(eventSchema(name), value)
  if (!checked.ok) return onRefused(checked.error, `event ${name}`)
  onEvent(name, checked.value)
}

function listen(port: RpcPort, receive: (message: RpcMessage) => void, onRefused: RefusalListener): void {
  port.onMessage((raw) => {
    if (!isRpcKind(raw)) return
    const message = check(rpcMessageSchema, raw)
    if (!message.ok) return onRefused(message.error, 'message')
    receive(message.value)
  })
}

function unknownName(name: string): AppError {
  return { code: 'invalidMessage', message: `${name.slice(0, 64)} is not in the contract`, details: {} }
}

function hostGone(): Result<never> {
  return fail('hostGone', 'the media engine ended while a request was under way; it is being started again')
}

function cancelled(name: string): Result<never> {
  return fail('cancelled', `${name} was cancelled`)
}

function ignoreRefusal(): void {
  return undefined
}

/** Longer than any command: metadata is awaited through events, the slowest command fetches a .torrent within 30 s. */
const DEFAULT_CALL_TIMEOUT_MS = 60_000
/** A page has a handful of calls under way; more means that nobody answers. */
const DEFAULT_MAX_PENDING = 256
