import { expect, it } from 'vitest'
import { rowsInView } from './use-row-window.ts'

it.each([
  ['at the top of the list', 100, { begin: 0, end: 20 }],
  ['far down', -5000, { begin: 80, end: 108 }],
  ['before the list comes into view', 5000, { begin: 0, end: 0 }],
])('%s the rows in view and half a screen around them are drawn', (_where, top, expected) => {
  expect(rowsInView(top, 700, 57)).toEqual(expected)
})
