import { promises as fs } from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'

/**
 * What a torrent's folder remembers beside the content: the metainfo (or the magnet link while there is none) and which
 * pieces were verified and written. Every file is replaced in one step, so a kill at any moment leaves the old or the
 * new one. A state that does not check out is ignored: the content is then hashed again.
 */
export interface SavedState {
  readMetainfo(): Promise<Uint8Array | null>
  readMagnet(): Promise<string | null>
  /** Verified pieces, most significant bit first; null when nothing usable was saved. */
  readVerified(byteLength: number): Promise<Uint8Array | null>
  writeMetainfo(bytes: Uint8Array): Promise<void>
  writeMagnet(link: string): Promise<void>
  writeVerified(bits: Uint8Array): Promise<void>
}

const METAINFO = 'metainfo.torrent'
const MAGNET = 'magnet.txt'
const VERIFIED = 'verified.bin'
const DIGEST_BYTES = 20

/** `folder` is the torrent's own state folder; it is made at the first write. */
export function createSavedState(folder: string): SavedState {
  const read = async (name: string) => {
    try {
      return await fs.readFile(path.join(folder, name))
    } catch {
      return null // not there or not readable: the same as never saved
    }
  }
  const write = async (name: string, bytes: Uint8Array) => {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    const temporary = path.join(folder, `${name}.new`)
    await fs.writeFile(temporary, bytes, { mode: 0o600 })
    await fs.rename(temporary, path.join(folder, name))
  }

  return {
    readMetainfo: () => read(METAINFO),
    readMagnet: async () => (await read(MAGNET))?.toString('utf8') ?? null,
    readVerified: async (byteLength) => {
      const saved = await read(VERIFIED)
      if (saved?.length !== byteLength + DIGEST_BYTES) return null
      const bits = saved.subarray(0, byteLength)
      return digestOf(bits).equals(saved.subarray(byteLength)) ? new Uint8Array(bits) : null
    },
    writeMetainfo: (bytes) => write(METAINFO, bytes),
    writeMagnet: (link) => write(MAGNET, Buffer.from(link, 'utf8')),
    writeVerified: (bits) => write(VERIFIED, Buffer.concat([bits, digestOf(bits)])),
  }
}

/** Tells a torn or foreign file from ours; no secret. */
function digestOf(bits: Uint8Array): Buffer {
  return createHash('sha1').update('verified pieces').update(bits).digest()
}
