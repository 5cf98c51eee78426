import path from 'node:path'
import { makeTorrent } from './make-torrent.ts'
import type { MadeTorrent } from './make-torrent.ts'
import { makeFilm } from './media.ts'
import type { FilmSpec } from './media.ts'
import type { Film } from './film.ts'
import type { Seeder, SeederSpec, Swarm } from './swarm.ts'

/** A film, its .torrent and one real client that has all of it. */
export interface SeededFilm {
  readonly film: Film
  readonly torrent: MadeTorrent
  readonly seeder: Seeder
}

/** What to seed and how; the film's own defaults are short and cheap. */
export interface SeededFilmSpec extends Partial<FilmSpec> {
  readonly client?: SeederSpec['kind']
  /** Upload cap as a multiple of the film's rate; absent = no cap. */
  readonly times?: number
  readonly pieceLengthBytes?: number
}

/** Long enough to see pictures move, short enough to be made in half a second. */
const DEFAULT_FILM = { kind: 'mp4IndexAtEnd', seconds: 10, bytesPerSec: 250_000 } as const

/** Makes a film and seeds it; the .torrent names no tracker, so a test says where the peer is. */
export async function seedFilm(swarm: Swarm, folder: string, spec: SeededFilmSpec = {}): Promise<SeededFilm> {
  const { client = 'libtorrent', times, pieceLengthBytes, ...wished } = spec
  const filmSpec = { ...DEFAULT_FILM, ...wished }
  const film = await makeFilm(filmSpec)
  const torrent = await makeTorrent({ content: film.path, torrentPath: path.join(folder, `${film.name}.torrent`), ...(pieceLengthBytes === undefined ? {} : { pieceLengthBytes }) })
  const cap = times === undefined ? {} : { uploadBytesPerSec: Math.round(times * filmSpec.bytesPerSec) }
  return { film, torrent, seeder: await swarm.startSeeder({ kind: client, torrent, ...cap }) }
}
