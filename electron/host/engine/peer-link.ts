import type { Wire } from 'webtorrent'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createCalledBack, freePlaces } from '../../../shared/window/called-back.ts'
import { createPeerEstimate } from '../../../shared/window/peer-estimate.ts'
import type { PeerFacts } from '../../../shared/window/pick-blocks.ts'
import { handshakeMs } from './handshake-time.ts'

/**
 * One wire as the scheduler sees it: its open requests and what is known of its speed. Invariant: every request sent is
 * in `open` until its block came or the request ended, whichever is first, and is counted by the estimate just as long.
 */
export interface PeerLink {
  readonly id: number
  readonly wire: Wire
  /** Open requests, oldest first. */
  readonly requests: () => Iterable<OpenRequest>
  readonly inFlight: () => number
  /** Sends a request for `lengthBytes` from a block on; `onEnded` hears when it ends without data. */
  send(request: OpenRequest, lengthBytes: number): void
  /** Ends a request with a cancel message (BEP 3). Harmless when it is not open. */
  cancel(piece: number, block: number): void
  /** Ends all requests without a message: the peer choked or went. */
  releaseAll(): void
  /** A block came. Returns the request it answers, if it is open. */
  arrived(piece: number, block: number, bytes: number, nowMs: number): OpenRequest | null
  /** The peer refused (BEP 6 reject): it is left alone for a while, unless it only confirms what was cancelled. */
  rejected(piece: number, block: number, nowMs: number): void
  /** Ends the back-off after a refusal. */
  relent(): void
  /** Since it was first asked for a block of the piece and sent none, refused or not; null when it owes no answer. */
  unansweredMs(piece: number, nowMs: number): number | null
  facts(nowMs: number, meanRate: number): PeerFacts
  /** When it is its turn, as the requests to a slow peer go evenly; Infinity when its queue has no room or nothing holds it back. */
  turnMs(nowMs: number, meanRate: number): number
  readonly rateBytesPerSec: (nowMs: number) => number
  readonly proven: () => boolean
  readonly silentMs: (nowMs: number) => number
}

export interface OpenRequest {
  readonly piece: number
  readonly block: number
  readonly count: number
  readonly sentAtMs: number
  readonly dueAtMs: number
  readonly lengthBytes: number
}

/** What libtorrent, transmission and others accept when they do not say. */
const DEFAULT_REQUEST_LIMIT = 250
/** A request to a web seed is a whole HTTP exchange (BEP 19): fewer and larger. */
const WEB_SEED = { span: 32, depth: 4 }
const BACK_OFF_FIRST_MS = 500
const BACK_OFF_MAX_MS = 30_000
/** A peer below this share of the others' mean holds nothing that is due soon. */
const SLOW_SHARE = 0.25
const SILENT_MS = 2500
/** What is known of a peer that neither got nor did anything is as good so much later: its rate is counted in longer spans. */
const SAME_FACTS_MS = 50
/** Pieces whose first unanswered request is remembered; those that are waited for are few and the newest. */
const MAX_UNANSWERED = 256

