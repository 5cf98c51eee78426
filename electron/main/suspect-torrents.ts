import type { InfoHash } from '../../shared/ids.ts'
import type { EventName, EventValue } from '../../shared/ipc/contract.ts'
import { isSuspect } from '../../shared/ipc/host-health.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'

/** Remembers which torrents were open at each crash of the media host, across its restarts. */
export interface SuspectTorrents {
  /** Every event of the host, in order. */
  see<N extends EventName>(name: N, value: EventValue<N>): void
  /** The host has crashed. Returns the torrents that came under suspicion by that, as they stood, each with what is to be told. */
  noteCrash(nowMs: number): readonly TorrentSnapshot[]
  /** Left closed until cleared. */
  list(): readonly InfoHash[]
  /** The person wants it opened once more: a link that does so; null when it was not suspected. */
  clear(infoHash: InfoHash): string | null
}

interface OpenTorrent { readonly snapshot: TorrentSnapshot; readonly crashesMs: readonly number[] }

export function createSuspectTorrents(): SuspectTorrents {
  const open = new Map<InfoHash, OpenTorrent>()
  const suspects = new Map<InfoHash, TorrentSnapshot>()

  const note = (snapshot: TorrentSnapshot) => {
    suspects.delete(snapshot.infoHash)
    open.set(snapshot.infoHash, { snapshot, crashesMs: open.get(snapshot.infoHash)?.crashesMs ?? [] })
  }

  return {
    see: (name, value) => {
      if (isTorrentEvent(name, 'media.torrentChanged', value)) note(value)
      if (isTorrentEvent(name, 'media.torrentRemoved', value)) open.delete(value.infoHash)
    },
    noteCrash: (nowMs) => {
      const found: TorrentSnapshot[] = []
      for (const [infoHash, torrent] of open) {
        const crashesMs = [...torrent.crashesMs, nowMs]
        open.set(infoHash, { ...torrent, crashesMs })
        if (isSuspect(crashesMs, nowMs)) found.push(failed(torrent.snapshot, crashesMs.length))
      }
      for (const snapshot of found) {
        open.delete(snapshot.infoHash)
        suspects.set(snapshot.infoHash, snapshot)
      }
      return found
    },
    list: () => [...suspects.keys()],
    clear: (infoHash) => {
      const magnet = suspects.get(infoHash)?.magnet ?? null
      suspects.delete(infoHash)
      return magnet
    },
  }
}

/** Narrows a value to that of the event it came with. */
function isTorrentEvent<N extends EventName>(name: EventName, wanted: N, value: EventValue<EventName>): value is EventValue<N> {
  return name === wanted && typeof value === 'object'
}

function failed(snapshot: TorrentSnapshot, crashes: number): TorrentSnapshot {
  const message = `the media engine ended ${String(crashes)} times while this torrent was open, so it was left closed; try again to open it once more`
  return { ...snapshot, phase: 'failed', problem: { code: 'torrentSuspect', message, details: { crashes } } }
}
