import { createHash } from 'node:crypto'
import { canonicalHost } from '../../../shared/torrent/address.ts'
import type { BanList } from './guards/ban-list.ts'

/** Tells the ban list how each finished piece turned out, and says who may be asked for a piece that failed before. */
export interface PieceJudge {
  /** Returns the hosts banned by this piece. `blocks`: who sent what. */
  finish(piece: number, good: boolean, blocks: readonly JudgedBlock[]): ReadonlySet<string>
  /**
   * Anybody for a piece that never failed. One that failed is asked of hosts that had no part in it; when none of them is
   * quick enough, of the fastest suspect alone, so that its hash clears or convicts that one.
   */
  mayServe(piece: number, host: string, holders: () => readonly PieceHolder[]): boolean
  /** Lets a piece be asked of anybody until it is finished once more: waiting for the innocent led to nothing. */
  lift(piece: number): void
}

/** A connected peer that has the piece. */
export interface PieceHolder {
  readonly host: string
  readonly rateBytesPerSec: number
  /** How long its open requests have gone unanswered. */
  readonly silentMs: number
}

export interface JudgedBlock {
  readonly host: string
  readonly offsetBytes: number
  readonly bytes: Uint8Array
}

/** A holder this long without an answer is not waited for: another suspect is asked alone. */
const SILENT_MS = 2500
/** An innocent host slower than this share of the fastest is not waited for: a piece would take it a minute. */
const SLOW_SHARE = 0.25

export function createPieceJudge(bans: BanList): PieceJudge {
  const failures = new Map<number, number>()
  const lifted = new Set<number>()
  return {
    finish: (piece, good, blocks) => {
      lifted.delete(piece)
      if (good && !failures.has(piece)) return new Set(bans.reportGoodPiece(piece, onePerHost(blocks)))
      const digested = blocks.map(({ host, offsetBytes, bytes }) => ({ host, offsetBytes, digest: createHash('sha1').update(bytes).digest('base64') }))
      if (good) {
        failures.delete(piece)
        return new Set(bans.reportGoodPiece(piece, digested))
      }
      failures.set(piece, (failures.get(piece) ?? 0) + 1)
      return new Set(bans.reportBadPiece(piece, digested))
    },
    mayServe: (piece, host, holders) => {
      if (!failures.has(piece) || lifted.has(piece)) return true
      const suspects = bans.suspects(piece)
      if (!suspects.has(canonicalHost(host))) return true
      const answering = holders().filter((holder) => holder.silentMs < SILENT_MS && !bans.isBanned(holder.host))
      const [first, ...others] = answering
      const fastest = others.reduce((best, other) => (other.rateBytesPerSec > (best?.rateBytesPerSec ?? 0) ? other : best), first)
      const quickEnough = SLOW_SHARE * (fastest?.rateBytesPerSec ?? 0)
      if (answering.some((holder) => !suspects.has(canonicalHost(holder.host)) && holder.rateBytesPerSec >= quickEnough)) return false
      return fastest === undefined || canonicalHost(fastest.host) === canonicalHost(host)
    },
    lift: (piece) => { if (failures.has(piece)) lifted.add(piece) },
  }
}

/** A piece nobody suspected needs no digests: its senders are merely noted as honest. */
function onePerHost(blocks: readonly JudgedBlock[]): { host: string; offsetBytes: number; digest: string }[] {
  return [...new Set(blocks.map(({ host }) => host))].map((host) => ({ host, offsetBytes: 0, digest: '' }))
}
