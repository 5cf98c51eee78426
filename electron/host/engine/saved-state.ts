import { promises as fs } from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { isErrno } from '../errno.ts'

/**
 * What a torrent's folder remembers beside the content: the metainfo (or the magnet link while there is none) and which
 * pieces were verified and written. Every file is replaced in one step, so a kill at any moment leaves the old or the
 * new one. A state that does not check out is ignored: the content is then hashed again. What was verified since the last
 * full write is noted by numbers appended to a file, so that a kill loses a moment and not the seconds between two writes.
 */
export interface SavedState {
  readMetainfo(): Promise<Uint8Array | null>
  readMagnet(): Promise<string | null>
  /** Verified pieces, most significant bit first; null when nothing usable was saved. */
  readVerified(byteLength: number): Promise<Uint8Array | null>
  writeMetainfo(bytes: Uint8Array): Promise<void>
  writeMagnet(link: string): Promise<void>
  /** `bits` hold every piece noted before. */
  writeVerified(bits: Uint8Array): Promise<void>
  /** Remembers a piece that was verified and written, soon. */
  noteVerified(piece: number): void
  /** Remembers that pieces are about to be removed, at once; what is removed after it is never claimed again. */
  noteRemoved(pieces: readonly number[]): Promise<void>
  /** What was noted since the last full write: as likely to be right as the last bytes written before a power cut. */
  readNoted(count: number): Promise<Noted>
}

/** Each piece is in one list at most: the last note counts. */
export interface Noted {
  readonly verified: readonly number[]
  readonly removed: readonly number[]
}

const METAINFO = 'metainfo.torrent'
const MAGNET = 'magnet.txt'
const VERIFIED = 'verified.bin'
const NOTED = 'verified-since.bin'
const DIGEST_BYTES = 20
/** Bytes of a piece number, big endian. */
const NOTE_BYTES = 4
/** Set in the number of a piece that was removed; no torrent has so many pieces. */
const REMOVED = 2 ** 31
/** Notes of this long go to disk together: at full speed a piece comes every few milliseconds. A kill loses as much. */
const NOTE_MS = 25

/** `folder` is the torrent's own state folder; it is made at the first write. */
export function createSavedState(folder: string): SavedState {
  const read = async (name: string) => {
    try {
      return await fs.readFile(path.join(folder, name))
    } catch {
      return null // not there or not readable: the same as never saved
    }
  }
  let notes: number[] = []
  let noteTimer: NodeJS.Timeout | null = null
  /** Full writes and notes, one after the other: a full write holds all notes before it, and those after it come after it. */
  let order: Promise<void> = Promise.resolve()
  const inOrder = (step: () => Promise<void>) => {
    const done = order.then(step)
    order = done.catch(() => undefined)
    return done
  }

  /** Never its parents: a folder that vanished is made again by its owner alone. */
  const makeFolder = () => fs.mkdir(folder, { mode: 0o700 }).catch((thrown: unknown) => { if (!isErrno(thrown, 'EEXIST')) throw thrown })
  /** The folder is nearly always there, and each turn of the disk is one in which a kill loses more. */
  const inFolder = async (write: () => Promise<void>) => {
    try {
      await write()
    } catch (thrown) {
      if (!isErrno(thrown, 'ENOENT')) throw thrown
      await makeFolder()
      await write()
    }
  }
  const takeNotes = () => {
    if (noteTimer) clearTimeout(noteTimer)
    noteTimer = null
    const taken = notes
    notes = []
    return taken
  }
  const appendNotes = async () => {
    const bytes = Buffer.concat(takeNotes().map(toNote))
    if (bytes.length > 0) await inFolder(() => fs.appendFile(path.join(folder, NOTED), bytes, { mode: 0o600 }))
  }
  const writeAll = async (bits: Uint8Array) => {
    takeNotes()
    await write(VERIFIED, Buffer.concat([bits, digestOf(bits)]))
    await fs.rm(path.join(folder, NOTED), { force: true })
  }

  const write = async (name: string, bytes: Uint8Array) => {
    const temporary = path.join(folder, `${name}.new`)
    await inFolder(() => fs.writeFile(temporary, bytes, { mode: 0o600 }))
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
    writeVerified: (bits) => inOrder(() => writeAll(bits)),
    noteRemoved: (pieces) => {
      notes.push(...pieces.map((piece) => piece + REMOVED))
      return inOrder(appendNotes)
    },
    noteVerified: (piece) => {
      notes.push(piece)
      noteTimer ??= setTimeout(() => { inOrder(appendNotes).catch(() => undefined) }, NOTE_MS) // the next full write has them too
    },
    readNoted: async (count) => {
      const saved = await read(NOTED) ?? Buffer.alloc(0)
      const noted = Array.from({ length: Math.floor(saved.length / NOTE_BYTES) }, (_, i) => saved.readUInt32BE(i * NOTE_BYTES))
      const last = new Map(noted.map((note) => [note % REMOVED, note < REMOVED])) // the last note of a piece counts
      const known = [...last].filter(([piece]) => piece < count)
      return { verified: known.filter(([, here]) => here).map(([piece]) => piece), removed: known.filter(([, here]) => !here).map(([piece]) => piece) }
    },
  }
}

/** Tells a torn or foreign file from ours; no secret. */
function digestOf(bits: Uint8Array): Buffer {
  return createHash('sha1').update('verified pieces').update(bits).digest()
}

function toNote(piece: number): Buffer {
  const note = Buffer.alloc(NOTE_BYTES)
  note.writeUInt32BE(piece)
  return note
}
