import type { InfoHash } from '../../shared/ids.ts'
import type { Log } from '../../shared/log.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { SETTLE_MS, createCleanUp } from './clean-up.ts'
import type { CleanUp } from './clean-up.ts'
import { createClient } from './engine/create-client.ts'
import type { GuardedClient } from './engine/create-client.ts'
import { createDiskBudget, readFreeBytes } from './engine/disk-budget.ts'
import type { DiskBudget } from './engine/disk-budget.ts'
import type { EngineTrace } from './engine/engine-trace.ts'
import { createTorrentList } from './engine/torrent-list.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import type { HostOptions } from './host-options.ts'
import { bytesOnDisk } from './measure-torrents.ts'
import { hostOf, resolvePeers } from './named-peers.ts'
import type { RunFolder } from './run-folder.ts'

/** The torrents of a run, what they may take of the disk, and what becomes of them when nobody uses them. */
export interface Engine {
  readonly guarded: GuardedClient
  readonly budget: DiskBudget
  readonly cleanUp: CleanUp
  readonly list: TorrentList
  /** Closes all torrents, then the client. */
  close(): Promise<void>
}

export interface EngineWorld {
  readonly run: RunFolder
  readonly trace: EngineTrace | null
  /** Counts as used room beside what the torrents take. */
  readonly conversionFolder: string
  readonly hasStream: (session: TorrentSession) => boolean
  readonly isCasting: (infoHash: InfoHash) => boolean
  readonly onChange: (snapshot: TorrentSnapshot) => void
  /** It was closed: what was made of it goes, then its data unless it is kept. */
  readonly forget: (infoHash: InfoHash) => void
  readonly onRemoved: (infoHash: InfoHash) => void
  readonly clock: () => number
  readonly log: Log
}

export async function openEngine(options: HostOptions, { run, trace, conversionFolder, hasStream, isCasting, onChange, forget, onRemoved, clock, log }: EngineWorld): Promise<Engine> {
  const { allowLocal, discovery, network, metadataTimeoutMs, metadataRetries, maxTorrents, storageLimitBytes = null, settleMs = SETTLE_MS } = options
  const namedPeers = await resolvePeers(options.peers, log)
  // The way is there before any torrent.
  let noteWay: () => void = () => undefined
  const guarded = createClient({
    discovery, network, allowLocal, clock, log,
    namedHosts: namedPeers.map(hostOf),
    onRefusal: (reason) => { log('guard', 'refused', { reason }) },
    onWay: () => { noteWay() },
    onError: (error) => { log('engine', 'clientFailed', { message: error.message }) },
  })
  const budget = await createDiskBudget({ readFree: () => readFreeBytes(run.dataPath), readBeside: () => bytesOnDisk(conversionFolder), wishBytes: storageLimitBytes })
  const cleanUp = createCleanUp({
    clock, log, budget, settleMs, isCasting,
    idleMs: options.cleanupIntervalMs,
    folder: () => run,
    openTorrents: () => list.all().map(({ infoHash }) => infoHash),
    isPlaying: (infoHash) => {
      const session = list.find(infoHash)
      return session !== null && (hasStream(session) || isRead(session))
    },
    closeTorrent: (infoHash) => list.remove(infoHash),
  })
  const list = createTorrentList({
    guarded, clock, namedPeers, log, allowLocal, discovery, metadataTimeoutMs, metadataRetries, trace, budget, maxTorrents, onChange,
    random: Math.random,
    openFolder: run.torrentFolder,
    isKept: (infoHash) => options.keep || cleanUp.isKept(infoHash),
    noteFolder: async (infoHash, folder) => { cleanUp.noteOpened(infoHash, await run.isMarkedKept(folder)) },
    makeRoom: cleanUp.makeRoom,
    onRemoved: (infoHash) => {
      forget(infoHash)
      cleanUp.release(infoHash)
      onRemoved(infoHash)
    },
  })
  noteWay = () => { for (const session of list.all()) session.noteWay() }

  return {
    guarded, budget, cleanUp, list,
    close: async () => {
      cleanUp.close()
      await list.close()
      budget.close()
      await guarded.close()
    },
  }
}

/** Somebody reads a file of it at this moment. */
function isRead(session: TorrentSession): boolean {
  return session.content()?.controller.all().some((window) => window.cursors.openCount() > 0) ?? false
}
