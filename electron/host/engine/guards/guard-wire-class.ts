import type { GuardableWire } from 'bittorrent-protocol'
import type { MessageBudget } from './message-budget.ts'
import { createMessageBudget } from './message-budget.ts'

/** Why a connection was ended by the guard. */
export type RefusalReason = 'messageTooLong' | 'flood' | 'tooManyRequests' | 'exception'

/** Called for every connection the guard ends; `cause` is what a handler threw. */
export type OnRefusal = (reason: RefusalReason, cause: unknown) => void

/** The longest useful message is a bitfield of 2^21 pieces (256 KiB); a block has 16 KiB, some clients send 128. */
const MAX_MESSAGE_BYTES = 2 * 1024 * 1024
/** Requests a peer may have open; ours and libtorrent's own limits are 250 to 2000. */
const MAX_PEER_REQUESTS = 2000

/** First byte of a message (BEP 3, BEP 10). */
const MESSAGE = { piece: 7, extended: 20 } as const

/**
 * Puts limits around everything a peer can send: length, number and open requests; and whatever a message handler throws ends that one
 * connection instead of the process. Changes the class for all wires, now and later. nowMs is a clock that never jumps back.
 */
export function guardWireClass(prototype: GuardableWire, onRefusal: OnRefusal, nowMs: () => number): void {
  const budgets = new WeakMap<GuardableWire, MessageBudget>()
  const refused = new WeakSet<GuardableWire>()
  const { _processBuffer: processBuffer, _onMessageLength: onMessageLength, _onMessage: onMessage } = prototype
  const refuse = (wire: GuardableWire, reason: RefusalReason, cause: unknown = null) => {
    if (refused.has(wire)) return
    refused.add(wire)
    stopReading(wire)
    onRefusal(reason, cause)
    endQuietly(wire, prototype, onRefusal)
  }
  prototype._processBuffer = function (this: GuardableWire) {
    if (refused.has(this)) return stopReading(this)
    try {
      processBuffer.call(this)
    } catch (thrown) {
      refuse(this, 'exception', thrown)
    }
  }
  prototype._onMessageLength = function (this: GuardableWire, bytes) {
    if (lengthOf(bytes) > MAX_MESSAGE_BYTES) return refuse(this, 'messageTooLong')
    if (lengthOf(bytes) === 0 && !budgetOf(budgets, this).spend('message', nowMs())) return refuse(this, 'flood')
    return onMessageLength.call(this, bytes)
  }
  prototype._onMessage = function (this: GuardableWire, bytes) {
    if (!isWithinBudget(budgetOf(budgets, this), bytes, nowMs())) return refuse(this, 'flood')
    if (this.peerRequests.length > MAX_PEER_REQUESTS) return refuse(this, 'tooManyRequests')
    return onMessage.call(this, bytes)
  }
}

/** Ending takes a moment; what arrives meanwhile is dropped and what is buffered is not parsed. */
function stopReading(wire: GuardableWire): void {
  wire._buffer = []
  wire._bufferSize = 0
  wire._parse(Number.MAX_VALUE, () => undefined)
}

/** Ending a wire calls its listeners, and one of them may be what threw; then the stream below is torn down without asking them. */
function endQuietly(wire: GuardableWire, prototype: GuardableWire, onRefusal: OnRefusal): void {
  try {
    wire.destroy()
  } catch (thrown) {
    onRefusal('exception', thrown)
    const stream = Reflect.getPrototypeOf(prototype)
    const destroy: unknown = stream === null ? null : Reflect.get(stream, 'destroy')
    if (typeof destroy === 'function') Reflect.apply(destroy, wire, [])
  }
}

function budgetOf(budgets: WeakMap<GuardableWire, MessageBudget>, wire: GuardableWire): MessageBudget {
  const known = budgets.get(wire)
  if (known !== undefined) return known
  const budget = createMessageBudget()
  budgets.set(wire, budget)
  return budget
}

function isWithinBudget(budget: MessageBudget, [kind, extension]: Uint8Array, nowMs: number): boolean {
  if (kind === MESSAGE.piece) return true
  if (kind === MESSAGE.extended && !budget.spend(extension === 0 ? 'handshake' : 'extension', nowMs)) return false
  return budget.spend('message', nowMs)
}

/** Unsigned, so that lengths from 2^31 on are long and not negative. */
function lengthOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
}
