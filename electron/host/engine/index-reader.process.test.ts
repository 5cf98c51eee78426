import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeFilm } from '../../../e2e/lab/media.ts'
import type { FilmSpec } from '../../../e2e/lab/media.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { BLOCK_BYTES, blockCount, haveRuns, piecesOf } from '../../../shared/window/blocks.ts'
import { locateIndex } from '../../../shared/window/index-range.ts'
import { readIndex } from '../../../shared/window/read-index.ts'
import { byteAt, linearTimeMap, secAt } from '../../../shared/window/time-map.ts'
import { createFileWindow } from './file-window.ts'
import type { FileWindow } from './file-window.ts'
import { createPieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import type { PieceTable } from './piece-table.ts'
import { filesOf, hashesOf } from './store.fixture.ts'

const SECONDS = 60
/** The lab's films have a key frame every two seconds. */
const GROUP_SEC = 2
const FRAME_SEC = 0.04
/** So small that a movie box of a minute has several. */
const PIECE_BYTES = 16_384

interface Packet { readonly timeSec: number; readonly byte: number; readonly isKey: boolean }

/** The picture's packets as ffprobe sees them, in the order of the file. */
async function packetsOf(file: string): Promise<Packet[]> {
  const text = await mustRun('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time,pos,flags', '-of', 'csv=p=0', file])
  const packets = text.trim().split('\n').map((line) => line.split(',')).map(([time, place, flags = '']) => ({ timeSec: Number(time), byte: Number(place), isKey: flags.includes('K') }))
  return packets.sort((a, b) => a.byte - b.byte)
}

