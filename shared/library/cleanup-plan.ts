import type { InfoHash } from '../ids.ts'

/** What becomes of a film's data once nobody watches it: stays, goes after a while, goes when the program ends. */
export const AFTER_WATCHING = ['keep', 'idle', 'exit'] as const
export type AfterWatching = (typeof AFTER_WATCHING)[number]

/** A torrent as its clean-up sees it. */
export interface CleanupTorrent {
  readonly infoHash: InfoHash
  /** When somebody last had a use for it, on the clock of `nowMs`. */
  readonly lastUsedMs: number
  /** A stream or a request reads it. */
  readonly playing: boolean
  readonly casting: boolean
  /** The person wants it to stay. */
  readonly kept: boolean
}

/** What is removed because nobody used it for `idleMs` milliseconds; 0 = nothing ever. */
export function planIdleRemoval(torrents: readonly CleanupTorrent[], nowMs: number, idleMs: number): readonly InfoHash[] {
  return idleMs <= 0 ? [] : torrents.filter((torrent) => isRemovable(torrent) && nowMs - torrent.lastUsedMs >= idleMs).map(({ infoHash }) => infoHash)
}

/** What is removed when the person says so. */
export function planClearing(torrents: readonly CleanupTorrent[]): readonly InfoHash[] {
  return torrents.filter(isRemovable).map(({ infoHash }) => infoHash)
}

/**
 * The torrent that is closed so that another one can be opened: of those nobody uses the one not used for longest, null
 * when all are in use. One that is kept comes last: it loses nothing, but has to be opened again.
 */
export function chooseRoom(torrents: readonly CleanupTorrent[]): InfoHash | null {
  const idle = torrents.filter((torrent) => !isInUse(torrent))
  return idle.toSorted((a, b) => Number(a.kept) - Number(b.kept) || a.lastUsedMs - b.lastUsedMs)[0]?.infoHash ?? null
}

/** True for what neither plays nor is kept. */
export function isRemovable(torrent: CleanupTorrent): boolean {
  return !torrent.kept && !isInUse(torrent)
}

function isInUse({ playing, casting }: CleanupTorrent): boolean {
  return playing || casting
}
