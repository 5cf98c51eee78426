import { describe, expect, it } from 'vitest'
import { linearTimeMap, timeMapThrough } from '../window/time-map.ts'
import { bytesOfCell, cellMoment, nextCell, pictureGrid, pictureAt, roughFirst } from './seek-pictures.ts'

const MB = 1_000_000

describe('the pictures of a film', () => {
  it.each([[10, 2, 5], [600, 2, 300], [7200, 24, 300], [1, 2, 1]])('of %d s are one every %d s, %d in all', (durationSec, cellSec, cells) => {
    expect(pictureGrid(durationSec)).toEqual({ cellSec, cells })
  })
  it('stand for the middle of their cell, the last one for a moment inside the film', () => {
    const grid = pictureGrid(7200)
    expect([0, 1, 299].map((cell) => cellMoment(grid, cell, 7190))).toEqual([12, 36, 7188])
    expect(cellMoment(pictureGrid(0.3), 0, 0.3)).toBe(0)
  })
  it('are made rough before fine, each once', () => {
    expect(roughFirst(8)).toEqual([0, 4, 2, 6, 1, 3, 5, 7])
    for (const cells of [1, 2, 3, 5, 300]) expect([...roughFirst(cells)].sort((a, b) => a - b)).toEqual(Array.from({ length: cells }, (_, i) => i))
  })
  it('have an address when they were made or their part is here', () => {
    const pictures = { cellSec: 10, made: [0, 2], url: 'u' }
    const shown = [0, 9.9, 10, 25, 35].map((sec) => pictureAt(pictures, sec, [{ begin: 25, end: 45 }]))
    expect(shown.map((picture) => (picture ? `${picture.url} ${picture.made ? 'made' : 'here'}` : ''))).toEqual(['u/0 made', 'u/0 made', '', 'u/2 made', 'u/3 here'])
  })
})

describe('the next picture', () => {
  const grid = pictureGrid(100)
  const map = linearTimeMap(100, 100 * MB)
  it('is one whose bytes are here', () => {
    expect(nextCell(map, grid, () => false, [])).toBeNull()
    expect(nextCell(map, grid, () => false, [{ begin: 20 * MB, end: 30 * MB }])).toBe(12)
    expect(nextCell(map, grid, (cell) => cell === 12, [{ begin: 20 * MB, end: 30 * MB }])).toBe(10)
    expect(nextCell(map, grid, () => true, [{ begin: 0, end: 100 * MB }])).toBeNull()
  })
  it('needs some seconds from its key frame on', () => {
    expect(bytesOfCell(map, grid, 10)).toEqual({ begin: 21 * MB, end: 25 * MB })
    expect(bytesOfCell(timeMapThrough(100, 100 * MB, [{ timeSec: 18, byte: 17 * MB }]), grid, 10).begin).toBe(17 * MB)
  })
})
