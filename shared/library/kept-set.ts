import type { InfoHash } from '../ids.ts'
import type { AfterWatching } from './cleanup-plan.ts'

/** Which torrents the person keeps: by name, by what an earlier run kept, or all of them by the setting, except those let go since. */
export interface KeptSet {
  readonly has: (infoHash: InfoHash) => boolean
  readonly afterWatching: () => AfterWatching
  keep(infoHash: InfoHash): void
  letGo(infoHash: InfoHash): void
  /** A run before this one kept it, whatever this one knows of it; nothing for one that was let go. */
  noteFound(infoHash: InfoHash): void
  /** It was closed: what was said of it while it was open is over. */
  forget(infoHash: InfoHash): void
  /** All that is kept by name, and the setting. */
  setWish(wish: { readonly kept: readonly InfoHash[]; readonly afterWatching: AfterWatching }): void
}

export function createKeptSet(): KeptSet {
  let named: ReadonlySet<InfoHash> = new Set()
  const found = new Set<InfoHash>()
  /** Since they were opened, whatever the setting says. */
  const gone = new Set<InfoHash>()
  let afterWatching: AfterWatching = 'idle'
  return {
    has: (infoHash) => named.has(infoHash) || found.has(infoHash) || (afterWatching === 'keep' && !gone.has(infoHash)),
    afterWatching: () => afterWatching,
    keep: (infoHash) => {
      named = new Set([...named, infoHash])
      gone.delete(infoHash)
    },
    letGo: (infoHash) => {
      named = new Set([...named].filter((each) => each !== infoHash))
      gone.add(infoHash)
      found.delete(infoHash)
    },
    noteFound: (infoHash) => { if (!gone.has(infoHash)) found.add(infoHash) },
    forget: (infoHash) => {
      gone.delete(infoHash)
      found.delete(infoHash)
    },
    setWish: (wish) => {
      named = new Set(wish.kept)
      afterWatching = wish.afterWatching
    },
  }
}
