import type { InfoHash } from '../../shared/ids.ts'
import type { DiskBudget } from './engine/disk-budget.ts'
import type { TorrentOnDisk } from './measure-torrents.ts'

/**
 * Data of torrents that are not open and not kept any more: it counts, is the first to go when something needs the room,
 * and goes by itself after a while. Invariant: what is open or kept is not here.
 */
export interface LeftBehind {
  add(infoHash: InfoHash): Promise<void>
  /** It is opened, kept or gone. */
  drop(infoHash: InfoHash): void
  /** Those that have been here for so long. */
  olderThan(idleMs: number): readonly InfoHash[]
  close(): void
}

export interface LeftBehindWorld {
  readonly budget: Pick<DiskBudget, 'join'>
  readonly measure: () => Promise<readonly TorrentOnDisk[]>
  readonly remove: (infoHash: InfoHash) => Promise<void>
  /** Monotonic. */
  readonly clock: () => number
}

/** All of it goes at once. */
const WHOLE = 0

export function createLeftBehind({ budget, measure, remove, clock }: LeftBehindWorld): LeftBehind {
  const here = new Map<InfoHash, { readonly sinceMs: number; readonly leave: () => void }>()
  /** Named while its size was being read: it may be opened meanwhile. */
  const coming = new Set<InfoHash>()

  const drop = (infoHash: InfoHash) => {
    coming.delete(infoHash)
    here.get(infoHash)?.leave()
    here.delete(infoHash)
  }

  return {
    drop,
    add: async (infoHash) => {
      if (here.has(infoHash)) return
      coming.add(infoHash)
      const bytes = (await measure()).filter((each) => each.infoHash === infoHash).reduce((sum, each) => sum + each.bytes, 0)
      if (!coming.delete(infoHash) || bytes === 0) return
      const sinceMs = clock()
      const seat = budget.join({
        chunkBytes: bytes, stored: new Set([WHOLE]), isKept: () => false, busy: () => new Set(), onRoom: () => undefined,
        demand: () => ({ chunks: 0, idleMs: Math.max(1, clock() - sinceMs), starts: [], must: [], hold: [] }),
        giveBack: async () => {
          if (!here.has(infoHash)) return false
          drop(infoHash)
          await remove(infoHash)
          return true
        },
      })
      here.set(infoHash, { sinceMs, leave: seat.leave })
      seat.recount()
    },
    olderThan: (idleMs) => [...here].filter(([, { sinceMs }]) => clock() - sinceMs >= idleMs).map(([infoHash]) => infoHash),
    close: () => { for (const infoHash of [...here.keys()]) drop(infoHash) },
  }
}
