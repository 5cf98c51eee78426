import { promises as fs } from 'node:fs'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { SOURCE_LIMITS } from '../../../shared/torrent/limits.ts'
import { describeFileHead } from '../../../shared/torrent/source-bytes.ts'

/** Bytes enough to say what a file is. */
const HEAD_BYTES = 512

/**
 * The bytes of a .torrent file. A file that is too large is not read, only its head is looked at to say what it is.
 * Fails: sourceIsFolder, sourceTooLarge, sourceUnreadable.
 */
export async function readTorrentFile(file: string): Promise<Result<Uint8Array>> {
  try {
    const stat = await fs.stat(file)
    if (stat.isDirectory()) return fail('sourceIsFolder', 'this is a folder; drop the .torrent file itself')
    if (!stat.isFile()) return fail('sourceUnreadable', 'this is not a file that can be read')
    if (stat.size > SOURCE_LIMITS.metainfoBytes) return await refuseLarge(file, stat.size)
    return ok(await fs.readFile(file))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return fail('sourceUnreadable', reason === 'ENOENT' ? 'there is no such file; it may have been moved' : `the file could not be read (${reason})`, { reason })
  }
}

async function refuseLarge(file: string, bytes: number): Promise<Result<never>> {
  const handle = await fs.open(file, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0)
    return fail('sourceTooLarge', `${describeFileHead(head.subarray(0, bytesRead))} of ${String(bytes)} bytes; .torrent files of up to ${String(SOURCE_LIMITS.metainfoBytes)} bytes are opened`, { value: bytes, limit: SOURCE_LIMITS.metainfoBytes })
  } finally {
    await handle.close()
  }
}
