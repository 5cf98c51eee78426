import type { Wire } from 'webtorrent'
import type { Interval } from '../../../shared/interval.ts'
import type { PieceTable } from './piece-table.ts'

/**
 * How many connected peers have each piece, and from that the order in which the rest of a film is fetched: pieces
 * begun, then the rarest, so that parts few peers hold are saved before those peers leave.
 */
export interface Availability {
  attach(wire: Wire): void
  /** Missing pieces for the fill tier, best first; recomputed every RECOMPUTE_MS or when half of it has come, at most FILL_PIECES of them. */
  fillOrder(nowMs: number): readonly number[]
  /** The pieces that fill may fetch: those of files that are watched. Said with every plan; the order is made anew when they are others. */
  setFillPieces(pieces: readonly Interval[]): void
  /** The largest share of the torrent any one peer has, 0..1. */
  bestShare(): number
}

const FILL_PIECES = 256
const RECOMPUTE_MS = 2000

export function createAvailability(table: PieceTable): Availability {
  const wires = new Set<Wire>()
  let fillPieces: readonly Interval[] = []
  let order: readonly number[] = []
  let computedAtMs = -Infinity
  /** How many bytes were verified when the order was last held against what is here. */
  let lookedAtBytes = -1

  const count = (piece: number) => {
    let peers = 0
    for (const wire of wires) if (wire.peerPieces.get(piece)) peers += 1
    return peers
  }

  const compute = (): readonly number[] => {
    const missing: number[] = []
    for (const { begin, end } of fillPieces) {
      for (let piece = table.nextMissing(begin); piece < end && missing.length < FILL_PIECES * 8; piece = table.nextMissing(piece + 1)) missing.push(piece)
    }
    const ranked = missing.map((piece) => ({ piece, peers: count(piece), begun: table.partial(piece) !== null }))
    ranked.sort((a, b) => Number(b.begun) - Number(a.begun) || a.peers - b.peers || a.piece - b.piece)
    return ranked.slice(0, FILL_PIECES).map(({ piece }) => piece)
  }

  return {
    attach: (wire) => {
      wires.add(wire)
      wire.once('close', () => { wires.delete(wire) })
    },
    fillOrder: (nowMs) => {
      const isFresh = nowMs - computedAtMs < RECOMPUTE_MS
      if (isFresh && table.verifiedBytes() === lookedAtBytes) return order
      lookedAtBytes = table.verifiedBytes()
      if (isFresh && order.filter((piece) => !table.isVerified(piece)).length >= order.length / 2) return order
      computedAtMs = nowMs
      order = compute()
      return order
    },
    setFillPieces: (pieces) => {
      const same = pieces.length === fillPieces.length && pieces.every(({ begin, end }, i) => fillPieces[i]?.begin === begin && fillPieces[i].end === end)
      if (same) return
      fillPieces = pieces
      computedAtMs = -Infinity
    },
    bestShare: () => {
      let best = 0
      for (const wire of wires) best = Math.max(best, shareOf(wire, table.count))
      return best
    },
  }
}

/** Sampled: exact counting of 100 000 pieces a second would cost more than the sentence it is for is worth. */
function shareOf(wire: Wire, pieces: number): number {
  const step = Math.max(1, Math.floor(pieces / 1000))
  let looked = 0
  let had = 0
  for (let piece = 0; piece < pieces; piece += step) {
    looked += 1
    if (wire.peerPieces.get(piece)) had += 1
  }
  return looked > 0 ? had / looked : 0
}
