import type { InfoHash } from '../../../shared/ids.ts'
import type { EventValue } from '../../../shared/ipc/contract.ts'
import type { TorrentProgress, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { EmitMediaEvent, MediaEventName } from '../host-options.ts'

/** What the host's events say about its torrents: the newest of everything, and a way to follow one. */
export interface TorrentWatch {
  /** To be given to the host. */
  readonly emit: EmitMediaEvent
  /** Calls the listener with what is known and with every change, null for the removal; returns how to stop. */
  follow(infoHash: InfoHash, listener: (snapshot: TorrentSnapshot | null) => void): () => void
  /** The newest numbers of every torrent that is here. */
  progress(): readonly TorrentProgress[]
}

export function createTorrentWatch(): TorrentWatch {
  const snapshots = new Map<InfoHash, TorrentSnapshot>()
  const numbers = new Map<InfoHash, TorrentProgress>()
  const followers = new Map<InfoHash, Set<(snapshot: TorrentSnapshot | null) => void>>()
  const tell = (infoHash: InfoHash, snapshot: TorrentSnapshot | null) => { for (const follower of [...(followers.get(infoHash) ?? [])]) follower(snapshot) }

  const onEvent: { readonly [N in MediaEventName]: (value: EventValue<N>) => void } = {
    'media.torrentChanged': (snapshot) => {
      snapshots.set(snapshot.infoHash, snapshot)
      tell(snapshot.infoHash, snapshot)
    },
    'media.torrentProgress': (progress) => { numbers.set(progress.infoHash, progress) },
    'media.torrentRemoved': ({ infoHash }) => {
      snapshots.delete(infoHash)
      numbers.delete(infoHash)
      tell(infoHash, null)
    },
    'media.streamStatus': () => undefined,
    'media.speed': () => undefined,
    'media.streamDetail': () => undefined,
    'media.streamAdvised': () => undefined,
    'media.lookFailed': () => undefined,
    'media.conversionChanged': () => undefined,
    'media.filmMoves': () => undefined,
    'media.devicesChanged': () => undefined,
    'media.castChanged': () => undefined,
    'media.subtitlesChanged': () => undefined,
    'media.chaptersChanged': () => undefined,
    'media.picturesChanged': () => undefined,
  }

  return {
    emit: (name, value) => { onEvent[name](value) },
    follow: (infoHash, follower) => {
      const set = followers.get(infoHash) ?? new Set()
      followers.set(infoHash, set.add(follower))
      const known = snapshots.get(infoHash)
      if (known) follower(known)
      return () => {
        set.delete(follower)
        if (set.size === 0 && followers.get(infoHash) === set) followers.delete(infoHash)
      }
    },
    progress: () => [...numbers.values()],
  }
}
