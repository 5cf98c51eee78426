import { pickBlocks } from './pick-blocks.ts'
import type { BlockRequest, BlockWork, Holder, PartialPiece, PeerFacts, WantedRange } from './pick-blocks.ts'
import type { Geometry } from './blocks.ts'

/**
 * What pickBlocks was told in one round, as plain data: every question it asked with the answer it got, and no more, so that
 * a round of a torrent of any size is a line of a trace. The same questions asked of the record give the same requests.
 */
export interface PickRecord {
  readonly nowMs: number
  readonly geometry: Geometry
  /** As far as they were looked at; JSON has no Infinity, so "no hurry" is null. */
  readonly ranges: readonly (Omit<WantedRange, 'deadlineMs'> & { readonly deadlineMs: number | null })[]
  readonly nextMissing: readonly (readonly [piece: number, next: number])[]
  readonly partials: readonly (readonly [piece: number, partial: RecordedPiece | null])[]
  readonly fillOrder: readonly number[]
  readonly repeatsLeft: number
  readonly warmLeft: number
  readonly peers: readonly RecordedPeer[]
}

interface RecordedPiece {
  /** One character a block: `#` here, `.` not. */
  readonly received: string
  readonly holders: readonly (readonly [block: number, holders: readonly Holder[]])[]
  readonly openBlocks: number
}

interface RecordedPeer extends Omit<PeerFacts, 'has' | 'allows'> {
  readonly has: readonly (readonly [piece: number, has: boolean])[]
  readonly allows: readonly (readonly [piece: number, allows: boolean])[]
}

/** A round of pickBlocks and the record of it. */
export function recordPick(ranges: Iterable<WantedRange>, work: BlockWork, peers: readonly PeerFacts[], nowMs: number): { readonly requests: readonly BlockRequest[]; readonly record: PickRecord } {
  const looked: WantedRange[] = []
  const nextMissing = new Map<number, number>()
  const partials = new Map<number, RecordedPiece | null>()
  let fillOrder: readonly number[] = []
  const heard = peers.map((peer) => ({ peer, has: new Map<number, boolean>(), allows: new Map<number, boolean>() }))
  function* noted() {
    for (const range of ranges) {
      looked.push(range)
      yield range
    }
  }
  const asked: BlockWork = {
    geometry: work.geometry,
    repeatsLeft: work.repeatsLeft,
    warmLeft: work.warmLeft,
    nextMissing: (piece) => note(nextMissing, piece, work.nextMissing(piece)),
    partial: (piece) => {
      const partial = work.partial(piece)
      partials.set(piece, partial && writePiece(partial))
      return partial
    },
    get fillOrder() { return (fillOrder = work.fillOrder) },
  }
  const facts = heard.map(({ peer, has, allows }) => ({ ...peer, has: (piece: number) => note(has, piece, peer.has(piece)), allows: (piece: number) => note(allows, piece, peer.allows(piece)) }))
  const requests = pickBlocks(noted(), asked, facts, nowMs)
  return {
    requests,
    record: {
      nowMs, geometry: work.geometry, repeatsLeft: asked.repeatsLeft, warmLeft: asked.warmLeft, fillOrder,
      ranges: looked.map((range) => ({ ...range, deadlineMs: range.deadlineMs === Infinity ? null : range.deadlineMs })),
      nextMissing: [...nextMissing],
      partials: [...partials],
      peers: heard.map(({ peer, has, allows }) => ({ ...peer, has: [...has], allows: [...allows] })),
    },
  }
}

/** What pickBlocks asks for today when it is told what it was told then. A question that was not asked then is answered with no. */
export function replayPick(record: PickRecord): readonly BlockRequest[] {
  const { nowMs, geometry, fillOrder, repeatsLeft, warmLeft } = record
  const nextMissing = new Map(record.nextMissing)
  const partials = new Map(record.partials.map(([piece, partial]) => [piece, partial && readPiece(partial)]))
  const peers = record.peers.map((peer): PeerFacts => {
    const [has, allows] = [new Map(peer.has), new Map(peer.allows)]
    return { ...peer, has: (piece) => has.get(piece) ?? false, allows: (piece) => allows.get(piece) ?? false }
  })
  const work: BlockWork = {
    geometry, fillOrder, repeatsLeft, warmLeft,
    nextMissing: (piece) => nextMissing.get(piece) ?? Infinity,
    partial: (piece) => partials.get(piece) ?? null,
  }
  return pickBlocks(record.ranges.map((range) => ({ ...range, deadlineMs: range.deadlineMs ?? Infinity })), work, peers, nowMs)
}

function note<T>(answers: Map<number, T>, piece: number, answer: T): T {
  answers.set(piece, answer)
  return answer
}

function writePiece({ received, holders, openBlocks }: PartialPiece): RecordedPiece {
  const held: [number, readonly Holder[]][] = []
  for (const [block, list] of holders.entries()) if (list && list.length > 0) held.push([block, [...list]])
  return { received: Array.from(received, (here) => (here === 1 ? '#' : '.')).join(''), holders: held, openBlocks }
}

function readPiece({ received, holders, openBlocks }: RecordedPiece): PartialPiece {
  const lists: (readonly Holder[] | undefined)[] = Array.from(received, () => undefined)
  for (const [block, list] of holders) lists[block] = list
  return { received: Uint8Array.from(received, (char) => (char === '#' ? 1 : 0)), holders: lists, openBlocks }
}
