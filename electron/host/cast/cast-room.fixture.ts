import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFilm } from '../../../e2e/lab/media.ts'
import type { OddFilmSpec } from '../../../e2e/lab/odd-film.ts'
import { makeOddFilm } from '../../../e2e/lab/odd-film.ts'
import type { SeededFilm, SeededFilmSpec } from '../../../e2e/lab/seeded-film.ts'
import { seedFilm } from '../../../e2e/lab/seeded-film.ts'
import { srtText } from '../../../e2e/lab/subtitled-film.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastStatus, RemoteWish } from '../../../shared/cast/cast-status.ts'
import type { CastDevice, Renderer } from '../../../shared/cast/device.ts'
import { addressCall } from '../../../shared/cast/renderer-calls.ts'
import type { HostOptions } from '../host-options.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import type { RunningHost } from '../test/running-host.ts'
import type { SwarmRoom } from '../test/swarm-room.fixture.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'
import { callRenderer } from './call-renderer.ts'
import { createDeviceFinder } from './find-devices.ts'

/** A host with a film open. */
export interface OpenedFilm {
  readonly host: RunningHost
  readonly infoHash: CastStatus['infoHash']
}

/** What tests of whole casts begin with: a folder, a swarm, and everything opened closed again after each test, last opened first. */
export interface CastRoom {
  readonly folder: () => string
  readonly swarm: SwarmRoom['swarm']
  readonly closing: SwarmRoom['closing']
  /** A film of the usual kind that one seeder has, open in a host. */
  openFilm(spec?: SeededFilmSpec, more?: Partial<HostOptions>): Promise<OpenedFilm & { readonly seeded: SeededFilm }>
  /** A film of an odd kind, with words beside it in the languages given. */
  openOddFilm(spec: OddFilmSpec, languages?: readonly string[]): Promise<OpenedFilm & { readonly fileIndex: number }>
  /** Two short films in one torrent. */
  openTwoFilms(): Promise<OpenedFilm>
}

export const FILM = { kind: 'mp4IndexAtEnd', seconds: 60, bytesPerSec: 100_000 } as const
export const START = { fileIndex: 0, atSec: 20, paused: false, subtitleTrackId: null }
export const NEVER: AbortSignal = new AbortController().signal
export const FFMPEG = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })

export function useCastRoom(): CastRoom {
  const room = useSwarmRoom('casting')
  const openContent = (content: string): Promise<OpenedFilm> => room.openSeeded(content, {}, { ffmpegPlaces: FFMPEG })
  return {
    folder: room.at, swarm: room.swarm, closing: room.closing,
    openFilm: async (spec = FILM, more = {}) => {
      const seeded = await seedFilm(room.swarm(), room.at(), { ...FILM, ...spec })
      const host = await room.startHost({ peers: [seeded.seeder], ffmpegPlaces: FFMPEG, ...more })
      return { host, seeded, infoHash: await host.open({ kind: 'path', path: seeded.torrent.torrentPath }) }
    },
    openOddFilm: async (spec, languages = []) => {
      const film = await makeOddFilm(spec)
      const content = room.at('A film')
      await mkdir(content)
      await copyFile(film.path, path.join(content, 'film.mkv'))
      for (const language of languages) await writeFile(path.join(content, `film.${language}.srt`), srtText(60))
      const opened = await openContent(content)
      return { ...opened, fileIndex: opened.host.snapshot()?.files.find(({ name }) => name === 'film.mkv')?.index ?? -1 }
    },
    openTwoFilms: async () => {
      const film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 20, bytesPerSec: 100_000 })
      const content = room.at('Two films')
      await mkdir(content)
      for (const name of ['Part 1.mp4', 'Part 2.mp4']) await copyFile(film.path, path.join(content, name))
      return openContent(content)
    },
  }
}

/** Every question makes every device of every network answer three times, and be asked for its description: weak ones choke on more. */
const ASK_EVERY_MS = 250

/** Looks whenever it is called, and asks now and then. */
export function patiently(search: () => unknown): () => void {
  let askedMs = -Infinity
  return () => {
    if (performance.now() - askedMs < ASK_EVERY_MS) return
    askedMs = performance.now()
    search()
  }
}

/** The id of a device, once it is found. */
export async function deviceCalled(host: RunningHost, name: string): Promise<string> {
  const find = () => host.devices().find((device) => device.name === name)
  const search = patiently(() => host.handlers['media.searchDevices']({}, NEVER))
  await waitUntil(`${name} is found`, () => {
    search()
    return find() !== undefined
  }, 30_000)
  return find()?.id ?? ''
}

export function cast(host: RunningHost): CastStatus {
  const status = host.cast()
  if (!status) throw new Error('nothing is cast')
  return status
}

/** Waits for what the host says of the cast. */
export async function until(host: RunningHost, what: string, isSo: (status: CastStatus) => boolean, limitMs = 30_000): Promise<void> {
  await waitUntil(what, () => { const status = host.cast(); return status !== null && isSo(status) }, limitMs)
    .catch((error: unknown) => { throw new Error(`${String(error)}; the cast is ${JSON.stringify(host.cast())}`) })
}

export const ask = (host: RunningHost, command: RemoteWish) => host.handlers['media.castCommand']({ command }, NEVER)

/** The id of the words beside a film, in the order of their languages, once they are listed. */
export async function wordsOf({ host, infoHash, fileIndex }: OpenedFilm & { readonly fileIndex: number }, count: number): Promise<readonly string[]> {
  let ids: readonly string[] = []
  await waitUntil('the words beside the film are listed', async () => {
    const { tracks } = await host.handlers['media.listFilmParts']({ infoHash, fileIndex }, NEVER)
    ids = tracks.filter(({ source }) => source === 'file').sort((a, b) => ((a.language ?? '') < (b.language ?? '') ? -1 : 1)).map(({ id }) => id)
    return ids.length >= count
  })
  return ids
}

/** Where a Chromecast was told to fetch the film. */
export function addressGiven(line: string): URL {
  const event: unknown = JSON.parse(line)
  if (typeof event !== 'object' || event === null || !('contentId' in event)) throw new Error(`no address in ${line}`)
  return new URL(String(event.contentId))
}

/** The device itself, for a session of the test's own. */
export async function deviceItself(name: string): Promise<CastDevice> {
  const finder = createDeviceFinder({ allowLoopback: true, clock: () => performance.now(), onChange: () => undefined, log: () => undefined })
  const named = () => finder.entries().find(({ device }) => device.name === name)?.device
  const search = patiently(finder.search)
  await waitUntil(`${name} is found`, () => { search(); return named() !== undefined }, 30_000)
  finder.close()
  const device = named()
  if (!device) throw new Error('it went again')
  return device
}

/** The renderer itself, to be asked what it was told. */
export async function rendererCalled(name: string): Promise<Renderer> {
  const device = await deviceItself(name)
  if (device.kind !== 'renderer') throw new Error('it is no renderer')
  return device
}

/** How far a renderer says it is in what it plays, in whole seconds; NaN while it says nothing. */
export async function playedSec(device: Renderer): Promise<number> {
  const call = addressCall({ kind: 'position' }, device.description)
  const answer = call ? await callRenderer(device, call, 5000, NEVER) : null
  const [hours = NaN, minutes = NaN, seconds = NaN] = (answer?.ok ? answer.value.get('RelTime') ?? '' : '').split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}
