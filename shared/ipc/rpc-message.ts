import type { AppError } from '../errors.ts'
import { appErrorSchema } from '../torrent/snapshot.ts'
import { anything, integer, literal, object, text, variant } from './schema.ts'
import type { ValueOf } from './schema.ts'

/** The part of a message port that rpc needs. Adapters for real ports are a few lines each. */
export interface RpcPort {
  /** Sends one structured-clone-safe value; after the port is closed it does nothing. */
  post(message: unknown): void
  /** Several listeners see every message, in order. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

const id = integer(1, Number.MAX_SAFE_INTEGER)
const name = text(64)

const outcome = variant('ok', [object({ ok: literal(true), value: anything() }), object({ ok: literal(false), error: appErrorSchema })])

/** What crosses the port. Values inside are checked with the contract, by name. */
export const rpcMessageSchema = variant('kind', [
  object({ kind: literal('request'), id, name, args: anything() }),
  object({ kind: literal('cancel'), id }),
  object({ kind: literal('response'), id, outcome }),
  object({ kind: literal('notice'), name, value: anything() }),
  object({ kind: literal('event'), name, value: anything() }),
])
export type RpcMessage = ValueOf<typeof rpcMessageSchema>

/** True when a message claims to be ours; other protocols may share the port. */
export function isRpcKind(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false
  return typeof message.kind === 'string' && RPC_KINDS.has(message.kind)
}

/** Cuts an error to what its schema lets through, so that no failure is lost for being wordy. */
export function toBoundedError(error: AppError): AppError {
  const details = Object.entries(error.details).map(([key, value]) => [key.slice(0, 64), typeof value === 'string' ? value.slice(0, MAX_ERROR_CHARS) : value] as const)
  return { code: error.code, message: error.message.slice(0, MAX_ERROR_CHARS), details: Object.fromEntries(details) }
}

const RPC_KINDS: ReadonlySet<string> = new Set(['request', 'cancel', 'response', 'notice', 'event'])
/** The bound of `appErrorSchema`. */
const MAX_ERROR_CHARS = 4096