interface Opened {
  readonly window: FileWindow
  readonly table: PieceTable
  /** The pieces are on disk and told of. */
  restore(bytes: { readonly begin: number; readonly end: number }): void
  /** The pieces come from a peer and pass their hash, but are not on disk. */
  receive(bytes: { readonly begin: number; readonly end: number }): void
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function openFilm(folder: string, name: string, content: Uint8Array): Opened {
  const files = filesOf([name, content.length])
  const [file] = files
  if (!file) throw new Error('one file was made')
  const table = createPieceTable({ lengthBytes: content.length, pieceLengthBytes: PIECE_BYTES }, hashesOf(content, PIECE_BYTES))
  const store = createPieceStore(folder, files)
  closers.push(store.close)
  const window = createFileWindow(file, table, store, () => performance.now(), () => undefined)
  const each = (bytes: { readonly begin: number; readonly end: number }, act: (piece: number) => void) => {
    const { begin, end } = piecesOf(table.geometry, bytes)
    for (let piece = begin; piece < end; piece++) {
      act(piece)
      window.lookForIndex(piece)
    }
  }
  return {
    window, table,
    restore: (bytes) => { each(bytes, table.restore) },
    receive: (bytes) => {
      each(bytes, (piece) => {
        for (let block = 0; block < blockCount(table.geometry, piece); block++) {
          const at = piece * PIECE_BYTES + block * BLOCK_BYTES
          table.receive(piece, block, content.subarray(at, Math.min(at + BLOCK_BYTES, (piece + 1) * PIECE_BYTES)), 1)
        }
        table.verify(piece)
      })
    },
  }
}

const indexOf = (window: FileWindow) => window.makePlan(0).input.index

async function whenKnown<T>(description: string, value: () => T | null | undefined): Promise<T> {
  await waitUntil(description, () => value() !== null && value() !== undefined)
  const known = value()
  if (known === null || known === undefined) throw new Error(`gone again: ${description}`)
  return known
}
const mapOf = (window: FileWindow) => whenKnown('the index is read', window.timeMap)

describe.each<FilmSpec>([
  { kind: 'mp4IndexAtEnd', seconds: SECONDS, bytesPerSec: 250_000 },
  { kind: 'mp4IndexAtStart', seconds: SECONDS, bytesPerSec: 250_000 },
  { kind: 'mkv', seconds: SECONDS, bytesPerSec: 250_000 },
  { kind: 'webm', seconds: SECONDS, bytesPerSec: 250_000 },
  { kind: 'mp4IndexAtEnd', seconds: SECONDS, bytesPerSec: 250_000, look: 'noiseThenBlack' },
  { kind: 'mkv', seconds: SECONDS, bytesPerSec: 250_000, look: 'noiseThenBlack' },
])('the index of a film ($kind, $look)', (spec) => {
  let folder = ''
  let name = ''
  let content: Uint8Array = new Uint8Array()
  let packets: Packet[] = []
  let empty = ''

  beforeAll(async () => {
    const film = await makeFilm(spec)
    folder = path.dirname(film.path)
    name = film.name
    content = await readFile(film.path)
    packets = await packetsOf(film.path)
    empty = await mkdtemp(path.join(os.tmpdir(), 'millrace-index-'))
  })
  afterAll(() => rm(empty, { recursive: true, force: true }))

  /** The film with its head verified and its index located. */
  const openHead = async () => {
    const opened = openFilm(folder, name, content)
    opened.restore({ begin: 0, end: 1 })
    const ranges = await whenKnown('the index is located', () => indexOf(opened.window))
    return { ...opened, ranges }
  }

  it('tells where every key frame lies, before the player knows the duration', async () => {
    const { window, restore, ranges } = await openHead()
    ranges.forEach(restore)
    const map = await mapOf(window)
    const frames = packets.filter(({ isKey }) => isKey)
    expect(frames.length).toBeGreaterThanOrEqual(SECONDS / GROUP_SEC)
    for (const frame of frames) expect(Math.abs(secAt(map, frame.byte) - frame.timeSec)).toBeLessThan(FRAME_SEC)
    for (const [i, frame] of frames.entries()) expect(byteAt(map, frame.timeSec)).toBeLessThan(frames[i + 1]?.byte ?? content.length)
  })

  it('is read only when all of it is verified', async () => {
    const { window, table, ranges, restore } = await openHead()
    const last = ranges.at(-1)?.begin ?? 0
    restore({ begin: last, end: last + 1 })
    const end = await whenKnown('the index is settled', () => indexOf(window)?.at(-1)?.end)
    const lastPiece = piecesOf(table.geometry, { begin: 0, end }).end - 1
    ranges.forEach(({ begin }) => { restore({ begin, end: lastPiece * PIECE_BYTES }) })
    if (!table.isVerified(lastPiece)) expect(window.timeMap()).toBeNull()
    restore({ begin: lastPiece * PIECE_BYTES, end })
    await mapOf(window)
  })

  it('is read from memory when it has not reached the disk', async () => {
    const { window, receive } = openFilm(empty, name, content)
    receive({ begin: 0, end: 65_536 })
    const ranges = await whenKnown('the index is located', () => indexOf(window))
    ranges.forEach(receive)
    await mapOf(window)
  })

  it('is as long as it says as soon as its first bytes are here', async () => {
    const { window, receive } = openFilm(empty, name, Buffer.concat([content, Buffer.alloc(300_000)]))
    receive({ begin: 0, end: 65_536 })
    const begin = (await whenKnown('the index is located', () => indexOf(window)?.at(-1))).begin
    receive({ begin, end: begin + 1 })
    await waitUntil('the index is settled', () => (indexOf(window)?.at(-1)?.end ?? Infinity) <= content.length)
  })

  it('puts verified bytes within one group of pictures of where ffprobe sees them', async () => {
    const { window, table, restore, ranges } = await openHead()
    ranges.forEach(restore)
    for (const share of [0.2, 0.45, 0.7]) restore({ begin: content.length * share, end: content.length * (share + 0.1) })
    const map = await mapOf(window)
    const runs = haveRuns(table.geometry, { get: table.isVerified }, { begin: 0, end: content.length })
    expect(runs.length).toBeGreaterThanOrEqual(3)
    for (const run of runs) {
      const inside = packets.filter(({ byte }) => run.begin <= byte && byte < run.end).map(({ timeSec }) => timeSec)
      if (inside.length === 0) continue
      expect(Math.abs(secAt(map, run.begin) - Math.min(...inside))).toBeLessThan(GROUP_SEC)
      expect(Math.abs(secAt(map, run.end) - Math.max(...inside))).toBeLessThan(GROUP_SEC)
    }
  })

  it('that is spoiled gives numbers or nothing', () => {
    const location = locateIndex(content.subarray(0, 65_536), content.length)
    const parts = location.kind === 'found' ? location.ranges.map(({ begin, end }) => ({ begin, bytes: content.slice(begin, end) })) : []
    expect(readIndex(parts, content.length)).not.toBeNull()
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 40 }), fc.nat(), (flips, cut) => {
      const bent = parts.map(({ begin, bytes }) => ({ begin, bytes: Uint8Array.from(bytes.subarray(0, bytes.length - (cut % 2) * (cut % bytes.length))) }))
      for (const [at, value] of flips) for (const { bytes } of bent) bytes[at % bytes.length] = value
      for (const { timeSec, byte } of readIndex(bent, content.length)?.points ?? []) expect(Number.isFinite(timeSec + byte)).toBe(true)
    }), { numRuns: 300 })
  })

  if (spec.look === 'noiseThenBlack') it('is right where a straight line is more than ten seconds off', async () => {
    const { window, restore, ranges } = await openHead()
    ranges.forEach(restore)
    const map = await mapOf(window)
    const line = linearTimeMap(SECONDS, content.length)
    const errors = packets.map(({ timeSec, byte }) => ({ straight: Math.abs(secAt(line, byte) - timeSec), ours: Math.abs(secAt(map, byte) - timeSec) }))
    expect(Math.max(...errors.map(({ straight }) => straight))).toBeGreaterThan(10)
    expect(Math.max(...errors.map(({ ours }) => ours))).toBeLessThan(GROUP_SEC)
  })
})
