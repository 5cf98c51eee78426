import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellAt, cellCount, cellStart, evenGrid, keyframeGrid } from './grid.ts'
import type { Grid } from './grid.ts'
import { partEnds } from './parts.ts'
import { formatParts, formatPlaylist, parseSegmentName, segmentName } from './playlist.ts'

describe('the cells of a film', () => {
  it('are even where the picture is encoded, the last one with what is left', () => {
    expect(evenGrid(7.3)).toEqual({ kind: 'even', boundaries: [0, 2, 4, 6, 7.3] })
    expect(evenGrid(6.3).boundaries).toEqual([0, 2, 4, 6.3])
    expect(evenGrid(0.2).boundaries).toEqual([0, 0.2])
  })

  it('begin at key frames where it is copied, at least two seconds apart', () => {
    expect(keyframeGrid([0.083, 1, 2.5, 4, 5, 9], 12)).toEqual({ kind: 'keyframes', boundaries: [0, 2.5, 5, 9, 12] })
  })

  it('begin at every key frame of a film that has one every two seconds, however its stamps are rounded', () => {
    expect(keyframeGrid([0, 2.001, 4, 6.000000000000001, 8], 10)?.boundaries).toHaveLength(6)
  })

  it('cannot be copied from a film without key frames to begin at', () => {
    expect(keyframeGrid([], 60)).toBeNull()
    expect(keyframeGrid([0], 60)).toBeNull()
    expect(keyframeGrid([0], 8)?.boundaries).toEqual([0, 8])
    expect(keyframeGrid([99], 60)).toBeNull()
  })

  it('are few enough for a playlist, however long the film', () => {
    expect(cellCount(evenGrid(400_000))).toBeLessThanOrEqual(20_001)
    expect(cellCount(keyframeGrid(Array.from({ length: 300_000 }, (_, i) => i), 300_000) ?? evenGrid(1))).toBeLessThanOrEqual(20_001)
  })

  const grids: fc.Arbitrary<Grid> = fc.tuple(fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { maxLength: 200 }), fc.double({ min: 1, max: 5000, noNaN: true }))
    .map(([times, duration]) => keyframeGrid(times, duration) ?? evenGrid(duration))

  it('rise from 0 to the end, and every time lies in its own', () => {
    fc.assert(fc.property(grids, fc.double({ min: 0, max: 5000, noNaN: true }), (grid, sec) => {
      expect(cellStart(grid, 0)).toBe(0)
      for (let cell = 0; cell < cellCount(grid); cell++) expect(cellStart(grid, cell + 1)).toBeGreaterThan(cellStart(grid, cell))
      const end = cellStart(grid, cellCount(grid))
      const cell = cellAt(grid, sec)
      if (sec < end) expect([cellStart(grid, cell) <= sec, sec < cellStart(grid, cell + 1)]).toEqual([true, true])
      else expect(cell).toBe(cellCount(grid) - 1)
    }))
  })

  it('are all in the playlist, and it ends', () => {
    fc.assert(fc.property(grids, (grid) => {
      const text = formatPlaylist(grid)
      const lengths = [...text.matchAll(/#EXTINF:([\d.]+),\n(\d+)\.m4s/g)]
      expect(lengths.map(([, , cell]) => Number(cell))).toEqual(Array.from({ length: cellCount(grid) }, (_, cell) => cell))
      expect(lengths.reduce((sum, [, sec]) => sum + Number(sec), 0)).toBeCloseTo(cellStart(grid, cellCount(grid)), 1)
      const target = Number(/TARGETDURATION:(\d+)/.exec(text)?.[1])
      for (const [, sec] of lengths) expect(Math.round(Number(sec))).toBeLessThanOrEqual(target)
      expect(text.endsWith('#EXT-X-ENDLIST\n')).toBe(true)
    }))
  })

  it.each([
    ['0.m4s', { cell: 0, part: null }], ['123.m4s', { cell: 123, part: null }], ['7.0.m4s', { cell: 7, part: 0 }], ['7.12.m4s', { cell: 7, part: 12 }],
    ['1234567.m4s', null], ['-1.m4s', null], ['1.mp4', null], ['../1.m4s', null], ['7.123.m4s', null], ['7..m4s', null],
  ])('the segment %s is %j', (name, wanted) => {
    expect(parseSegmentName(name)).toEqual(wanted)
    if (wanted?.part === null) expect(segmentName(wanted.cell)).toBe(name)
  })

  it('are handed out in parts that grow, so that a place is reached with twice its bytes', () => {
    const ends = (lengthSec: number) => partEnds({ kind: 'keyframes', boundaries: [0, lengthSec] }, 0)
    expect([1.4, 1.5, 2, 4, 10].map(ends)).toEqual([[0.25], [0.25, 1], [0.25, 1], [0.25, 1, 2], [0.25, 1, 2, 4, 8]])
    fc.assert(fc.property(fc.double({ min: 0.1, max: 300, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (lengthSec, share) => {
      const all = [...ends(lengthSec), lengthSec]
      const reached = all.find((end) => end >= share * lengthSec) ?? 0
      expect(reached).toBeLessThanOrEqual(Math.max(1.5, share * lengthSec * 2 + 0.5))
    }))
  })

  it('have a jump to any place begin with the first part of its segment', () => {
    const text = formatParts({ kind: 'keyframes', boundaries: [0, 4, 5, 8] })
    const more = (cell: number, count: number) => Array.from({ length: count }, (_, i) => `#EXT-X-PART:DURATION=0.000000,URI="${String(cell)}.${String(i + 1)}.m4s"`)
    expect(text.split('\n').filter((line) => /PART|EXTINF|INDEPENDENT/.test(line))).toEqual([
      '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-PART-INF:PART-TARGET=4.000000',
      '#EXT-X-PART:DURATION=4.000000,URI="0.0.m4s",INDEPENDENT=YES', ...more(0, 3), '#EXTINF:4.000000,',
      '#EXT-X-PART:DURATION=1.000000,URI="1.0.m4s",INDEPENDENT=YES', ...more(1, 1), '#EXTINF:1.000000,',
      '#EXT-X-PART:DURATION=3.000000,URI="2.0.m4s",INDEPENDENT=YES', ...more(2, 3), '#EXTINF:3.000000,',
    ])
  })
})
