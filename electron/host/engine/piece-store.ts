import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { AppError, ErrorCode } from '../../../shared/errors.ts'
import type { Interval } from '../../../shared/interval.ts'
import { intersect, isEmpty } from '../../../shared/interval.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo-files.ts'
import { isErrno } from '../errno.ts'
import { bytesOnDisk } from '../measure-torrents.ts'
import { createFilePool } from './file-pool.ts'

/**
 * Verified bytes on disk: torrent offsets to places in files. Padding files (BEP 47) and unavailable ones take no room
 * and read as zeros. What must be removable part by part lies in chunks of equal length, everything else in the files of the
 * torrent.
 */
export interface PieceStore {
  /** Writes bytes at a torrent offset. Fails: diskFull, folderUnusable, storageFailed. */
  write(offset: number, bytes: Uint8Array): Promise<Result<null>>
  /** Fills a new buffer, or the beginning of `into`, with the bytes of an interval. Fails: storageFailed when they are not all there. */
  read(bytes: Interval, into?: Uint8Array): Promise<Result<Uint8Array>>
  /** Writes into the torrent's own files, also what lies in a chunk. Fails as `write`. */
  writeToFiles(offset: number, bytes: Uint8Array): Promise<Result<null>>
  /** Makes the file of a chunk that has none, with these parts in it, in one step. Fails as `write`. */
  placeChunk(chunk: number, parts: readonly PlacedBytes[]): Promise<Result<null>>
  /** Takes an interval away from the torrent's own files; what comes after it in them goes too. */
  cutFiles(bytes: Interval): Promise<void>
  /** Room that the torrent's own files take on the disk. */
  bytesInFiles(): Promise<number>
  /** Removes the file of a chunk; false when it is still there. */
  removeChunk(chunk: number): Promise<boolean>
  /** Files that were removed by somebody else while they were open; they are let go. */
  letGoUnlinked(): Promise<readonly StoredFile[]>
  /** Lets go of all files: the folder is gone. */
  letGoAll(): void
  close(): Promise<void>
}

/** Bytes at a torrent offset. */
export interface PlacedBytes {
  readonly offset: number
  readonly bytes: Uint8Array
}

export interface PieceStoreOptions {
  /** What lies in chunks; absent = nothing. */
  readonly chunks?: ChunkPlaces
  /** A file was made because there was none: whatever was stored there is gone. */
  readonly onMade?: (file: StoredFile) => void
}

/** Parts of the torrent that lie in files of their own, so that they can be removed one by one. */
export interface ChunkPlaces {
  readonly folder: string
  /** Length of a chunk. */
  readonly bytes: number
  /** True for a chunk that has a file, or gets one when it is written; all others lie in the torrent's own files. */
  readonly has: (chunk: number) => boolean
}

/** A file of ours and the torrent bytes for which it is. */
export interface StoredFile {
  readonly bytes: Interval
  /** Null for one of the torrent's own files. */
  readonly chunk: number | null
}

interface Segment {
  readonly file: MetainfoFile
  readonly bytes: Interval
}

/** Torrent bytes and where they lie; `file` is null where they are zeros. */
interface Place {
  readonly file: string | null
  readonly position: number
  readonly bytes: Interval
}

const CHUNK_DIGITS = 8
const CHUNK_SUFFIX = '.part'
/** Added to the name of a chunk that is being made. */
const HALFWAY_SUFFIX = '.new'

