import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { makeTorrent } from '../../../e2e/lab/make-torrent.ts'
import type { MadeTorrent, TorrentSpec } from '../../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import type { Seeder, SeederSpec, Swarm } from '../../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { HostOptions } from '../host-options.ts'
import { writeRandomContent } from './random-torrent.ts'
import type { RandomContent } from './random-torrent.ts'
import { startTestHost } from './running-host.ts'
import type { RunningHost } from './running-host.ts'

/** What tests with real peers begin with: a folder, a swarm, and everything opened closed again after each test, last opened first. */
export interface SwarmRoom {
  /** A place in the test's own folder; the folder itself without names. */
  readonly at: (...names: readonly string[]) => string
  readonly swarm: () => Swarm
  closing<T extends { readonly close: () => unknown }>(opened: T | Promise<T>): Promise<T>
  startHost(wish?: Partial<HostOptions>): Promise<RunningHost>
  /** Random bytes as a film, or as a folder of films when there are several lengths. */
  makeRandom(lengths: Lengths, wish?: TorrentWish): Promise<RandomFilm>
  /** The same with a client that has all of it. */
  seedRandom(lengths: Lengths, wish?: TorrentWish & SeederWish): Promise<RandomFilm & { readonly seeder: Seeder }>
  /** A file, or a folder, that one client has and a host has open. */
  openSeeded(content: string, wish?: TorrentWish & SeederWish, host?: Partial<HostOptions>): Promise<OpenedTorrent>
}

export interface RandomFilm {
  readonly content: RandomContent
  readonly torrent: MadeTorrent
}

export interface OpenedTorrent {
  readonly host: RunningHost
  readonly infoHash: Awaited<ReturnType<RunningHost['open']>>
  readonly torrent: MadeTorrent
  readonly seeder: Seeder
}

type Lengths = number | readonly number[]
type TorrentWish = Pick<TorrentSpec, 'pieceLengthBytes' | 'trackers'>
type SeederWish = Partial<Omit<SeederSpec, 'torrent'>>

/** `name` says in the system's temporary folder whose it is. */
export function useSwarmRoom(name: string): SwarmRoom {
  const closers: (() => unknown)[] = []
  let folder: TempFolder
  let swarm: Swarm
  beforeEach(async () => {
    folder = await createTempFolder(name)
    swarm = createSwarm()
  })
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
    await swarm.close()
    await folder.close()
  })

  const at = (...names: readonly string[]) => path.join(folder.path, ...names)
  const closing: SwarmRoom['closing'] = async (opened) => {
    const thing = await opened
    closers.push(() => thing.close())
    return thing
  }
  const startHost = (wish: Partial<HostOptions> = {}) => closing(startTestHost(wish))
  const makeRandom: SwarmRoom['makeRandom'] = async (lengths, wish = {}) => {
    const content = await writeRandomContent(folder.path, ...[lengths].flat())
    return { content, torrent: await torrentOf(content.path, wish) }
  }
  const torrentOf = (content: string, { pieceLengthBytes, trackers = [] }: TorrentWish) =>
    makeTorrent({ content, torrentPath: at(`${path.parse(content).name}.torrent`), trackers, ...(pieceLengthBytes === undefined ? {} : { pieceLengthBytes }) })
  const seed = (torrent: MadeTorrent, wish: SeederWish) => swarm.startSeeder({ kind: 'libtorrent', torrent, ...wish })

  return {
    at, closing, startHost, makeRandom,
    swarm: () => swarm,
    seedRandom: async (lengths, wish = {}) => {
      const film = await makeRandom(lengths, wish)
      return { ...film, seeder: await seed(film.torrent, wish) }
    },
    openSeeded: async (content, wish = {}, options = {}) => {
      const torrent = await torrentOf(content, wish)
      const seeder = await seed(torrent, wish)
      const host = await startHost({ peers: [seeder], ...options })
      return { host, torrent, seeder, infoHash: await host.open({ kind: 'path', path: torrent.torrentPath }) }
    },
  }
}
