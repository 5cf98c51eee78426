import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNatural } from './natural-order.ts'

const sorted = (...names: string[]) => [...names].sort(compareNatural)

describe('natural order', () => {
  it('sorts numbers by value', () => {
    expect(sorted('S1E10', 'S1E2', 'S1E1', 'S10E1', 'S2E1')).toEqual(['S1E1', 'S1E2', 'S1E10', 'S2E1', 'S10E1'])
    expect(sorted('e009', 'e10', 'e08', `e${'9'.repeat(400)}`)).toEqual(['e08', 'e009', 'e10', `e${'9'.repeat(400)}`])
  })

  it('looks past case and accents', () => {
    expect(sorted('b', 'É', 'a', 'f', 'Z', 'e')).toEqual(['a', 'b', 'e', 'É', 'f', 'Z'])
  })

  it('goes folder by folder', () => {
    expect(sorted('Season 10/01.mkv', 'Season 2/02.mkv', 'Season 2 extras/a.mkv', 'Season 2/01.mkv')).toEqual(['Season 2/01.mkv', 'Season 2/02.mkv', 'Season 2 extras/a.mkv', 'Season 10/01.mkv'])
  })

  it('is a total order', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'A', 'á', '0', '1', '10', '/', ' ', 'b'), maxLength: 6 })
    fc.assert(fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareNatural(a, b))).toBe(0 - Math.sign(compareNatural(b, a)))
      expect(compareNatural(a, b) === 0).toBe(a === b)
      if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0)
    }), { numRuns: 5000 })
  })
})
