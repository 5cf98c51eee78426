import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PinnedArchive } from './pins.ts'
import { runProgram } from './run-program.ts'

/** The archive of a pin, from the cache or through its registry's client. Throws when it is not the pinned one. */
export async function getPinned({ get, file, sha256 }: PinnedArchive, cache: string): Promise<string> {
  const target = path.join(cache, file)
  await mkdir(cache, { recursive: true })
  if (!await stat(target).catch(() => null) && get) await runProgram(get[0], get.slice(1), cache)
  await verify(target, sha256)
  return target
}

/** What whoever packages named: a folder, a file, or the address of a file. Files must have the checksum; a folder is their own work. */
export async function getGiven(from: string, sha256: string | null, cache: string): Promise<string> {
  if (/^https?:/u.test(from)) return download(new URL(from), needed(sha256), cache)
  const source = path.resolve(from)
  if ((await stat(source)).isDirectory()) return source
  await verify(source, needed(sha256), false)
  return source
}

async function download(url: URL, sha256: string, cache: string): Promise<string> {
  await mkdir(cache, { recursive: true })
  const target = path.join(cache, path.posix.basename(url.pathname))
  const answer = await fetch(url)
  if (!answer.ok || answer.body === null) throw new Error(`${url.host} answered ${String(answer.status)}; look whether the address is right`)
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(`${target}.part`))
  await rename(`${target}.part`, target)
  await verify(target, sha256)
  return target
}

function needed(sha256: string | null): string {
  if (sha256 === null || !/^[0-9a-f]{64}$/u.test(sha256)) throw new Error('name the checksum that its maker publishes: --sha256 and 64 hexadecimal digits')
  return sha256
}

/** Throws, and takes a file of ours away, when it is another one than meant. */
async function verify(file: string, sha256: string, ours = true): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  const found = hash.digest('hex')
  if (found === sha256) return
  if (ours) await rm(file, { force: true })
  throw new Error(`${path.basename(file)} is not the file that was meant: its SHA-256 is ${found}, not ${sha256}`)
}
