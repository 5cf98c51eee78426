import { canonicalHost } from '../../../../shared/torrent/address.ts'

/**
 * Which peers sent bad blocks; pure bookkeeping by host, so that a peer that comes back from another port stays out. A piece that failed says only
 * that one of its contributors lied. Who it was shows when the piece is right at last: whoever sent other bytes for a block. A peer that sent a whole
 * bad piece alone is known at once; so the engine fetches a piece that failed from one peer only (see suspects).
 */
export interface BanList {
  /** A piece failed its hash. Returns the hosts banned by that: the only contributor, or the only one among honest others that never was. */
  reportBadPiece(piece: number, blocks: readonly BlockFrom[]): readonly string[]
  /** A piece is right; `blocks` as for the bad one. Returns the hosts banned by that: those who had sent other bytes before. */
  reportGoodPiece(piece: number, blocks: readonly BlockFrom[]): readonly string[]
  /** Hosts that took part in failed attempts at the piece; empty when there was none. Fetch the piece from one peer, best from none of these. */
  suspects(piece: number): ReadonlySet<string>
  isBanned(host: string): boolean
  banned(): readonly string[]
}

/** One block of a finished piece. */
export interface BlockFrom {
  readonly host: string
  /** First byte within the piece. */
  readonly offsetBytes: number
  /** Any digest of the block's bytes; equal bytes, equal digest. */
  readonly digest: string
}

/** Failed pieces a peer may have a share in, with none but honest others and without a single good one of its own. */
const MAX_SUSPICIONS = 3
/** Failed pieces whose blocks are remembered; the oldest goes first. A piece of 16 MiB has 1024 blocks. */
const MAX_REMEMBERED = 64

export function createBanList(): BanList {
  const bannedHosts = new Set<string>()
  const suspicions = new Map<string, number>()
  const trusted = new Set<string>()
  const failed = new Map<number, Map<string, Set<string>>>()

  const ban = (hosts: Iterable<string>) => [...hosts].filter((host) => {
    const isNew = !bannedHosts.has(host)
    bannedHosts.add(host)
    return isNew
  })

  return {
    reportBadPiece(piece, blocks) {
      const hosts = hostsOf(blocks)
      remember(failed, piece, blocks)
      for (const host of hosts) suspicions.set(host, (suspicions.get(host) ?? 0) + 1)
      const strangers = [...hosts].filter((host) => !trusted.has(host))
      if (hosts.size === 1) return ban(hosts)
      // Among peers that have all been honest so far, one that never was: after a few times it is no coincidence. While
      // nobody has been honest yet, a liar spoils every piece under way, and the innocent are in all of them.
      return strangers.length === 1 ? ban(strangers.filter((host) => (suspicions.get(host) ?? 0) >= MAX_SUSPICIONS)) : []
    },
    reportGoodPiece(piece, blocks) {
      const liars = findLiars(failed.get(piece), blocks)
      failed.delete(piece)
      for (const host of hostsOf(blocks)) trusted.add(host)
      return ban(liars)
    },
    suspects: (piece) => new Set(failed.get(piece)?.keys()),
    isBanned: (host) => bannedHosts.has(canonicalHost(host)),
    banned: () => [...bannedHosts],
  }
}

function hostsOf(blocks: readonly BlockFrom[]): Set<string> {
  return new Set(blocks.map(({ host }) => canonicalHost(host)))
}

const keyOf = ({ offsetBytes, digest }: BlockFrom) => `${String(offsetBytes)}:${digest}`

function remember(failed: Map<number, Map<string, Set<string>>>, piece: number, blocks: readonly BlockFrom[]): void {
  const byHost = failed.get(piece) ?? new Map<string, Set<string>>()
  for (const block of blocks) {
    const host = canonicalHost(block.host)
    byHost.set(host, (byHost.get(host) ?? new Set()).add(keyOf(block)))
  }
  failed.delete(piece)
  failed.set(piece, byHost)
  const [oldest] = failed.keys()
  if (failed.size > MAX_REMEMBERED && oldest !== undefined) failed.delete(oldest)
}

/** Those of whose earlier blocks at least one is not among the right ones. */
function findLiars(earlier: ReadonlyMap<string, ReadonlySet<string>> | undefined, right: readonly BlockFrom[]): string[] {
  const rightKeys = new Set(right.map(keyOf))
  return [...(earlier ?? [])].filter(([, keys]) => [...keys].some((key) => !rightKeys.has(key))).map(([host]) => host)
}
