import type { InfoHash } from '../../shared/ids.ts'
import type { HandlersOf } from '../../shared/ipc/contract.ts'
import { chooseRoom, isRemovable, planClearing, planIdleRemoval } from '../../shared/library/cleanup-plan.ts'
import type { CleanupTorrent } from '../../shared/library/cleanup-plan.ts'
import { createKeptSet } from '../../shared/library/kept-set.ts'
import type { Log } from '../../shared/log.ts'
import type { DiskBudget } from './engine/disk-budget.ts'
import { errnoOf } from './errno.ts'
import { createLeftBehind } from './left-behind.ts'
import type { RunFolder } from './run-folder.ts'

/**
 * Removes what nobody uses any more, and knows what is to stay. The decisions are in shared/library/cleanup-plan.ts.
 * Invariant: nothing that is kept is marked as removable on disk.
 */
export interface CleanUp {
  /** True for what is to be there at the next start. */
  readonly isKept: (infoHash: InfoHash) => boolean
  /** A torrent is opened; `wasKept`: an earlier run kept it, and it stays so until somebody lets it go. */
  readonly noteOpened: (infoHash: InfoHash, wasKept: boolean) => void
  /** Notes what is in use at this moment; to be called often. */
  readonly noteUse: () => void
  /** Somebody asks for something of it, however short the answer. */
  readonly noteAsked: (infoHash: InfoHash) => void
  /** The torrent that should make room for a new one; null when all are in use. */
  readonly makeRoom: () => InfoHash | null
  /** A torrent was closed: its data goes unless it is kept. */
  readonly release: (infoHash: InfoHash) => void
  readonly handlers: Pick<HandlersOf<'media', AbortSignal>, 'media.keepTorrent' | 'media.setCleanup' | 'media.measureData' | 'media.clearNow'>
  readonly close: () => void
}

export interface CleanUpWorld {
  readonly openTorrents: () => readonly InfoHash[]
  readonly isPlaying: (infoHash: InfoHash) => boolean
  readonly isCasting: (infoHash: InfoHash) => boolean
  /** Closes a torrent; `release` follows. False when it is not open. */
  readonly closeTorrent: (infoHash: InfoHash) => Promise<boolean>
  /** What is neither open nor kept counts there. */
  readonly budget: Pick<DiskBudget, 'join'>
  readonly folder: () => Pick<RunFolder, 'markTorrent' | 'removeTorrent' | 'isAstray' | 'listTorrents' | 'measure'>
  /** Monotonic. */
  readonly clock: () => number
  /** Time without use after which a torrent goes; 0 = never. */
  readonly idleMs: number
  /** Time without use after which what is kept moves to its place. */
  readonly settleMs: number
  readonly log: Log
}

/** Somebody who closes a film to open the next one of the same torrent is back sooner. */
export const SETTLE_MS = 60_000

/** Idle torrents are looked for this often at most, and this often at least when the interval is shorter. */
const CHECK_MS = { most: 30_000, least: 500 } as const

