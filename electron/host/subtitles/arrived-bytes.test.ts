import { describe, expect, it } from 'vitest'
import { createArrivedBytes } from './arrived-bytes.ts'

const BLOCK = 16_384
/** Pieces of four blocks: `#` verified, else one character a block, `x` here. */
function pieces(state: { map: readonly string[] }) {
  return {
    geometry: { pieceLengthBytes: 4 * BLOCK, lengthBytes: 4 * BLOCK * state.map.length },
    isVerified: (piece: number) => state.map[piece] === '#',
    inMemory: (piece: number, offset: number) => (state.map[piece]?.[offset / BLOCK] === 'x' ? new Uint8Array(1) : null),
  }
}
const inBlocks = (runs: readonly { readonly begin: number; readonly end: number }[]) => runs.map(({ begin, end }) => `${String(begin / BLOCK)}-${String(end / BLOCK)}`)

describe('what has come around the place that is read', () => {
  it('is verified pieces and single blocks, counted from the file\'s start', () => {
    const state = { map: ['#', 'xx..', '..x.', '#'] }
    const arrived = createArrivedBytes(pieces(state), { begin: BLOCK, end: 16 * BLOCK })
    expect(inBlocks(arrived(0).runs)).toEqual(['0-5', '9-10', '11-15'])
  })
  it('begins anew when bytes that were there turned out wrong, and only then', () => {
    const state = { map: ['xx..', '....'] }
    const arrived = createArrivedBytes(pieces(state), { begin: 0, end: 8 * BLOCK })
    const first = arrived(0).generation
    state.map = ['xxxx', 'x...']
    expect(arrived(0).generation).toBe(first)
    state.map = ['#', 'x...']
    expect(arrived(0).generation).toBe(first)
    state.map = ['#', '....']
    expect(arrived(0).generation).toBe(first + 1)
  })
  it('begins anew when the place moves far', () => {
    const arrived = createArrivedBytes(pieces({ map: Array.from({ length: 400 }, () => '#') }), { begin: 0, end: 1600 * BLOCK })
    const first = arrived(0).generation
    expect(arrived(BLOCK).generation).toBe(first)
    expect(arrived(1000 * BLOCK).generation).toBe(first + 1)
  })
})