export function createPeerLink(id: number, wire: Wire, clock: () => number, mayServe: (piece: number) => boolean, onEnded: (request: OpenRequest) => void): PeerLink {
  const open = new Map<number, OpenRequest>()
  const calledBack = createCalledBack()
  /** When a piece was first asked for without an answer since. */
  const askedAtMs = new Map<number, number>()
  const estimate = createPeerEstimate(handshakeMs(wire))
  const isWebSeed = wire.type === 'webSeed'
  let backOffMs = 0
  let backOffUntilMs = 0
  let takesTurns = false
  let turnMs = Infinity
  /** Facts as they were worked out last, until the peer gets or does something. */
  let known: { readonly atMs: number; readonly choked: boolean; readonly facts: PeerFacts } | null = null

  const end = (request: OpenRequest) => {
    known = null
    if (!open.delete(keyOf(request.piece, request.block))) return
    estimate.ended(clock())
    onEnded(request)
  }
  const requestLimit = () => {
    const { reqq } = wire.peerExtendedHandshake
    return typeof reqq === 'number' && reqq > 0 ? Math.min(reqq, DEFAULT_REQUEST_LIMIT * 2) : DEFAULT_REQUEST_LIMIT
  }
  const free = (nowMs: number, slow: boolean, held: number) => {
    if (wire.destroyed || nowMs < backOffUntilMs) return 0
    if (wire.peerChoking && !(wire.hasFast && wire.peerAllowedFastSet.length > 0)) return 0
    if (isWebSeed) return Math.max(0, WEB_SEED.depth - open.size)
    const places = freePlaces(slow ? 1 : estimate.depth(nowMs, requestLimit()), open.size, held)
    const readyAtMs = places > 0 ? estimate.readyAtMs(nowMs) : 0
    if (readyAtMs > nowMs) turnMs = readyAtMs
    if (readyAtMs === 0) return places
    return readyAtMs > nowMs ? 0 : 1
  }
  const isSlow = (nowMs: number, meanRate: number) =>
    estimate.silentMs(nowMs) > SILENT_MS || (estimate.proven() && estimate.rateBytesPerSec(nowMs) < SLOW_SHARE * meanRate)

  const has = (piece: number) => wire.peerPieces.get(piece)
  const allows = (piece: number) => (!wire.peerChoking || wire.peerAllowedFastSet.includes(piece)) && mayServe(piece)

  const workOut = (nowMs: number, meanRate: number): PeerFacts => {
    const slow = isSlow(nowMs, meanRate)
    takesTurns = estimate.takesTurns(nowMs)
    turnMs = Infinity
    const held = calledBack.held(nowMs)
    const nextMs = estimate.etaMs(nowMs, open.size + held)
    return {
      id, slow, has,
      proven: estimate.proven(),
      free: free(nowMs, slow, held),
      span: isWebSeed ? WEB_SEED.span : 1,
      allows: nowMs >= backOffUntilMs ? allows : never,
      nextMs,
      perBlockMs: estimate.etaMs(nowMs, open.size + held + 1) - nextMs,
    }
  }

  const facts = (nowMs: number, meanRate: number): PeerFacts => {
    // What was true of a peer that holds back ends with its unchoke, of which we only hear by its wire.
    const isSame = known !== null && known.choked === wire.peerChoking && !wire.peerChoking && nowMs - known.atMs < SAME_FACTS_MS && nowMs < turnMs
    if (known === null || !isSame) known = { atMs: nowMs, choked: wire.peerChoking, facts: workOut(nowMs, meanRate) }
    return known.facts
  }

  return {
    id,
    wire,
    requests: () => open.values(),
    inFlight: () => open.size,
    send: (request, lengthBytes) => {
      known = null
      open.set(keyOf(request.piece, request.block), request)
      rememberAsking(askedAtMs, request)
      estimate.sent(request.sentAtMs)
      wire.request(request.piece, request.block * BLOCK_BYTES, lengthBytes, (error) => { if (error) end(request) })
    },
    cancel: (piece, block) => {
      const request = open.get(keyOf(piece, block))
      if (!request || isWebSeed) return
      end(request) // before the message: the library calls back at once
      askedAtMs.delete(piece)
      if (wire.destroyed) return
      calledBack.add(keyOf(piece, block), request.dueAtMs)
      wire.cancel(piece, block * BLOCK_BYTES, request.lengthBytes)
    },
    releaseAll: () => {
      known = null
      for (const request of [...open.values()]) end(request)
      estimate.heard()
    },
    arrived: (piece, block, bytes, nowMs) => {
      known = null
      const key = keyOf(piece, block)
      askedAtMs.delete(piece)
      const request = open.get(key) ?? null
      if (calledBack.answered(key) && !request) estimate.receivedLate(bytes, nowMs)
      if (!request) return null
      open.delete(key)
      estimate.received(bytes, request.sentAtMs, nowMs)
      backOffMs = 0
      return request
    },
    rejected: (piece, block, nowMs) => {
      known = null
      estimate.heard()
      if (calledBack.answered(keyOf(piece, block))) return
      backOffMs = Math.min(BACK_OFF_MAX_MS, Math.max(BACK_OFF_FIRST_MS, backOffMs * 2))
      backOffUntilMs = nowMs + backOffMs
    },
    relent: () => {
      known = null
      backOffMs = 0
      backOffUntilMs = 0
    },
    unansweredMs: (piece, nowMs) => {
      const sinceMs = askedAtMs.get(piece)
      return sinceMs === undefined ? null : nowMs - sinceMs
    },
    facts,
    turnMs: (nowMs, meanRate) => {
      if (takesTurns) facts(nowMs, meanRate) // a fast peer's are worked out for a round, not for every block
      return takesTurns ? turnMs : Infinity
    },
    rateBytesPerSec: (nowMs) => (estimate.proven() ? estimate.rateBytesPerSec(nowMs) : 0),
    proven: estimate.proven,
    silentMs: estimate.silentMs,
  }
}

const never = () => false

function rememberAsking(askedAtMs: Map<number, number>, { piece, sentAtMs }: OpenRequest): void {
  if (!askedAtMs.has(piece)) askedAtMs.set(piece, sentAtMs)
  const [oldest] = askedAtMs.keys()
  if (askedAtMs.size > MAX_UNANSWERED && oldest !== undefined) askedAtMs.delete(oldest)
}

function keyOf(piece: number, block: number): number {
  return piece * 65_536 + block
}
