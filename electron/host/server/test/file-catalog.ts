import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { CodedError } from '../../../../shared/errors.ts'
import type { InfoHash } from '../../../../shared/ids.ts'
import { isInfoHash } from '../../../../shared/ids.ts'
import type { Result } from '../../../../shared/result.ts'
import { fail, ok } from '../../../../shared/result.ts'
import type { TorrentFile } from '../../../../shared/torrent/snapshot.ts'
import type { CatalogStatus, CatalogTorrent, ReadRequest, TorrentCatalog } from '../../catalog.ts'

/** A catalog over real files with a tap: bytes at and after the tap are held back until it is opened further. */
export interface FileCatalog extends TorrentCatalog {
  /** Lets the first `bytes` of every file through; Infinity opens it. */
  setTap(bytes: number): void
  /** Reads fail when they reach this offset; Infinity: never. */
  breakAt(offsetBytes: number): void
  /** Every request for bytes so far. */
  readonly reads: readonly ReadRequest[]
  activeReads(): number
  /** Resolves when no read is active. */
  quiet(): Promise<void>
  /** Slices handed out so far. */
  slices(): number
  emitStatus(status: readonly CatalogStatus[]): void
  listeners(): number
  /** What `ensure` answers next for an unknown torrent. */
  setEnsured(outcome: Result<CatalogTorrent>): void
  close(): Promise<void>
}

export interface CatalogEntry {
  readonly torrent: CatalogTorrent
  /** Path of each file on disk, by index. */
  readonly paths: readonly string[]
}

/** Small enough that back-pressure shows within a few hundred kilobytes. */
const SLICE_BYTES = 64 * 1024

export async function createFileCatalog(entries: readonly CatalogEntry[]): Promise<FileCatalog> {
  const handles = new Map<string, FileHandle>()
  for (const { torrent, paths } of entries) for (const [index, path] of paths.entries()) handles.set(`${torrent.infoHash}/${String(index)}`, await open(path, 'r'))
  const reads: ReadRequest[] = []
  const wakers = new Set<() => void>()
  const idlers = new Set<() => void>()
  const statusListeners = new Set<(status: readonly CatalogStatus[]) => void>()
  let tap = Infinity
  let brokenAt = Infinity
  let active = 0
  let slices = 0
  let ensured: Result<CatalogTorrent> = fail('metadataTimeout', 'No peer sent the details within 1 s.')

  function untilTapMoves(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => { wakers.delete(wake); signal.removeEventListener('abort', wake); resolve() }
      wakers.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  async function* read(request: ReadRequest): AsyncGenerator<Uint8Array> {
    const handle = handles.get(`${request.infoHash}/${String(request.fileIndex)}`)
    if (!handle) throw new CodedError({ code: 'fileUnknown', message: 'no such file', details: {} })
    // One buffer for all slices: a server that keeps a slice for too long sends wrong bytes.
    const borrowed = Buffer.alloc(SLICE_BYTES)
    let at = request.bytes.begin
    active += 1
    try {
      while (at < request.bytes.end && !request.signal.aborted) {
        if (at >= brokenAt) throw new CodedError({ code: 'storageFailed', message: `cannot read at ${String(at)}`, details: {} })
        const end = Math.min(request.bytes.end, at + SLICE_BYTES, tap, brokenAt)
        if (end <= at) { await untilTapMoves(request.signal); continue }
        const { bytesRead } = await handle.read(borrowed, 0, end - at, at)
        at += bytesRead
        slices += 1
        yield borrowed.subarray(0, bytesRead)
        borrowed.fill(0x58)
      }
    } finally {
      active -= 1
      if (active === 0) { idlers.forEach((idle) => { idle() }); idlers.clear() }
    }
  }

  const torrents = entries.map(({ torrent }) => torrent)
  const find = (reference: string) => torrents.find(({ id, infoHash }) => infoHash === reference.toLowerCase() || String(id) === reference) ?? null
  return {
    list: () => torrents,
    find,
    read: (request) => { reads.push(request); return read(request) },
    haves: (infoHash, fileIndex) => (handles.has(`${infoHash}/${String(fileIndex)}`) ? new Uint8Array([0b10100000, fileIndex]) : null),
    ensure: async (infoHash) => { const known = find(infoHash); return known ? ok(known) : ensured },
    onStatus: (listener) => { statusListeners.add(listener); return () => { statusListeners.delete(listener) } },
    setTap: (bytes) => { tap = bytes; [...wakers].forEach((wake) => { wake() }) },
    breakAt: (offsetBytes) => { brokenAt = offsetBytes },
    reads,
    activeReads: () => active,
    quiet: () => (active === 0 ? Promise.resolve() : new Promise((resolve) => { idlers.add(resolve) })),
    slices: () => slices,
    emitStatus: (status) => { statusListeners.forEach((listener) => { listener(status) }) },
    listeners: () => statusListeners.size,
    setEnsured: (outcome) => { ensured = outcome },
    close: async () => { for (const handle of handles.values()) await handle.close() },
  }
}

/** An info hash of one repeated digit. */
export function infoHashOf(digit: string): InfoHash {
  const text = digit.repeat(40)
  if (!isInfoHash(text)) throw new Error(`${text} is no info hash`)
  return text
}

export function torrentOf(id: number, infoHash: InfoHash, name: string, files: readonly Partial<TorrentFile>[]): CatalogTorrent {
  const whole = files.map((file, index) => ({
    index, name: `file ${String(index)}.mp4`, path: `file ${String(index)}.mp4`, lengthBytes: 0, mediaType: 'video/mp4', kind: 'video', playable: true, extra: false, ...file,
  } satisfies TorrentFile))
  return { id, infoHash, name, files: whole, chosenFile: 0, progress: 0.5, peers: 3, downloadBytesPerSec: 1000, uploadBytesPerSec: 10 }
}
