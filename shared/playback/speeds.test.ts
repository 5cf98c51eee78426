import { expect, it } from 'vitest'
import { nextSpeed } from './speeds.ts'

it.each([[1, 1, 1.25], [1, -1, 0.75], [3, 1, 3], [0.25, -1, 0.25], [1.1, 1, 1.25]] as const)('from speed %d in direction %d comes %d', (rate, direction, expected) => {
  expect(nextSpeed(rate, direction)).toBe(expected)
})
