import type { Interval } from '../interval.ts'
import { BLOCK_BYTES, blockCount, pieceCount, piecesOf } from './blocks.ts'
import type { Geometry } from './blocks.ts'
import type { Tier } from './plan-window.ts'

/**
 * Which block to ask of which peer, now. Pure: blocks in the order of the plan, each given to the peer expected to
 * deliver it first; a block that would be late is asked of a second peer. Looks only as far as there are free places
 * in the peers' queues.
 */

/** A wanted range in bytes of the torrent. */
export interface WantedRange extends Interval {
  readonly tier: Tier
  readonly deadlineMs: number
}

export interface Holder {
  readonly peer: number
  /** When the block was expected when it was asked for. */
  readonly dueAtMs: number
}

/** A piece of which something was asked or received. */
export interface PartialPiece {
  /** 1 per block that is here. */
  readonly received: Uint8Array
  /** Who was asked for a block; undefined = nobody. */
  readonly holders: readonly (readonly Holder[] | undefined)[]
  /** Blocks neither here nor asked for. */
  readonly openBlocks: number
}

export interface BlockWork {
  readonly geometry: Geometry
  /** The first piece >= piece that is not complete; pieceCount when there is none. */
  nextMissing(piece: number): number
  /** Null for a missing piece of which nothing was asked yet. */
  partial(piece: number): PartialPiece | null
  /** Missing pieces in the order for the fill tier: partial ones, then the rarest. Bounded by its maker. */
  readonly fillOrder: readonly number[]
  /** Blocks that may still be asked for twice although their holder is alive: what bounds the waste. */
  readonly repeatsLeft: number
  /** Blocks that may be asked for on a guess (the warm tier) now: what keeps it to a share of the capacity. */
  readonly warmLeft: number
}

export interface PeerFacts {
  readonly id: number
  has(piece: number): boolean
  /** True when blocks of the piece may be asked for in spite of choking (BEP 6), or nothing forbids it; false backs off. */
  allows(piece: number): boolean
  /** Free places in its queue. */
  readonly free: number
  /** Milliseconds until a block asked for now would arrive, and how much later each further one. */
  readonly nextMs: number
  readonly perBlockMs: number
  /** Far below the others, or silent with requests open: may not hold anything that is due soon. */
  readonly slow: boolean
  readonly proven: boolean
  /** Blocks one request may span: 1 for a peer, more for a web seed (BEP 19). */
  readonly span: number
}

export interface BlockRequest {
  readonly peer: number
  readonly piece: number
  readonly block: number
  readonly count: number
  readonly dueAtMs: number
  /** True when somebody alive was asked for it already: one of the two will be wasted. */
  readonly repeat: boolean
  readonly tier: Tier
}

/** A second request for a block when its holder is expected later than 1.5 x mine + this. */
const LATE_MS = 150
const LATE_FACTOR = 1.5
/** Holders of one block while one of them may still deliver, and when all are overdue. */
const MAX_HOLDERS = 2
const MAX_HOLDERS_OVERDUE = 4
/** A cold start leaves so many second requests for blocks that turn out late: its slowest peers are still to be found out. */
export const KEPT_REPEATS = 16
/** Blocks due later than this are never asked for twice. */
const TWICE_WITHIN_MS = 3000
/** A slow peer needs this many times its own expected time of slack. */
const SLOW_SLACK = 3
/** Pieces and late blocks looked at without finding a peer before giving up this round. */
const MAX_MISSES = 1024

/** Requests to send now, most important first. `ranges` in the order of the plan; none is taken once no place is left. */
export function pickBlocks(ranges: Iterable<WantedRange>, work: BlockWork, peers: readonly PeerFacts[], nowMs: number): BlockRequest[] {
  const round = createRound(peers, work, nowMs)
  for (const range of ranges) {
    if (range.tier === 'fill') fillFrom(range, work, round)
    else if (range.tier !== 'warm' || work.warmLeft > 0) walk(range, work, round)
    if (!round.open()) break
  }
  return round.requests
}

function fillFrom(range: WantedRange, work: BlockWork, round: Round): void {
  const pieces = piecesOf(work.geometry, range)
  for (const piece of work.fillOrder) {
    if (!round.open()) return
    const missing = work.nextMissing(piece) === piece // the order is older than what has come since
    if (missing && piece >= pieces.begin && piece < pieces.end) offerPiece(range, piece, work, round)
  }
}

function walk(range: WantedRange, work: BlockWork, round: Round): void {
  const pieces = piecesOf(work.geometry, range)
  const end = Math.min(pieces.end, pieceCount(work.geometry))
  for (let piece = work.nextMissing(pieces.begin); piece < end; piece = work.nextMissing(piece + 1)) {
    if (!round.open()) return
    offerPiece(range, piece, work, round)
  }
}

