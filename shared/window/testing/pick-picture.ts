import { BLOCK_BYTES, blockCount } from '../blocks.ts'
import { pickBlocks } from '../pick-blocks.ts'
import type { BlockRequest, BlockWork, Holder, PartialPiece, PeerFacts, WantedRange } from '../pick-blocks.ts'

/**
 * A round of requests in few words. Pieces are groups of blocks, one character a block: `.` nobody was asked, `#` here,
 * a letter = that peer was asked and is due in 100 ms, a capital = it is overdue. Blocks are numbered through all pieces.
 */
export interface Round {
  /** `..#. a..B ....`; all pieces but the last have the same number of blocks. */
  readonly blocks: string
  readonly wants: readonly Want[]
  readonly peers: Readonly<Record<string, PeerWish>>
  /** Pieces for the fill tier; all missing ones in order unless given. */
  readonly fillOrder?: readonly number[]
  /** 100 when left out. */
  readonly repeatsLeft?: number
  /** 0 when left out. */
  readonly warmLeft?: number
}

/** Blocks from..to (half-open) of a tier. */
export type Want = readonly [tier: WantedRange['tier'], from: number, to: number, deadlineMs: number]

export interface PeerWish {
  readonly etaMs?: number
  /** For each further block; 10 when left out. */
  readonly msPerBlock?: number
  readonly free?: number
  readonly slow?: boolean
  readonly proven?: boolean
  readonly span?: number
  /** One character a piece, `#` = it has it; everything unless given. */
  readonly has?: string
  /** Pieces it lets us ask for; all unless given. */
  readonly allows?: readonly number[]
}

export const NOW_MS = 50_000
/** A further block behind others on the same peer. */
const MS_PER_BLOCK = 10

/** Requests as `peer:block`, or `peer:block+count` for several blocks in one; in the order of sending. */
export function pickPicture(round: Round): string {
  const perPiece = blocksOf(round)[0]?.length ?? 1
  return requestsOf(round).map(({ peer, piece, block, count }) => `${nameOf(round, peer)}:${String(piece * perPiece + block)}${count > 1 ? `+${String(count)}` : ''}`).join(' ')
}

/** The same as pickBlocks returns it. Peers are numbered from 1 in the order in which they are named. */
export function requestsOf(round: Round): BlockRequest[] {
  const { ranges, work, peers } = partsOf(round)
  return pickBlocks(ranges, work, peers, NOW_MS)
}

/** What pickBlocks is told. */
export function partsOf(round: Round): { readonly ranges: readonly WantedRange[]; readonly work: BlockWork; readonly peers: readonly PeerFacts[] } {
  const ranges = round.wants.map(([tier, from, to, deadlineMs]) => ({ tier, deadlineMs, begin: from * BLOCK_BYTES, end: to * BLOCK_BYTES }))
  return { ranges, work: workOf(round), peers: peersOf(round) }
}

function blocksOf({ blocks }: Round): string[] {
  return blocks.split(' ')
}

function workOf(round: Round): BlockWork {
  const pieces = blocksOf(round)
  const perPiece = pieces[0]?.length ?? 1
  const geometry = { pieceLengthBytes: perPiece * BLOCK_BYTES, lengthBytes: pieces.join('').length * BLOCK_BYTES }
  const missing = pieces.flatMap((blocks, piece) => (/^#+$/.test(blocks) ? [] : [piece]))
  return {
    geometry,
    nextMissing: (piece) => missing.find((each) => each >= piece) ?? pieces.length,
    partial: (piece) => partialOf(pieces[piece] ?? '', blockCount(geometry, piece), round),
    fillOrder: round.fillOrder ?? missing,
    repeatsLeft: round.repeatsLeft ?? 100,
    warmLeft: round.warmLeft ?? 0,
  }
}

function partialOf(blocks: string, count: number, round: Round): PartialPiece | null {
  if (/^(\.*|#*)$/.test(blocks)) return null
  const holders = Array.from({ length: count }, (_, i) => holdersOf(blocks[i] ?? '.', round))
  return { received: Uint8Array.from(blocks, (letter) => (letter === '#' ? 1 : 0)), holders, openBlocks: [...blocks].filter((letter) => letter === '.').length }
}

function holdersOf(letter: string, round: Round): Holder[] | undefined {
  if (letter === '.' || letter === '#') return undefined
  if (letter === '*') return Object.keys(round.peers).map((name) => ({ peer: idOf(round, name), dueAtMs: NOW_MS - 50 }))
  const overdue = letter !== letter.toLowerCase()
  return [{ peer: idOf(round, letter.toLowerCase()), dueAtMs: NOW_MS + (overdue ? -500 : 100) }]
}

function peersOf({ peers }: Round): PeerFacts[] {
  return Object.values(peers).map((wish, i) => ({
    id: i + 1,
    has: (piece) => wish.has === undefined || wish.has[piece] === '#',
    allows: (piece) => wish.allows === undefined || wish.allows.includes(piece),
    free: wish.free ?? 2,
    nextMs: wish.etaMs ?? 100,
    perBlockMs: wish.msPerBlock ?? MS_PER_BLOCK,
    slow: wish.slow ?? false,
    proven: wish.proven ?? true,
    span: wish.span ?? 1,
  }))
}

function idOf({ peers }: Round, name: string): number {
  return Object.keys(peers).indexOf(name) + 1
}

function nameOf({ peers }: Round, id: number): string {
  return Object.keys(peers)[id - 1] ?? '?'
}
