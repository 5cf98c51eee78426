/**
 * The invariant of waiting: a read that waits has a request open with a peer that answers, or there is a reason that can
 * be told. And the verdict on parts nobody has. Pure: a step a second from what is seen now and what was seen before.
 */

/** A connected peer that says it has a piece. */
export interface Claim {
  /** True while it lets us ask for nothing of the piece (BEP 3 choke). */
  readonly chokes: boolean
  /** Since it was first asked for a block of the piece and sent none, refused or not; null when it owes no answer. */
  readonly unansweredMs: number | null
}

/** A piece that is wanted now and not here. */
export interface WantedPiece {
  readonly piece: number
  /** Null when no read waits for it: it is wanted soon. */
  readonly read: null | {
    /** A block the read waits for is asked of a peer that answers. */
    readonly asked: boolean
  }
  /** All its blocks are here and its hash is being taken. */
  readonly checking: boolean
  readonly receivedBlocks: number
  readonly claims: readonly Claim[]
}

export interface WatchFacts {
  readonly peers: number
  /** The disk takes nothing, so nothing is asked for. */
  readonly diskStopped: boolean
  readonly wanted: readonly WantedPiece[]
}

/** What is remembered of a wanted piece from one step to the next. */
export interface PieceWatch {
  readonly receivedBlocks: number
  /** No block of it came since. */
  readonly stuckSinceMs: number
  /** Peers are connected and none has had it since; null while one has. */
  readonly absentSinceMs: number | null
  /** The invariant is broken since; null while it holds. */
  readonly brokenSinceMs: number | null
  readonly kickedAtMs: number | null
}

export type WatchState = ReadonlyMap<number, PieceWatch>

/** A piece to be asked for anew with all back-offs and suspicions lifted; `again` when that was tried before in vain. */
export interface Kick {
  readonly piece: number
  readonly again: boolean
}

export interface WatchStep {
  readonly state: WatchState
  readonly kicks: readonly Kick[]
  /** Wanted pieces that no connected peer has or sends. */
  readonly gone: ReadonlySet<number>
}

/** The scheduler looks every 100 ms and a back-off begins at 500: what is still wrong after this will not mend itself. */
const BROKEN_MS = 2000
/** Peers send their bitfield within a round trip or two of the handshake, and are asked in the same time. */
const GRACE_MS = 3000
/** Asked and silent for this long; below the 30 s after which a silent connection is closed and all would begin again. */
const STUCK_MS = 25_000

/** One step. A piece that is no longer wanted is forgotten. */
export function watchReads(state: WatchState, facts: WatchFacts, nowMs: number): WatchStep {
  const watched = facts.wanted.map((wanted) => ({ wanted, watch: observe(state.get(wanted.piece), wanted, facts, nowMs) }))
  const kicks = watched.filter(({ watch }) => isKickDue(watch, nowMs)).map(({ wanted, watch }) => ({ piece: wanted.piece, again: watch.kickedAtMs !== null }))
  const gone = watched.filter(({ wanted, watch }) => isGone(wanted, watch, facts.peers, nowMs)).map(({ wanted }) => wanted.piece)
  const kicked = new Set(kicks.map(({ piece }) => piece))
  return {
    kicks,
    gone: new Set(gone),
    state: new Map(watched.map(({ wanted: { piece }, watch }) => [piece, kicked.has(piece) ? { ...watch, kickedAtMs: nowMs } : watch])),
  }
}

/** Why a waiting read has nothing under way; null when there is no good reason. */
export type Excuse = 'noPeers' | 'nobodyHas' | 'peersChoke' | 'disk' | 'checking'

export function excuseOf({ peers, diskStopped }: Pick<WatchFacts, 'peers' | 'diskStopped'>, { checking, claims }: Pick<WantedPiece, 'checking' | 'claims'>): Excuse | null {
  if (diskStopped) return 'disk'
  if (checking) return 'checking'
  if (peers === 0) return 'noPeers'
  if (claims.length === 0) return 'nobodyHas'
  return claims.every(({ chokes }) => chokes) ? 'peersChoke' : null
}

function observe(before: PieceWatch | undefined, wanted: WantedPiece, facts: WatchFacts, nowMs: number): PieceWatch {
  const { read, receivedBlocks, claims } = wanted
  const moved = before?.receivedBlocks !== receivedBlocks
  const broken = read !== null && !read.asked && excuseOf(facts, wanted) === null
  const absent = facts.peers > 0 && claims.length === 0
  return {
    receivedBlocks,
    stuckSinceMs: moved ? nowMs : before.stuckSinceMs,
    absentSinceMs: absent ? (before?.absentSinceMs ?? nowMs) : null,
    brokenSinceMs: broken ? (before?.brokenSinceMs ?? nowMs) : null,
    kickedAtMs: broken ? (before?.kickedAtMs ?? null) : null,
  }
}

function isKickDue({ brokenSinceMs, kickedAtMs }: PieceWatch, nowMs: number): boolean {
  return brokenSinceMs !== null && nowMs - (kickedAtMs ?? brokenSinceMs) >= BROKEN_MS
}

function isGone({ checking, claims }: WantedPiece, { absentSinceMs, stuckSinceMs }: PieceWatch, peers: number, nowMs: number): boolean {
  if (peers === 0 || checking) return false
  if (absentSinceMs !== null && nowMs - absentSinceMs >= GRACE_MS) return true
  const stuck = nowMs - stuckSinceMs >= STUCK_MS
  return stuck && claims.every(({ chokes, unansweredMs }) => !chokes && unansweredMs !== null && unansweredMs >= GRACE_MS)
}