function offerPiece(range: WantedRange, piece: number, work: BlockWork, round: Round): void {
  const partial = work.partial(piece)
  const mayRepeat = range.tier !== 'fill' && range.tier !== 'warm' && range.deadlineMs <= TWICE_WITHIN_MS
  if (partial && partial.openBlocks === 0 && !mayRepeat) return
  const start = piece * work.geometry.pieceLengthBytes
  const first = Math.max(0, Math.floor((range.begin - start) / BLOCK_BYTES))
  const last = Math.min(blockCount(work.geometry, piece), Math.ceil((range.end - start) / BLOCK_BYTES))
  for (let block = first; block < last && round.open(); block++) {
    if (partial?.received[block] === 1) continue
    const holders = partial?.holders[block]
    if (holders && holders.length > 0) {
      if (mayRepeat) round.repeat(range, piece, block, holders)
    } else if (!round.offer(range, piece, block, () => openRun(partial, block, last))) return // nor of the others of this piece
  }
  // From the last one back: where both strangers turn out well they meet in the middle, and little comes twice.
  for (let block = last - 1; block >= first && round.trustsNobody(range); block--) {
    if (partial?.received[block] !== 1) round.hedge(range, piece, block, partial?.holders[block] ?? [])
  }
}

/** Blocks from `block` on that nobody holds. */
function openRun(partial: PartialPiece | null, block: number, last: number): number {
  let end = block + 1
  while (end < last && partial?.received[end] !== 1 && !partial?.holders[end]?.length) end += 1
  return end - block
}

interface Round {
  readonly requests: BlockRequest[]
  /** True while some peer has a free place and the search is worth going on. */
  open(): boolean
  /** False when nobody with a free place may take a block of this piece. `run`: blocks from this one on that nobody holds. */
  offer(range: WantedRange, piece: number, block: number, run: () => number): boolean
  repeat(range: WantedRange, piece: number, block: number, holders: readonly Holder[]): void
  /** True while nobody has brought anything yet and the very first blocks are still to be asked of two. */
  trustsNobody(range: WantedRange): boolean
  /** Asks a second stranger for a block that one was asked for, before this round or in it. */
  hedge(range: WantedRange, piece: number, block: number, holders: readonly Holder[]): void
}

interface Seat {
  readonly peer: PeerFacts
  free: number
  extra: number
}

