import type { Wire } from 'webtorrent'
import { contains } from '../../../shared/interval.ts'
import { BLOCK_BYTES, blockLength, pieceLength } from '../../../shared/window/blocks.ts'
import { KEPT_REPEATS, pickBlocks } from '../../../shared/window/pick-blocks.ts'
import type { BlockRequest, BlockWork, PeerFacts, WantedRange } from '../../../shared/window/pick-blocks.ts'
import { recordPick } from '../../../shared/window/pick-record.ts'
import { createRateMeter } from '../../../shared/window/rate-meter.ts'
import type { Claim } from '../../../shared/window/watchdog.ts'
import type { Availability } from './availability.ts'
import { createPeerLink } from './peer-link.ts'
import type { PeerLink } from './peer-link.ts'
import type { EngineTrace } from './engine-trace.ts'
import { judgedHost } from './guards/judged-host.ts'
import type { PieceTable } from './piece-table.ts'

/**
 * Sends what pickBlocks chooses, for one torrent. All policy is in shared/window; this file keeps the books: who was
 * asked for what, what came, what was wasted. First arrival of a block cancels its other requests.
 */
export interface BlockScheduler {
  attach(wire: Wire): void
  /** Nothing is asked of the peer any more, and what it still sends is not taken. */
  detach(peer: number): void
  /** The plan in torrent bytes, most important first. `jumped`: what was asked for outside of it is called back. */
  setRanges(ranges: readonly WantedRange[], jumped: boolean): void
  /** So many bytes of a piece turned out wrong: they were for nothing. */
  spoil(bytes: number): void
  /** Something changed (a piece failed, a limit was lifted): look again soon. */
  kick(): void
  /** Asks for a piece anew: its holders' back-offs end, and what they owe us besides what is due soon is called back. */
  revive(piece: number): void
  /** Connected peers that say they have the piece. */
  claims(piece: number): Claim[]
  /** True when the block is asked of a peer that answers. */
  isAsked(piece: number, block: number): boolean
  readonly counters: () => SchedulerCounters
  readonly peers: () => readonly PeerStat[]
  /** Address of a peer that is or was connected. */
  hostOf(peer: number): string
  readonly rateBytesPerSec: (windowMs: number) => number
  close(): void
}

export interface SchedulerCounters {
  /** Payload of all block messages. */
  readonly receivedBytes: number
  /** Payload that was of no use: late duplicates, wrong lengths, pieces that failed their hash. */
  readonly wastedBytes: number
}

export interface PeerStat {
  readonly id: number
  readonly address: string
  readonly rateBytesPerSec: number
  readonly inFlight: number
  readonly choking: boolean
  readonly silentMs: number
  readonly wire: Wire
}

export interface SchedulerEvents {
  /** A block of a piece that is not complete yet is in memory. */
  onBlock(piece: number): void
  /** All blocks of a piece are here: check it. */
  onComplete(piece: number): void
}

export interface SchedulerWorld {
  readonly table: PieceTable
  readonly availability: Availability
  readonly clock: () => number
  /** False while the disk takes nothing or other streams starve: then only ranges with a deadline, or nothing, is asked for. */
  readonly mayRequest: (range: WantedRange) => boolean
  /** False for a peer that had a part in a bad copy of the piece. */
  readonly mayServe: (piece: number, host: string) => boolean
  readonly events: SchedulerEvents
  readonly trace: EngineTrace | null
}

/** Two rounds are at least this far apart; a block arrives every few hundred microseconds at full speed. */
const MIN_ROUND_MS = 3
/** For the turns of slow peers alone there is a round so often: several of them are served in one. */
const PACE_ROUND_MS = 10
/** Without any event, look again: silent peers turn late, back-offs end. */
const IDLE_ROUND_MS = 100
/** How fast the peers are on the whole is worked out so often: who is far below it is so for seconds. */
const MEAN_MS = 100
/** In a jump, requests for ranges due within this time stay. */
const KEEP_WITHIN_MS = 3000
const RATE_SPAN_MS = 5000
/** A peer with requests open and no answer for so long is not counted on. */
const SILENT_MS = 2500
/** Blocks that may be asked for twice before anything came: the first 64 KiB, and some that strangers are late with. */
const REPEATS_AT_START = 4 + KEPT_REPEATS
/** Later this share of all blocks; most of these arrive in time to be of use, so that less than this is wasted. */
const REPEAT_SHARE = 0.02
/** Blocks asked for on a guess: this share of all that come, saved up to 128 KiB so that a place pointed at begins at once. */
const WARM_SHARE = 0.1
const WARM_SAVED = 8

