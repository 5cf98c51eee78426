import { lstat, mkdir, open, readdir } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { constants } from 'node:fs'
import path from 'node:path'

/** Read at once: large enough for a disk's own speed, small enough that a stop is felt. */
const CHUNK_BYTES = 1024 * 1024

/**
 * Copies the files and folders of a folder into another one that exists; links and whatever else is no plain file stay
 * out. Holes stay holes, so that half a film takes half its room. Each file is on the disk when this resolves. `onBytes` hears
 * of each piece that is copied. Throws the system's error, or the signal's reason.
 */
export async function copyFolder(from: string, to: string, except: string, signal: AbortSignal, onBytes: (bytes: number) => void = () => undefined): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted()
    if (entry.name === except) continue
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o700 })
      await copyFolder(source, target, '', signal, onBytes)
    }
    if (entry.isFile()) await copyFile(source, target, signal, onBytes)
  }
}

/** Bytes of all files below a folder, holes included: what a copy goes through. */
export async function lengthOfFiles(folder: string, except: string): Promise<number> {
  let sum = 0
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name === except) continue
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) sum += await lengthOfFiles(place, '')
    if (entry.isFile()) sum += (await lstat(place)).size
  }
  return sum
}

async function copyFile(from: string, to: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
  await withFile(from, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0), (source) => withFile(to, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, async (target) => {
    await copyBytes(source, target, signal, onBytes)
    await target.sync()
  }))
}

async function withFile(file: string, flags: number, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, flags, 0o600)
  try {
    await use(handle)
  } finally {
    await handle.close()
  }
}

async function copyBytes(source: FileHandle, target: FileHandle, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  const empty = Buffer.alloc(CHUNK_BYTES)
  for (let at = 0; ;) {
    signal.throwIfAborted()
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, at)
    if (bytesRead === 0) return target.truncate(at)
    const isHole = chunk.compare(empty, 0, bytesRead, 0, bytesRead) === 0
    for (let done = 0; !isHole && done < bytesRead;) done += (await target.write(chunk, done, bytesRead - done, at + done)).bytesWritten
    at += bytesRead
    onBytes(bytesRead)
  }
}
