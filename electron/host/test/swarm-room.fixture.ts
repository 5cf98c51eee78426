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
}

export interface RandomFilm {
  readonly content: RandomContent
  readonly torrent: MadeTorrent
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
    const { pieceLengthBytes, trackers = [] } = wish
    const torrent = await makeTorrent({ content: content.path, torrentPath: at('it.torrent'), trackers, ...(pieceLengthBytes === undefined ? {} : { pieceLengthBytes }) })
    return { content, torrent }
  }

  return {
    at, closing, startHost, makeRandom,
    swarm: () => swarm,
    seedRandom: async (lengths, wish = {}) => {
      const film = await makeRandom(lengths, wish)
      return { ...film, seeder: await swarm.startSeeder({ kind: 'libtorrent', torrent: film.torrent, ...wish }) }
    },
  }
}
