import { createHash } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { fileTree } from '../../../shared/playback/file-tree.ts'
import { encodeBencode } from '../../../shared/torrent/bencode.ts'
import { chooseFile, toTorrentFiles } from '../../../shared/torrent/media-files.ts'
import { compareNatural } from '../../../shared/torrent/natural-order.ts'
import { parseMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import { createPieceStore, segmentsOf } from './piece-store.ts'

const FILE_BYTES = 40_000
const PIECE_BYTES = 65_536
/** Ten times the files and a third more for each, because they are sorted. */
const MOST_TIMES = 14

const sha1Hex = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')

/** A .torrent of so many episodes in folders of a hundred; `alike`: of one name, in one folder. */
function torrentOf(count: number, alike = false): Uint8Array {
  const pathOf = (n: number) => (alike ? ['Episode.mp4'] : [`Season ${String(Math.floor(n / 100))}`, `Episode ${String(n)}.mp4`])
  const files = Array.from({ length: count }, (_, n) => new Map<string, number | string[]>([['length', FILE_BYTES], ['path', pathOf(n)]]))
  const pieces = new Uint8Array(Math.ceil((count * FILE_BYTES) / PIECE_BYTES) * 20)
  const info = new Map<string, Parameters<typeof encodeBencode>[0]>([['files', files], ['name', 'Series'], ['piece length', PIECE_BYTES], ['pieces', pieces]])
  return encodeBencode(new Map([['info', info]]))
}

function open(bytes: Uint8Array): Metainfo {
  const parsed = parseMetainfo(bytes, sha1Hex, { allowLocal: false })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

interface Counter {
  readonly count: () => number
  /** The same list; every look at one of its elements counts. */
  watched<T>(list: readonly T[]): readonly T[]
  /** Runs the work; every look into a set or map and every text that is compared as people read it counts. */
  during(work: () => Promise<void> | void): Promise<void>
}

function createCounter(): Counter {
  let count = 0
  const places = [[Set.prototype, 'has'], [Map.prototype, 'get'], [String.prototype, 'normalize']] as const
  const counted = (original: unknown) => function (this: unknown, ...args: readonly unknown[]): unknown {
    count += 1
    return typeof original === 'function' ? Reflect.apply(original, this, args) : undefined
  }
  return {
    count: () => count,
    watched: (list) => new Proxy(list, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d/.test(key)) count += 1
        return Reflect.get(target, key)
      },
    }),
    during: async (work) => {
      const originals = places.map(([owner, name]): unknown => Reflect.get(owner, name))
      places.forEach(([owner, name], i) => { Reflect.defineProperty(owner, name, { value: counted(originals[i]), configurable: true, writable: true }) })
      try {
        await work()
      } finally {
        places.forEach(([owner, name], i) => { Reflect.defineProperty(owner, name, { value: originals[i], configurable: true, writable: true }) })
      }
    },
  }
}

describe('ten times as many files take about ten times the work', () => {
  let folder: TempFolder
  beforeAll(async () => { folder = await createTempFolder('many-files') })
  afterAll(() => folder.close())

  async function expectNoMoreThan(few: number, times: number, prepare: (count: number, counter: Counter) => () => Promise<void> | void): Promise<void> {
    const [some, many] = [createCounter(), createCounter()]
    await some.during(prepare(few, some))
    await many.during(prepare(few * 10, many))
    expect(some.count()).toBeGreaterThan(0)
    expect(many.count() / some.count()).toBeLessThan(times)
  }

  it.each([['of different names', false], ['of one name', true]])('to open them, %s', (_title, alike) => expectNoMoreThan(1000, MOST_TIMES, (count) => {
    const bytes = torrentOf(count, alike)
    return () => { expect(open(bytes).files).toHaveLength(count) }
  }))

  it('to list them, in order and as a tree', () => expectNoMoreThan(1000, MOST_TIMES, (count, { watched }) => {
    const { files } = open(torrentOf(count))
    return () => {
      const listed = watched(toTorrentFiles({ files: watched(files) }))
      expect(chooseFile(listed, null)).toBe(0)
      expect(fileTree(listed)).toHaveLength(count / 100)
      expect(listed.toSorted((a, b) => compareNatural(a.path, b.path))).toHaveLength(count)
    }
  }))

  it('to write them, file after file', () => expectNoMoreThan(200, MOST_TIMES, (count, { watched }) => {
    const { files } = open(torrentOf(count))
    let made = 0
    const store = createPieceStore(path.join(folder.path, String(count)), watched(files), { onMade: () => { made += 1 } })
    return async () => {
      for (const { offsetBytes } of files) expect((await store.write(offsetBytes, Uint8Array.of(1))).ok).toBe(true)
      await store.close()
      expect(made).toBe(count)
    }
  }))

  it('and hardly more to find the place of one of them', () => expectNoMoreThan(1000, 2, (count, { watched }) => {
    const { files } = open(torrentOf(count))
    const listed = watched(files)
    return () => { for (let n = 0; n < 100; n++) expect(segmentsOf(listed, { begin: n * 2 * FILE_BYTES, end: n * 2 * FILE_BYTES + PIECE_BYTES })).not.toEqual([]) }
  }))
})
