import path from 'node:path'
import type { AppError, ErrorCode } from '../../../shared/errors.ts'
import type { Interval } from '../../../shared/interval.ts'
import { intersect, isEmpty } from '../../../shared/interval.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo.ts'
import { createFilePool } from './file-pool.ts'

/**
 * Verified bytes on disk: torrent offsets to places in files. Padding files (BEP 47) and unavailable ones take no room
 * and read as zeros.
 */
export interface PieceStore {
  /** Writes bytes at a torrent offset. Fails: diskFull, folderUnusable, storageFailed. */
  write(offset: number, bytes: Uint8Array): Promise<Result<null>>
  /** Fills a new buffer, or the beginning of `into`, with the bytes of an interval. Fails: storageFailed when they are not all there. */
  read(bytes: Interval, into?: Uint8Array): Promise<Result<Uint8Array>>
  close(): Promise<void>
}

interface Segment {
  readonly file: MetainfoFile
  readonly bytes: Interval
}

/** `folder` holds the content; `files` are in torrent order. */
export function createPieceStore(folder: string, files: readonly MetainfoFile[]): PieceStore {
  const pool = createFilePool()
  const placeOf = (file: MetainfoFile) => path.join(folder, ...file.path.split('/'))
  const onDisk = (file: MetainfoFile) => file.available && !file.padding

  return {
    write: async (offset, bytes) => {
      try {
        for (const { file, bytes: part } of segmentsOf(files, { begin: offset, end: offset + bytes.length })) {
          if (!onDisk(file)) continue
          const slice = bytes.subarray(part.begin - offset, part.end - offset)
          await pool.withFile(placeOf(file), true, (handle) => writeAll(handle, slice, part.begin - file.offsetBytes))
        }
        return ok(null)
      } catch (error) {
        const { code, message, details } = storageFailure(error, folder, 'write to')
        return fail(code, message, details)
      }
    },
    read: async (wanted, into) => {
      const buffer = into?.subarray(0, wanted.end - wanted.begin) ?? Buffer.allocUnsafeSlow(wanted.end - wanted.begin)
      try {
        for (const { file, bytes: part } of segmentsOf(files, wanted)) {
          const slice = buffer.subarray(part.begin - wanted.begin, part.end - wanted.begin)
          if (!onDisk(file)) { slice.fill(0); continue }
          await pool.withFile(placeOf(file), false, (handle) => readAll(handle, slice, part.begin - file.offsetBytes))
        }
        return ok(buffer)
      } catch (error) {
        const { message, details } = storageFailure(error, folder, 'read from')
        return fail('storageFailed', message, details)
      }
    },
    close: () => pool.close(),
  }
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
