import type { AppError } from '../../../shared/errors.ts'
import type { Magnet } from '../../../shared/torrent/magnet.ts'
import type { MetadataProgress } from '../../../shared/torrent/snapshot.ts'
import { toParsedMagnet } from './guards/parsed-torrent.ts'
import { createMetadataSearch, metadataPercent } from './metadata-search.ts'
import type { MetadataSearch } from './metadata-search.ts'
import type { SwarmMembership } from './swarm-membership.ts'

/** Looks in the swarm of a magnet link for the torrent's info dictionary. Invariant: only the newest search acts. */
export interface MetadataLookup {
  start(magnet: Magnet): void
  /** Nothing is looked for any more: it was found, or is begun anew. */
  stop(): void
  /** Null while nothing is looked for. */
  readonly progress: () => MetadataProgress | null
  /** How the search stood when it was given up: what the person is told was tried. */
  readonly givenUp: () => MetadataProgress | null
}

export interface LookupWorld {
  readonly swarm: SwarmMembership
  readonly trackerCount: () => number
  readonly discovery: 'all' | 'trackers'
  readonly metadataTimeoutMs: number
  readonly metadataRetries: number
  readonly isWanted: () => boolean
  /** Nobody sent it. */
  readonly onFailed: (timeout: AppError) => void
  readonly clock: () => number
}

export function createMetadataLookup(world: LookupWorld): MetadataLookup {
  const { swarm, trackerCount, clock, metadataTimeoutMs: timeoutMs, metadataRetries } = world
  let search: MetadataSearch | null = null
  let givenUp: MetadataProgress | null = null

  const countPeers = () => ({ found: swarm.foundPeers(), connected: swarm.wires().length, percent: Math.max(0, ...swarm.wires().map(metadataPercent)) })
  const progress = (): MetadataProgress | null => search && { ...search.progress(countPeers()), trackers: trackerCount(), dht: world.discovery === 'all' }

  const giveUp = async (mine: MetadataSearch) => {
    if (search !== mine) return
    givenUp = progress()
    await swarm.leave()
    if (search === mine) world.onFailed(timeout({ timeoutMs, attempts: metadataRetries + 1, peersFound: givenUp?.peersFound ?? 0, trackers: trackerCount() }))
  }

  return {
    progress,
    givenUp: () => givenUp,
    start: (magnet) => {
      const look = () => { swarm.join(toParsedMagnet(magnet), null) }
      const lookAgain = async () => {
        if (search !== mine) return // what is joined now is another's
        await swarm.leave()
        if (search === mine && world.isWanted()) look()
      }
      givenUp = null
      const mine: MetadataSearch = createMetadataSearch({ clock, timeoutMs, maxAttempts: metadataRetries + 1 }, { onRetry: () => { void lookAgain() }, onGiveUp: () => { void giveUp(mine) } })
      search = mine
      look()
    },
    stop: () => {
      search?.close()
      search = null
    },
  }
}

interface Tried {
  readonly timeoutMs: number
  readonly attempts: number
  readonly peersFound: number
  readonly trackers: number
}

function timeout({ timeoutMs, attempts, peersFound, trackers }: Tried): AppError {
  const limit = timeoutMs < 1000 ? `${String(timeoutMs)} ms` : `${String(Math.round(timeoutMs / 1000))} s`
  return {
    code: 'metadataTimeout',
    message: `no peer sent the torrent's details within ${limit} (${String(attempts)} tries, ${String(peersFound)} peers found); check the link and the connection, then try again`,
    details: { timeoutMs, attempts, peersFound, trackers },
  }
}
