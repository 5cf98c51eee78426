import { createHash } from 'node:crypto'
import type { BanList } from './guards/ban-list.ts'

/** Tells the ban list how each finished piece turned out, and whom to keep away from a piece that failed before. */
export interface PieceJudge {
  /** Returns the hosts banned by this piece. `blocks`: who sent what. */
  finish(piece: number, good: boolean, blocks: readonly JudgedBlock[]): ReadonlySet<string>
  /** True when the host had a part in a failed copy of the piece. */
  suspects(piece: number, host: string): boolean
}

export interface JudgedBlock {
  readonly host: string
  readonly offsetBytes: number
  readonly bytes: Uint8Array
}

/** Failed this often from whomever: the suspects are asked again, because nobody else has it. */
const FAILURES_BEFORE_ALL = 2

export function createPieceJudge(bans: BanList): PieceJudge {
  const failures = new Map<number, number>()
  return {
    finish: (piece, good, blocks) => {
      if (good && !failures.has(piece)) return new Set(bans.reportGoodPiece(piece, onePerHost(blocks)))
      const digested = blocks.map(({ host, offsetBytes, bytes }) => ({ host, offsetBytes, digest: createHash('sha1').update(bytes).digest('base64') }))
      if (good) {
        failures.delete(piece)
        return new Set(bans.reportGoodPiece(piece, digested))
      }
      failures.set(piece, (failures.get(piece) ?? 0) + 1)
      return new Set(bans.reportBadPiece(piece, digested))
    },
    suspects: (piece, host) => {
      const times = failures.get(piece) ?? 0
      return times > 0 && times < FAILURES_BEFORE_ALL && bans.suspects(piece).has(host)
    },
  }
}

/** A piece nobody suspected needs no digests: its senders are merely noted as honest. */
function onePerHost(blocks: readonly JudgedBlock[]): { host: string; offsetBytes: number; digest: string }[] {
  return [...new Set(blocks.map(({ host }) => host))].map((host) => ({ host, offsetBytes: 0, digest: '' }))
}
