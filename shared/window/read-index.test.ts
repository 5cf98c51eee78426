import { describe, expect, it } from 'vitest'
import { readIndex } from './read-index.ts'
import { SEGMENT_CONTENT, cues, info, matroskaHead, moov } from './testing/film-index.ts'
import { byteAt, timeMapThrough } from './time-map.ts'

const LENGTH = 100_000
const head = { begin: 0, bytes: new Uint8Array(100) }
/** Twelve frames of 40 ms and 1000 bytes, from byte 1000 on. */
const film = moov(480, { sizes: Array.from({ length: 12 }, () => 1000) })
const mapOf = (found: ReturnType<typeof readIndex>) => timeMapThrough(found?.durationSec ?? 0, LENGTH, found?.points ?? [])

describe('an index that was read', () => {
  it('in front knows that the first picture does not lie at byte 0', () => {
    const map = mapOf(readIndex([{ begin: 0, bytes: film }], LENGTH))
    expect(byteAt(map, 0.02)).toBeGreaterThan(1400)
    expect(byteAt(map, 0.02)).toBeLessThan(1600)
  })

  it('behind the film marks its end', () => {
    const map = mapOf(readIndex([head, { begin: 13_000, bytes: film }], LENGTH))
    expect(byteAt(map, 0.479)).toBe(13_000)
    expect(byteAt(map, 0.48)).toBe(LENGTH)
  })

  it('in the middle of it does not', () => {
    const map = mapOf(readIndex([head, { begin: 5000, bytes: film }], LENGTH))
    expect(byteAt(map, 0.479)).toBe(LENGTH)
  })

  it('of Matroska is put together from the head and the Cues', () => {
    const found = readIndex([{ begin: 0, bytes: matroskaHead(info(6)) }, { begin: 50_000, bytes: Uint8Array.from(cues([{ time: 3000, cluster: 9000 }])) }], LENGTH)
    expect(found?.durationSec).toBe(6)
    expect(byteAt(mapOf(found), 3)).toBe(SEGMENT_CONTENT + 9000)
  })

  it('that is none is null', () => {
    expect(readIndex([], LENGTH)).toBeNull()
    expect(readIndex([head], LENGTH)).toBeNull()
    expect(readIndex([head, head], LENGTH)).toBeNull()
  })
})
