import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_POINTS } from './index-points.ts'
import { matroskaPoints } from './matroska-points.ts'
import { SEGMENT_CONTENT, cues, element, info, matroskaHead } from './testing/film-index.ts'

const CUES = [{ time: 0, cluster: 500 }, { time: 2000, cluster: 9000 }, { time: 4000, cluster: 9000, relative: 700 }]
const PLACES = [{ timeSec: 0, byte: SEGMENT_CONTENT + 500 }, { timeSec: 2, byte: SEGMENT_CONTENT + 9000 }, { timeSec: 4, byte: SEGMENT_CONTENT + 9700 }]
const CLUSTER = element(0x1f43b675)

describe('the points of a Matroska file', () => {
  it('are its Cues, behind the film or in front of it', () => {
    expect(matroskaPoints(matroskaHead(info(6)), Uint8Array.from(cues(CUES)))).toEqual({ durationSec: 6, points: PLACES })
    expect(matroskaPoints(matroskaHead(info(6), cues(CUES), CLUSTER), null)).toEqual({ durationSec: 6, points: PLACES })
  })

  it('are counted in the ticks of the file', () => {
    expect(matroskaPoints(matroskaHead(info(6, 1000)), Uint8Array.from(cues([{ time: 2_000_000, cluster: 1 }])))).toMatchObject({ points: [{ timeSec: 2 }] })
    expect(matroskaPoints(matroskaHead(), Uint8Array.from(cues([{ time: 2000, cluster: 1 }])))).toMatchObject({ durationSec: null, points: [{ timeSec: 2 }] })
  })

  it('are none without Cues, but the duration is told', () => {
    expect(matroskaPoints(matroskaHead(info(6), CLUSTER), null)).toEqual({ durationSec: 6, points: [] })
    expect(matroskaPoints(matroskaHead(info(6)), Uint8Array.from(CLUSTER))).toEqual({ durationSec: 6, points: [] })
  })

  it('leave out those that are broken or cut off', () => {
    const broken = element(0xbb, element(0xb3, [1]))
    const bytes = cues([...CUES, { time: 6000, cluster: 10_000 }])
    bytes.splice(12, 0, ...broken)
    expect(matroskaPoints(matroskaHead(info(9)), Uint8Array.from(bytes.slice(0, -20)))?.points).toEqual(PLACES)
  })

  it('are at most 4000, from all over the film', () => {
    const many = Array.from({ length: 9000 }, (_, i) => ({ time: i * 1000, cluster: i * 100 }))
    const points = matroskaPoints(matroskaHead(info(9000)), Uint8Array.from(cues(many)))?.points ?? []
    expect(points).toHaveLength(MAX_POINTS)
    expect(points.at(-1)?.timeSec).toBeGreaterThan(8990)
  })

  it('of any bytes are numbers, and reading them never throws', () => {
    const head = matroskaHead(info(6), cues(CUES), CLUSTER)
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(head.length - 1), fc.nat(255)), { maxLength: 30 }), fc.nat(head.length), fc.uint8Array({ maxLength: 300 }), (flips, length, behind) => {
      const bent = Uint8Array.from(head)
      for (const [at, value] of flips) bent[at] = value
      const found = [matroskaPoints(bent.subarray(0, length), null), matroskaPoints(bent, behind), matroskaPoints(head, bent.subarray(length))]
      for (const { timeSec, byte } of found.flatMap((each) => each?.points ?? [])) expect(Number.isFinite(timeSec + byte)).toBe(true)
    }), { numRuns: 2000 })
  })
})