export function createCleanUp(world: CleanUpWorld): CleanUp {
  const { clock, log } = world
  const lastUsed = new Map<InfoHash, number>()
  const kept = createKeptSet()
  const releases = new Set<Promise<void>>()

  const facts = (infoHash: InfoHash): CleanupTorrent =>
    ({ infoHash, lastUsedMs: lastUsed.get(infoHash) ?? clock(), playing: world.isPlaying(infoHash), casting: world.isCasting(infoHash), kept: kept.has(infoHash) })
  const open = () => world.openTorrents().map(facts)

  const noteUse = () => {
    for (const { infoHash, playing, casting } of open()) if (playing || casting || !lastUsed.has(infoHash)) lastUsed.set(infoHash, clock())
  }
  const remove = (infoHash: InfoHash) => {
    const done = world.folder().removeTorrent(infoHash).catch((error: unknown) => { log('storage', 'notRemoved', { code: errnoOf(error) }) })
    releases.add(done)
    void done.finally(() => { releases.delete(done) })
    return done
  }
  const leftBehind = createLeftBehind({ budget: world.budget, measure: () => world.folder().measure(), remove, clock })
  /** What is neither open nor kept is left behind. */
  const noteLeft = async (infoHash: InfoHash) => {
    if (kept.has(infoHash) || world.openTorrents().includes(infoHash)) leftBehind.drop(infoHash)
    else await leftBehind.add(infoHash)
  }
  const removeIdle = () => {
    if (kept.afterWatching() === 'idle') for (const infoHash of leftBehind.olderThan(world.idleMs)) {
      leftBehind.drop(infoHash)
      void remove(infoHash)
    }
    for (const infoHash of planIdleRemoval(open(), clock(), kept.afterWatching() === 'idle' ? world.idleMs : 0)) {
      log('engine', 'idleRemoved', { idleMs: Math.round(clock() - (lastUsed.get(infoHash) ?? clock())) })
      void world.closeTorrent(infoHash)
    }
  }
  const timer = world.idleMs > 0 ? setInterval(removeIdle, Math.min(CHECK_MS.most, Math.max(CHECK_MS.least, world.idleMs / 4))) : null

  /** What is kept moves while the program runs: at its end there is no time for a copy to another disk. For that it is closed. */
  const settleKept = async () => {
    for (const { infoHash, playing, casting, kept: stays, lastUsedMs } of open()) {
      if (!stays || playing || casting || clock() - lastUsedMs < world.settleMs || !(await world.folder().isAstray(infoHash))) continue
      if (world.isPlaying(infoHash) || world.isCasting(infoHash)) continue // since then
      log('storage', 'keptMoves', {})
      await world.closeTorrent(infoHash)
    }
  }
  let settling: Promise<void> | null = null
  const settleTimer = setInterval(() => { settling ??= settleKept().catch((error: unknown) => { log('storage', 'notMoved', { code: errnoOf(error) }) }).finally(() => { settling = null }) }, Math.min(CHECK_MS.most, Math.max(CHECK_MS.least, world.settleMs / 4)))

  /** What is on disk and how the clean-up sees it; torrents nobody opened in this run have no sessions. */
  const measure = async () => (await world.folder().measure()).map(({ bytes, kept: stays, infoHash }) => ({ bytes, torrent: { ...facts(infoHash), kept: stays || kept.has(infoHash) } }))
  const sum = (list: readonly { readonly bytes: number }[]) => list.reduce((total, { bytes }) => total + bytes, 0)

  const clearNow = async () => {
    const before = await measure()
    const removable = new Set(planClearing(before.map(({ torrent }) => torrent)))
    // Somebody may begin to watch one while the others go.
    for (const infoHash of removable) {
      if (!isRemovable(facts(infoHash)) || await world.closeTorrent(infoHash)) continue
      leftBehind.drop(infoHash)
      await remove(infoHash)
    }
    await Promise.all(releases)
    const left = sum((await measure()).filter(({ torrent }) => removable.has(torrent.infoHash)))
    return { freedBytes: Math.max(0, sum(before.filter(({ torrent }) => removable.has(torrent.infoHash))) - left) }
  }

  return {
    noteUse,
    noteAsked: (infoHash) => { if (world.openTorrents().includes(infoHash)) lastUsed.set(infoHash, clock()) },
    isKept: kept.has,
    noteOpened: (infoHash, wasKept) => {
      leftBehind.drop(infoHash)
      if (wasKept) kept.noteFound(infoHash)
    },
    makeRoom: () => chooseRoom(open()),
    release: (infoHash) => {
      lastUsed.delete(infoHash)
      kept.forget(infoHash)
      void remove(infoHash)
    },
    handlers: {
      'media.keepTorrent': async ({ infoHash, kept: stays }) => {
        if (stays) kept.keep(infoHash)
        else kept.letGo(infoHash)
        lastUsed.set(infoHash, clock())
        await world.folder().markTorrent(infoHash, stays)
        await noteLeft(infoHash)
        return {}
      },
      'media.setCleanup': async (wish) => {
        const here = await world.folder().listTorrents()
        const before = new Set(here.filter(kept.has))
        kept.setWish(wish)
        // What was kept without a word of ours (by an earlier run, by the command line) stays so.
        for (const infoHash of here) {
          if (!before.has(infoHash) && !kept.has(infoHash)) continue
          await world.folder().markTorrent(infoHash, kept.has(infoHash))
          await noteLeft(infoHash)
        }
        return {}
      },
      'media.measureData': async () => {
        const all = await measure()
        return {
          removableBytes: sum(all.filter(({ torrent }) => isRemovable(torrent))),
          inUseBytes: sum(all.filter(({ torrent }) => !torrent.kept && (torrent.playing || torrent.casting))),
          keptBytes: sum(all.filter(({ torrent }) => torrent.kept)),
        }
      },
      'media.clearNow': clearNow,
    },
    close: () => {
      if (timer) clearInterval(timer)
      clearInterval(settleTimer)
      leftBehind.close()
    },
  }
}
