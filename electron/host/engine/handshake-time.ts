/** What is used of the class of connections; structural, so that the library's own type fits. */
export interface HandshakingWire {
  handshake(...words: readonly unknown[]): unknown
  _onHandshake(...words: readonly unknown[]): unknown
}

const timed = new WeakSet<HandshakingWire>()
const answeredInMs = new WeakMap<object, number>()

/**
 * Times how long peers take to answer our handshake (BEP 3). No block ever shows a round trip as clean: it waits for those before it, and
 * where a peer holds itself to a rate it takes its own time on the line as well. Changes the class for all connections made from now on;
 * a second call does nothing. nowMs is a clock that never jumps back.
 */
export function timeHandshakes(prototype: HandshakingWire, nowMs: () => number): void {
  if (timed.has(prototype)) return
  timed.add(prototype)
  const saidAtMs = new WeakMap<object, number>()
  const { handshake, _onHandshake: onHandshake } = prototype
  prototype.handshake = function (this: HandshakingWire, ...words) {
    saidAtMs.set(this, nowMs())
    return handshake.apply(this, [...words])
  }
  prototype._onHandshake = function (this: HandshakingWire, ...words) {
    const saidMs = saidAtMs.get(this)
    if (saidMs !== undefined) answeredInMs.set(this, nowMs() - saidMs)
    return onHandshake.apply(this, [...words])
  }
}

/** Milliseconds between our handshake and the peer's; null when the peer spoke first, as all do that dial us. */
export function handshakeMs(wire: object): number | null {
  return answeredInMs.get(wire) ?? null
}
