import { expect, it } from 'vitest'
import { turnWheel } from './wheel-steps.ts'

it.each([
  ['a notch is a step', 0, 120, 1, 0],
  ['a notch up is a step up', 0, -100, -1, 0],
  ['a fast turn is several', 0, 300, 3, 0],
  ['a touch waits until it is a step', 0, 30, 0, 30],
  ['touches add up', 90, 30, 1, 20],
  ['turning back forgets what was left', 90, -30, 0, -30],
] as const)('%s', (_name, restPx, deltaPx, steps, left) => {
  expect(turnWheel(restPx, deltaPx)).toEqual({ steps, restPx: left })
})
