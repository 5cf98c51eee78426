import { interval } from '../../../../shared/interval.ts'
import type { WayOut } from '../way-out.ts'
import type { SeedFile } from './web-seed-request.ts'
import { fetchFromSeed, planSeedRequests } from './web-seed-request.ts'

/** The engine's connection to a web seed, with the private name the guard replaces. */
export interface GuardableSeed {
  httpRequest(piece: number, offsetBytes: number, lengthBytes: number, done: (error: Error | null, block?: Uint8Array) => void): void
  once(event: 'close', listener: () => void): unknown
}

/** What the guard needs of a torrent. */
export interface SeededTorrent {
  readonly pieceLength: number
  readonly files: readonly object[]
  readonly _peers: { get(id: string): { readonly conn: unknown } | undefined } | null
  addWebSeed(seed: unknown): void
}

/** Makes web seeds fetch through requestBounded: only the bytes asked for, only from where the address openly leads. */
export function guardWebSeeds(torrent: SeededTorrent, way: WayOut | null = null): void {
  const addWebSeed = torrent.addWebSeed.bind(torrent)
  torrent.addWebSeed = (seed) => {
    addWebSeed(seed)
    const connection = typeof seed === 'string' ? torrent._peers?.get(seed)?.conn : null
    if (typeof seed === 'string' && isSeed(connection)) guardSeed(connection, seed, torrent, way)
  }
}

function isSeed(value: unknown): value is GuardableSeed {
  return typeof value === 'object' && value !== null && 'httpRequest' in value
}

function isSeedFile(file: object): file is SeedFile {
  return 'path' in file && 'offset' in file && 'length' in file
}

function guardSeed(connection: GuardableSeed, seed: string, torrent: SeededTorrent, way: WayOut | null): void {
  const ending = new AbortController()
  connection.once('close', () => { ending.abort() })
  connection.httpRequest = (piece, offsetBytes, lengthBytes, done) => {
    const begin = piece * torrent.pieceLength + offsetBytes
    const requests = planSeedRequests(seed, torrent.files.filter(isSeedFile), interval(begin, begin + lengthBytes))
    void fetchFromSeed(requests, ending.signal, way).then((block) => { done(null, block) }, (error: unknown) => { done(error instanceof Error ? error : new Error(String(error))) })
  }
}
