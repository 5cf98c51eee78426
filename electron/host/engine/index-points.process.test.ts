import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeFilm } from '../../../e2e/lab/media.ts'
import type { FilmKind } from '../../../e2e/lab/media.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { locateIndex } from '../../../shared/window/index-range.ts'
import type { IndexPoints } from '../../../shared/window/index-points.ts'
import { isobmffPoints } from '../../../shared/window/isobmff-points.ts'
import { matroskaPoints } from '../../../shared/window/matroska-points.ts'
import { byteAt, timeMapThrough } from '../../../shared/window/time-map.ts'

const HEAD_BYTES = 65_536
const SECONDS = 60
/** The lab's films have a key frame every two seconds. */
const GROUP_SEC = 2

/** The index as the engine reads it: the head and the range where the index lies. */
function pointsOf(film: Uint8Array): IndexPoints | null {
  const head = film.subarray(0, HEAD_BYTES)
  const location = locateIndex(head, film.length)
  const last = location.kind === 'found' ? location.ranges.at(-1) : undefined
  if (location.kind !== 'found' || !last) return null
  const index = film.subarray(last.begin, last.end)
  return isobmffPoints(index) ?? matroskaPoints(head, location.ranges.length > 1 ? index : null)
}

async function keyFrames(file: string): Promise<{ timeSec: number; byte: number }[]> {
  const text = await mustRun('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time,pos,flags', '-of', 'csv=p=0', file])
  return text.trim().split('\n').map((line) => line.split(',')).filter(([, , flags = '']) => flags.includes('K')).map(([time, place]) => ({ timeSec: Number(time), byte: Number(place) }))
}

describe.each<FilmKind>(['mp4IndexAtEnd', 'mp4IndexAtStart', 'mkv', 'webm'])('the index of a %s film', (kind) => {
  let film: Uint8Array
  let frames: Awaited<ReturnType<typeof keyFrames>>

  beforeAll(async () => {
    const made = await makeFilm({ kind, seconds: SECONDS, bytesPerSec: 250_000 })
    film = await readFile(made.path)
    frames = await keyFrames(made.path)
  })

  it('says where every key frame lies, as ffprobe does', () => {
    const found = pointsOf(film)
    expect(found?.durationSec).toBeCloseTo(SECONDS, 0)
    const map = timeMapThrough(found?.durationSec ?? 0, film.length, found?.points ?? [])
    for (const [i, frame] of frames.entries()) {
      const next = frames[i + 1]
      expect(byteAt(map, frame.timeSec)).toBeGreaterThan((frames[i - 1]?.byte ?? -1))
      if (next) expect(byteAt(map, frame.timeSec)).toBeLessThan(next.byte)
    }
    expect(found?.points.length).toBeGreaterThanOrEqual(SECONDS / GROUP_SEC - 1)
  })

  it('is given up without a throw or a loop when bytes of it are wrong', () => {
    const last = Math.max(0, film.length - 40_000)
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 40 }), fc.boolean(), (flips, inTail) => {
      const bent = Uint8Array.from(film.subarray(0, HEAD_BYTES))
      const tail = Uint8Array.from(film.subarray(last))
      for (const [place, value] of flips) (inTail ? tail : bent)[place % (inTail ? tail.length : bent.length)] = value
      isobmffPoints(bent)
      isobmffPoints(tail)
      matroskaPoints(bent, tail)
      matroskaPoints(bent, null)
    }), { numRuns: 300 })
  })
})

describe('an index that is none', () => {
  it('gives nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(isobmffPoints(bytes)?.points.length ?? 1).toBeGreaterThan(0)
      expect(matroskaPoints(bytes, bytes)).toBeNull()
    }))
  })
})
