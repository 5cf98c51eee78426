import type { EventEmitter } from 'node:events'

/** What is used of a wire; structural, so that the library's own type fits. */
export interface CountedWire extends Pick<EventEmitter, 'on' | 'listeners' | 'removeAllListeners'> {
  readonly peerPieces: { get(piece: number): boolean }
  isSeeder: boolean
}

export interface CountedTorrent<W extends CountedWire> {
  readonly pieces: { readonly length: number }
  _onWireWithMetadata(wire: W): void
  _updateWireInterest(wire: W): void
}

/**
 * The library looks at each `have` whether the peer has all pieces, from the first piece on: a peer that fetches in order
 * costs the square of their number. Its listener is replaced by one that goes on where it stopped. Call before any wire comes.
 */
export function countHavesOnce<W extends CountedWire>(torrent: CountedTorrent<W>): void {
  const prepare = torrent._onWireWithMetadata.bind(torrent)
  torrent._onWireWithMetadata = (wire) => {
    const kept = wire.listeners('have')
    prepare(wire)
    wire.removeAllListeners('have')
    for (const listener of kept) wire.on('have', (...args: unknown[]) => { Reflect.apply(listener, wire, args) })
    let next = 0
    wire.on('have', () => {
      while (next < torrent.pieces.length && wire.peerPieces.get(next)) next += 1
      if (next === torrent.pieces.length) wire.isSeeder = true
      torrent._updateWireInterest(wire)
    })
  }
}