function createRound(peers: readonly PeerFacts[], { repeatsLeft, warmLeft }: Pick<BlockWork, 'repeatsLeft' | 'warmLeft'>, nowMs: number): Round {
  const seats: Seat[] = []
  for (const peer of peers) if (peer.free > 0) seats.push({ peer, free: peer.free, extra: 0 })
  const requests: BlockRequest[] = []
  const taken = new Map<number, number>() // the peer that was asked in this round, by block
  const given = new Map<number, number>() // blocks of this round, by peer
  let byId: ReadonlyMap<number, PeerFacts> | null = null // most rounds ask for nothing twice
  const peerOf = ({ peer }: Holder) => (byId ??= new Map(peers.map((each) => [each.id, each]))).get(peer)
  const anyProven = peers.some((peer) => peer.proven)
  let places = seats.reduce((sum, seat) => sum + seat.free, 0)
  let misses = 0
  let repeats = repeatsLeft
  let warm = warmLeft
  let late: number | null = null

  const give = (seat: Seat, tier: Tier, piece: number, block: number, run: number, repeat = false) => {
    if (repeat) repeats -= 1
    const count = freshRun(piece, block, Math.min(run, seat.peer.span))
    if (tier === 'warm') warm -= count
    requests.push({ peer: seat.peer.id, piece, block, count, repeat, tier, dueAtMs: nowMs + etaOf(seat.peer, seat.extra) })
    for (let each = block; each < block + count; each++) taken.set(piece * 65_536 + each, seat.peer.id)
    seat.free -= 1
    seat.extra += 1
    given.set(seat.peer.id, seat.extra)
    places -= 1
    misses = 0
    late = null
  }

  /** The free seat expected to deliver first, if it is not hopelessly late compared with the best peer of all. */
  const best = (range: WantedRange, piece: number, except: readonly Holder[]): Seat | null => {
    let found: Seat | null = null
    let foundEta = Infinity
    for (const seat of seats) {
      if (seat.free <= 0 || !seat.peer.has(piece) || !seat.peer.allows(piece)) continue
      if (except.some((holder) => holder.peer === seat.peer.id)) continue
      const eta = etaOf(seat.peer, seat.extra)
      if (seat.peer.slow && range.tier === 'warm') continue
      if (seat.peer.slow && range.deadlineMs < SLOW_SLACK * eta && anyQuick(piece)) continue
      if (eta < foundEta) { found = seat; foundEta = eta }
    }
    return found && inTime(range, piece, found.peer, foundEta) ? found : null
  }

  /** A holder expected sooner than this is not late, whoever else is asked. The same until a place is given: every block that is asked for is held against it in every round. */
  const lateMs = () => {
    if (late !== null) return late
    let least = Infinity
    for (const { free, extra, peer } of seats) if (free > 0) least = Math.min(least, etaOf(peer, extra))
    late = LATE_FACTOR * least + LATE_MS
    return late
  }

  const soonestMs = (holders: readonly Holder[]) => {
    let least = Infinity
    for (const holder of holders) least = Math.min(least, remainingMs(holder, peerOf(holder), nowMs))
    return least
  }

  /** True when somebody better than a slow peer could bring the piece, now or when a place is free again. */
  const anyQuick = (piece: number) => peers.some((peer) => !peer.slow && peer.has(piece) && peer.allows(piece))

  /** A block due soon waits for a fast peer's next free place rather than going to another that is far slower. */
  const inTime = (range: WantedRange, piece: number, chosen: PeerFacts, etaMs: number): boolean => {
    if (range.deadlineMs > TWICE_WITHIN_MS || etaMs <= range.deadlineMs) return true
    const quick = anyQuick(piece)
    let bestEta = Infinity
    for (const peer of peers) {
      if (peer === chosen || quick === peer.slow || (anyProven && !peer.proven) || !peer.has(piece) || !peer.allows(piece)) continue
      bestEta = Math.min(bestEta, etaOf(peer, given.get(peer.id) ?? 0))
    }
    return etaMs <= 2 * bestEta + LATE_MS
  }

  const trustsNobody = (range: WantedRange) => !anyProven && range.tier === 'urgent' && range.deadlineMs <= 0 && repeats > KEPT_REPEATS

  const fresh = (piece: number, block: number) => !taken.has(piece * 65_536 + block)
  const freshRun = (piece: number, block: number, most: number) => {
    let count = 1
    while (count < most && fresh(piece, block + count)) count += 1
    return count
  }

  return {
    requests,
    open: () => places > 0 && misses < MAX_MISSES,
    offer: (range, piece, block, run) => {
      if (!fresh(piece, block) || (range.tier === 'warm' && warm <= 0)) return true
      const seat = best(range, piece, [])
      if (!seat) { misses += 1; return false }
      const most = seat.peer.span > 1 ? run() : 1
      give(seat, range.tier, piece, block, range.tier === 'warm' ? Math.min(most, warm) : most)
      return true
    },
    repeat: (range, piece, block, holders) => {
      const remaining = soonestMs(holders)
      if (remaining <= lateMs() || !fresh(piece, block)) return // nobody free could be so much sooner, whoever has it
      const overdue = holders.every((holder) => holder.dueAtMs < nowMs)
      if (holders.length >= (overdue ? MAX_HOLDERS_OVERDUE : MAX_HOLDERS)) return
      const alive = holders.some((holder) => isAlive(peerOf(holder)))
      if (alive && repeats <= 0) return
      const seat = best(range, piece, holders)
      if (!seat) { misses += 1; return }
      if (remaining > LATE_FACTOR * etaOf(seat.peer, seat.extra) + LATE_MS) give(seat, range.tier, piece, block, 1, alive)
    },
    trustsNobody,
    hedge: (range, piece, block, holders) => {
      const asked = taken.get(piece * 65_536 + block)
      const all = asked === undefined ? holders : [...holders, { peer: asked, dueAtMs: 0 }]
      const seat = all.length === 1 ? best(range, piece, all) : null
      if (seat) give(seat, range.tier, piece, block, 1, true)
    },
  }
}

/** When a block asked for now would arrive, `extra` more blocks queued before it. */
function etaOf({ nextMs, perBlockMs }: PeerFacts, extra: number): number {
  return nextMs + extra * perBlockMs
}

/** When a holder is expected to deliver: as promised, or as much later again as it is late; a silent one far off. */
function remainingMs(holder: Holder, peer: PeerFacts | undefined, nowMs: number): number {
  if (!peer) return Infinity
  const late = nowMs - holder.dueAtMs
  if (!isAlive(peer)) return peer.nextMs
  return late > 0 ? late + LATE_MS : -late
}

/** An estimate this far off means silence: what such a peer holds is as good as lost, and asking again wastes nothing. */
const SILENT_ETA_MS = 10_000

function isAlive(peer: PeerFacts | undefined): boolean {
  return peer !== undefined && peer.nextMs < SILENT_ETA_MS
}