export function createBlockScheduler({ table, availability, clock, mayRequest, mayServe, events, trace }: SchedulerWorld): BlockScheduler {
  const links = new Map<number, PeerLink>()
  const hosts = new Map<number, string>() // of peers gone too: a bad piece is often noticed after its sender left
  const meter = createRateMeter(RATE_SPAN_MS)
  let ranges: readonly WantedRange[] = []
  let received = 0
  let wasted = 0
  let repeats = 0
  let warmLeft = WARM_SAVED
  let nextId = 1
  let lastRoundMs = 0
  let meanRate = 0
  let meanAtMs = -Infinity
  let unschedule: (() => void) | null = null
  let nextTurn: { readonly atMs: number; readonly cancel: () => void } | null = null
  let closed = false

  const soon = () => {
    if (unschedule || closed) return
    const sinceMs = clock() - lastRoundMs
    unschedule = sinceMs >= MIN_ROUND_MS ? immediately(round) : after(MIN_ROUND_MS - sinceMs, round)
  }

  const round = () => {
    unschedule = null
    if (closed) return
    lastRoundMs = clock()
    if (ranges.length === 0 || links.size === 0) return
    const facts = peerFacts(lastRoundMs)
    if (facts.some(({ free }) => free > 0)) for (const request of pick(facts, lastRoundMs)) send(request, lastRoundMs)
    for (const link of links.values()) waitForTurn(link.turnMs(lastRoundMs, meanRate), lastRoundMs)
  }

  /** No event tells that it is a slow peer's turn. Infinity = it waits for none. */
  const waitForTurn = (turnMs: number, nowMs: number) => {
    const atMs = Math.max(turnMs, nowMs + PACE_ROUND_MS)
    if (turnMs === Infinity || (nextTurn && nextTurn.atMs <= atMs)) return
    nextTurn?.cancel()
    nextTurn = { atMs, cancel: after(atMs - nowMs, () => {
      nextTurn = null
      if (!unschedule) round()
    }) }
  }

  const pick = (facts: readonly PeerFacts[], nowMs: number) => {
    if (!trace) return pickBlocks(allowed(), work, facts, nowMs)
    const { requests, record } = recordPick(allowed(), work, facts, nowMs)
    if (requests.length > 0) trace({ pick: record, requests })
    return requests
  }

  const work: BlockWork = {
    geometry: table.geometry,
    nextMissing: table.nextMissing,
    partial: table.partial,
    get fillOrder() { return availability.fillOrder(lastRoundMs) },
    get repeatsLeft() { return REPEATS_AT_START + Math.floor((received / BLOCK_BYTES) * REPEAT_SHARE) - repeats },
    get warmLeft() { return Math.floor(warmLeft) },
  }

  /** Asked range by range: most rounds have one place to give and look at the first. */
  function* allowed() {
    for (const range of ranges) if (mayRequest(range)) yield range
  }

  const peerFacts = (nowMs: number) => {
    if (nowMs - meanAtMs >= MEAN_MS) [meanRate, meanAtMs] = [meanRateOf(links.values(), nowMs), nowMs]
    const facts: PeerFacts[] = []
    for (const link of links.values()) facts.push(link.facts(nowMs, meanRate))
    return facts
  }

  const send = ({ peer, piece, block, count, dueAtMs, repeat, tier }: BlockRequest, nowMs: number) => {
    if (repeat) repeats += 1
    if (tier === 'warm') warmLeft -= count
    const link = links.get(peer)
    if (!link) return
    for (let each = block; each < block + count; each++) table.hold(piece, each, { peer, dueAtMs })
    const lengthBytes = Math.min(count * BLOCK_BYTES, pieceLength(table.geometry, piece) - block * BLOCK_BYTES)
    link.send({ piece, block, count, sentAtMs: nowMs, dueAtMs, lengthBytes }, lengthBytes)
  }

  const release = (peer: number, request: { piece: number; block: number; count: number }) => {
    for (let each = request.block; each < request.block + request.count; each++) table.release(request.piece, each, peer)
  }

  const receive = (link: PeerLink, piece: number, offset: number, bytes: Uint8Array) => {
    const nowMs = clock()
    const first = offset / BLOCK_BYTES
    received += bytes.length
    warmLeft = Math.min(WARM_SAVED, warmLeft + WARM_SHARE * (bytes.length / BLOCK_BYTES))
    meter.add(bytes.length, nowMs)
    if (!Number.isInteger(first) || piece >= table.count) { wasted += bytes.length; return }
    const request = link.arrived(piece, first, bytes.length, nowMs)
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) take(link, piece, first + at / BLOCK_BYTES, bytes.subarray(at, at + BLOCK_BYTES))
    if (request) release(link.id, request) // after the block is stored: the piece must not be let go in between
    const turnMs = link.turnMs(nowMs, meanRate)
    if (turnMs === Infinity) soon()
    else waitForTurn(turnMs, nowMs)
  }

  const take = (link: PeerLink, piece: number, block: number, bytes: Uint8Array) => {
    const outcome = table.receive(piece, block, bytes, link.id)
    if (outcome === 'late' || outcome === 'wrong') { wasted += bytes.length; return }
    for (const holder of [...table.holders(piece, block)]) links.get(holder.peer)?.cancel(piece, block)
    if (outcome === 'completed') events.onComplete(piece)
    else events.onBlock(piece)
  }

  const attach = (wire: Wire) => {
    const id = nextId++
    const host = judgedHost(wire.remoteAddress ?? '', wire.remotePort)
    const link = createPeerLink(id, wire, clock, (piece) => mayServe(piece, host), (request) => {
      release(id, request)
      soon()
    })
    links.set(id, link)
    remember(hosts, id, host)
    wire.on('piece', (piece: number, offset: number, bytes: Uint8Array) => {
      if (links.has(id)) receive(link, piece, offset, bytes) // a wire that is ended goes on with what has come in
    })
    wire.on('reject', (piece: number, offset: number) => { link.rejected(piece, Math.floor(offset / BLOCK_BYTES), clock()) })
    wire.on('choke', () => { link.releaseAll() }) // BEP 6: choking no longer ends requests by itself
    for (const event of ['unchoke', 'bitfield', 'have', 'have-all', 'allowed-fast']) wire.on(event, soon)
    wire.once('close', () => { detach(id) })
    soon()
  }

  const detach = (peer: number) => {
    const link = links.get(peer)
    links.delete(peer)
    link?.releaseAll()
  }

  const callBack = (from: Iterable<PeerLink>) => {
    const kept = ranges.filter((range) => range.deadlineMs <= KEEP_WITHIN_MS)
    for (const link of from) {
      for (const { piece, block } of [...link.requests()]) {
        const at = piece * table.geometry.pieceLengthBytes + block * BLOCK_BYTES
        const size = blockLength(table.geometry, piece, block)
        if (!kept.some((range) => contains({ begin: range.begin - size + 1, end: range.end }, at))) link.cancel(piece, block)
      }
    }
  }

  const idle = setInterval(soon, IDLE_ROUND_MS)
  idle.unref()

  return {
    attach, detach,
    setRanges: (next, jumped) => {
      ranges = next
      if (jumped) callBack(links.values())
      soon()
    },
    spoil: (bytes) => {
      wasted += bytes
      soon()
    },
    kick: soon,
    revive: (piece) => {
      const holders = [...links.values()].filter((link) => link.wire.peerPieces.get(piece))
      for (const link of holders) link.relent()
      callBack(holders)
      soon()
    },
    claims: (piece) => [...links.values()].filter((link) => link.wire.peerPieces.get(piece)).map((link) => ({
      chokes: link.wire.peerChoking && !link.wire.peerAllowedFastSet.includes(piece),
      unansweredMs: link.unansweredMs(piece, clock()),
    })),
    isAsked: (piece, block) => table.holders(piece, block).some(({ peer }) => (links.get(peer)?.silentMs(clock()) ?? Infinity) < SILENT_MS),
    counters: () => ({ receivedBytes: received, wastedBytes: wasted }),
    peers: () => [...links.values()].map((link) => ({
      id: link.id,
      address: link.wire.remoteAddress ?? '',
      rateBytesPerSec: link.rateBytesPerSec(clock()),
      inFlight: link.inFlight(),
      choking: link.wire.peerChoking,
      silentMs: link.silentMs(clock()),
      wire: link.wire,
    })),
    hostOf: (peer) => hosts.get(peer) ?? '',
    rateBytesPerSec: (windowMs) => meter.over(windowMs, clock()),
    close: () => {
      closed = true
      clearInterval(idle)
      unschedule?.()
      nextTurn?.cancel()
      links.clear()
    },
  }
}

/** Peers remembered by address; the oldest is let go. */
const MAX_HOSTS = 2000

function remember(hosts: Map<number, string>, id: number, host: string): void {
  hosts.set(id, host)
  const [oldest] = hosts.keys()
  if (hosts.size > MAX_HOSTS && oldest !== undefined) hosts.delete(oldest)
}

function immediately(run: () => void): () => void {
  const handle = setImmediate(run)
  return () => { clearImmediate(handle) }
}

function after(ms: number, run: () => void): () => void {
  const handle = setTimeout(run, ms)
  return () => { clearTimeout(handle) }
}

/** Of the peers that have sent anything; 0 when none has. */
function meanRateOf(links: Iterable<PeerLink>, nowMs: number): number {
  let sum = 0
  let count = 0
  for (const link of links) {
    if (!link.proven()) continue
    sum += link.rateBytesPerSec(nowMs)
    count += 1
  }
  return count > 0 ? sum / count : 0
}