/** `folder` holds the content; `files` are in torrent order. */
export function createPieceStore(folder: string, files: readonly MetainfoFile[], { chunks, onMade }: PieceStoreOptions = {}): PieceStore {
  const roots = chunks ? [folder, chunks.folder] : [folder]
  const pool = createFilePool({ roots, onMade: (file) => { onMade?.(storedFile(file)) } })
  const pathOf = (file: MetainfoFile) => path.join(folder, ...file.path.split('/'))
  const chunkPath = (chunk: number) => path.join(chunks?.folder ?? folder, chunkName(chunk))
  /** Made when it is first asked for: of 10 000 files each is made anew once. */
  let byPlace: ReadonlyMap<string, MetainfoFile> | null = null
  const fileAt = (place: string) => (byPlace ??= new Map(files.map((file) => [pathOf(file), file]))).get(place)
  const storedFile = (place: string): StoredFile => {
    const chunk = chunks && path.dirname(place) === chunks.folder ? parseChunkName(path.basename(place)) : null
    if (chunks && chunk !== null) return { chunk, bytes: { begin: chunk * chunks.bytes, end: (chunk + 1) * chunks.bytes } }
    const file = fileAt(place)
    return { chunk: null, bytes: file ? { begin: file.offsetBytes, end: file.offsetBytes + file.lengthBytes } : { begin: 0, end: 0 } }
  }

  const placesOf = (wanted: Interval, inFiles = false): Place[] => segmentsOf(files, wanted).flatMap(({ file, bytes }): Place[] => {
    if (!file.available || file.padding) return [{ file: null, position: 0, bytes }]
    const inFile = (part: Interval) => ({ file: pathOf(file), position: part.begin - file.offsetBytes, bytes: part })
    if (!chunks || inFiles) return [inFile(bytes)]
    return cutAt(chunks.bytes, bytes).map((part) => {
      const chunk = Math.floor(part.begin / chunks.bytes)
      return chunks.has(chunk) ? { file: chunkPath(chunk), position: part.begin % chunks.bytes, bytes: part } : inFile(part)
    })
  })

  const write = async (offset: number, bytes: Uint8Array, inFiles: boolean): Promise<Result<null>> => {
    try {
      for (const { file, position, bytes: part } of placesOf({ begin: offset, end: offset + bytes.length }, inFiles)) {
        if (file === null) continue
        const slice = bytes.subarray(part.begin - offset, part.end - offset)
        await pool.withFile(file, true, (handle) => writeAll(handle, slice, position))
      }
      return ok(null)
    } catch (error) {
      const { code, message, details } = storageFailure(error, folder, 'write to')
      return fail(code, message, details)
    }
  }

  /** Under another name first: half a chunk is none. */
  const placeChunk = async (chunk: number, parts: readonly PlacedBytes[]): Promise<Result<null>> => {
    const begin = chunk * (chunks?.bytes ?? 0)
    const halfway = `${chunkPath(chunk)}${HALFWAY_SUFFIX}`
    try {
      await mkdir(path.dirname(halfway), { mode: 0o700 }).catch((thrown: unknown) => { if (!isErrno(thrown, 'EEXIST')) throw thrown })
      await rm(halfway, { force: true })
      const handle = await open(halfway, 'wx', 0o600)
      try {
        for (const { offset, bytes } of parts) await writeAll(handle, bytes, offset - begin)
      } finally {
        await handle.close()
      }
      await rename(halfway, chunkPath(chunk))
      return ok(null)
    } catch (error) {
      await rm(halfway, { force: true }).catch(() => undefined)
      const { code, message, details } = storageFailure(error, folder, 'write to')
      return fail(code, message, details)
    }
  }

  /** A file is removed where nothing of it is left. */
  const cutFile = async ({ file, bytes }: Segment) => {
    if (!file.available || file.padding) return
    const length = bytes.begin - file.offsetBytes
    if (length <= 0) { await pool.remove(pathOf(file)); return }
    await pool.withFile(pathOf(file), false, async (handle) => { if ((await handle.stat()).size > length) await handle.truncate(length) }).catch((thrown: unknown) => { if (!isErrno(thrown, 'ENOENT')) throw thrown })
  }

  return {
    placeChunk,
    cutFiles: async (bytes) => { for (const segment of segmentsOf(files, bytes)) await cutFile(segment) },
    bytesInFiles: () => bytesOnDisk(folder),
    write: (offset, bytes) => write(offset, bytes, false),
    writeToFiles: (offset, bytes) => write(offset, bytes, true),
    read: async (wanted, into) => {
      const buffer = into?.subarray(0, wanted.end - wanted.begin) ?? Buffer.allocUnsafeSlow(wanted.end - wanted.begin)
      try {
        for (const { file, position, bytes: part } of placesOf(wanted)) {
          const slice = buffer.subarray(part.begin - wanted.begin, part.end - wanted.begin)
          if (file === null) slice.fill(0)
          else await pool.withFile(file, false, (handle) => readAll(handle, slice, position))
        }
        return ok(buffer)
      } catch (error) {
        const { message, details } = storageFailure(error, folder, 'read from')
        return fail('storageFailed', message, details)
      }
    },
    removeChunk: (chunk) => pool.remove(chunkPath(chunk)),
    letGoUnlinked: async () => (await pool.letGoUnlinked()).map(storedFile),
    letGoAll: () => { pool.letGoAll() },
    close: () => pool.close(),
  }
}

