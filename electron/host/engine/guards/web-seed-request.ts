import type { Interval } from '../../../../shared/interval.ts'
import { interval, intersect, isEmpty, sizeOf } from '../../../../shared/interval.ts'
import { percentEncode } from '../../../../shared/torrent/percent.ts'
import { concatBytes } from '../../../../shared/concat-bytes.ts'
import type { WayOut } from '../way-out.ts'
import { requestBounded } from './bounded-request.ts'

/** A file as the engine lists it. */
export interface SeedFile {
  /** Parts joined by the system's separator, the torrent's folder first. */
  readonly path: string
  readonly offset: number
  readonly length: number
}

export interface SeedRequest {
  readonly url: string
  /** Bytes of the file behind the URL. */
  readonly bytes: Interval
}

/** Which bytes of which addresses make up some bytes of the torrent. BEP 19: one file is the address itself, or its name below an address that ends with a slash; several lie below it by their paths. */
export function planSeedRequests(seed: string, files: readonly SeedFile[], torrentBytes: Interval): SeedRequest[] {
  return files.flatMap((file) => {
    const part = intersect(torrentBytes, interval(file.offset, file.offset + file.length))
    return isEmpty(part) ? [] : [{ url: addressOf(seed, file, files.length === 1), bytes: interval(part.begin - file.offset, part.end - file.offset) }]
  })
}

function addressOf(seed: string, { path }: SeedFile, single: boolean): string {
  if (single && !seed.endsWith('/')) return seed
  return `${seed.replace(/\/$/, '')}/${path.split(/[/\\]/).map(percentEncode).join('/')}`
}

/** A seed that does not answer holds no block longer than this; other peers have it sooner. */
const TIMEOUT_MS = 30_000

/** Fetches the bytes, never more than were asked for. Rejects with an Error. */
export async function fetchFromSeed(requests: readonly SeedRequest[], signal: AbortSignal, way: WayOut | null = null): Promise<Uint8Array> {
  return concatBytes(await Promise.all(requests.map((request) => fetchPart(request, signal, way))))
}

async function fetchPart({ url, bytes }: SeedRequest, signal: AbortSignal, way: WayOut | null): Promise<Uint8Array> {
  const range = `bytes=${String(bytes.begin)}-${String(bytes.end - 1)}`
  const { status, bytes: answer } = await requestBounded(url, { headers: { range }, maxBytes: sizeOf(bytes), timeoutMs: TIMEOUT_MS, signal, way })
  const isWhole = status === 200 && bytes.begin === 0
  if ((status !== 206 && !isWhole) || answer.length !== sizeOf(bytes)) throw new Error(`the web seed answered ${String(status)} with ${String(answer.length)} bytes instead of ${String(sizeOf(bytes))}`)
  return answer
}
