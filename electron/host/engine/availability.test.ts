import { describe, expect, it } from 'vitest'
import { createAvailability } from './availability.ts'
import { createPieceTable } from './piece-table.ts'

describe('the order of the rest of a film', () => {
  const table = createPieceTable({ lengthBytes: 8 * 16_384, pieceLengthBytes: 16_384 }, new Uint8Array(8 * 20))

  it('holds the missing pieces of the watched files', () => {
    const availability = createAvailability(table)
    expect(availability.fillOrder(0)).toEqual([])
    availability.setFillPieces([{ begin: 1, end: 3 }, { begin: 6, end: 7 }])
    expect(availability.fillOrder(1)).toEqual([1, 2, 6])
  })

  it('is made anew when half of it has come', () => {
    const some = createPieceTable({ lengthBytes: 8 * 16_384, pieceLengthBytes: 16_384 }, new Uint8Array(8 * 20))
    const availability = createAvailability(some)
    availability.setFillPieces([{ begin: 0, end: 4 }])
    const order = availability.fillOrder(0)
    some.restore(0)
    some.restore(1)
    expect(availability.fillOrder(1)).toBe(order)
    some.restore(2)
    expect(availability.fillOrder(2)).toEqual([3])
  })

  it('is not held against what is here again while nothing more is', () => {
    const some = createPieceTable({ lengthBytes: 8 * 16_384, pieceLengthBytes: 16_384 }, new Uint8Array(8 * 20))
    let questions = 0
    const isVerified = (piece: number) => {
      questions += 1
      return some.isVerified(piece)
    }
    const availability = createAvailability({ ...some, isVerified })
    availability.setFillPieces([{ begin: 0, end: 8 }])
    availability.fillOrder(0)
    some.restore(0)
    for (let round = 0; round < 100; round++) availability.fillOrder(1)
    expect(questions).toBeLessThanOrEqual(8)
  })

  it('is made anew when other files are watched, not with every plan', () => {
    const availability = createAvailability(table)
    availability.setFillPieces([{ begin: 1, end: 3 }])
    const order = availability.fillOrder(0)
    availability.setFillPieces([{ begin: 1, end: 3 }])
    expect(availability.fillOrder(1)).toBe(order)
    availability.setFillPieces([{ begin: 1, end: 4 }])
    expect(availability.fillOrder(2)).toEqual([1, 2, 3])
  })
})