/** The chunks in a folder; none when there is no folder. */
export async function listChunks(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map(parseChunkName).filter((chunk) => chunk !== null)
}

function chunkName(chunk: number): string {
  return `${String(chunk).padStart(CHUNK_DIGITS, '0')}${CHUNK_SUFFIX}`
}

function parseChunkName(name: string): number | null {
  const chunk = Number(name.slice(0, -CHUNK_SUFFIX.length))
  return Number.isSafeInteger(chunk) && chunkName(chunk) === name ? chunk : null
}

/** The interval cut at every multiple of `size`. */
function cutAt(size: number, { begin, end }: Interval): Interval[] {
  const parts: Interval[] = []
  for (let at = begin; at < end;) {
    const next = Math.min(end, (Math.floor(at / size) + 1) * size)
    parts.push({ begin: at, end: next })
    at = next
  }
  return parts
}

/** The parts of an interval, file by file. Binary search: torrents of 10 000 files are common enough. */
export function segmentsOf(files: readonly MetainfoFile[], wanted: Interval): Segment[] {
  const segments: Segment[] = []
  for (let i = firstFileAt(files, wanted.begin); i < files.length; i++) {
    const file = files[i]
    if (!file || file.offsetBytes >= wanted.end) break
    const bytes = intersect(wanted, { begin: file.offsetBytes, end: file.offsetBytes + file.lengthBytes })
    if (!isEmpty(bytes)) segments.push({ file, bytes })
  }
  return segments
}

function firstFileAt(files: readonly MetainfoFile[], offset: number): number {
  let low = 0
  let high = files.length
  while (low < high) {
    const middle = (low + high) >> 1
    const file = files[middle]
    if (file && file.offsetBytes + file.lengthBytes <= offset) low = middle + 1
    else high = middle
  }
  return low
}

interface Positioned {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>
  read(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

async function writeAll(handle: Pick<Positioned, 'write'>, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    if (bytesWritten === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    done += bytesWritten
  }
}

async function readAll(handle: Pick<Positioned, 'read'>, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) throw new Error('the file is shorter than expected')
    done += bytesRead
  }
}

const CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['ENOSPC', 'diskFull'], ['EDQUOT', 'diskFull'], ['EFBIG', 'diskFull'],
  ['EROFS', 'folderUnusable'], ['EACCES', 'folderUnusable'], ['EPERM', 'folderUnusable'], ['ENOTDIR', 'folderUnusable'], ['EEXIST', 'folderUnusable'], ['ENOENT', 'folderUnusable'], ['ELOOP', 'folderUnusable'],
])

function storageFailure(error: unknown, folder: string, attempt: string): AppError {
  const system = error instanceof Error && 'code' in error ? String(error.code) : ''
  const code = CODES.get(system) ?? 'storageFailed'
  const reason = error instanceof Error ? error.message : String(error)
  return { code, message: `could not ${attempt} ${folder}: ${reason}`, details: { folder, reason: system || reason } }
}
