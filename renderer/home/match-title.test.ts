import { expect, it } from 'vitest'
import { matchesTitle } from './match-title.ts'

it.each([
  ['Tears.of.Steel.2012.mkv', 'tears steel', true], ['Amélie', 'amelie', true], ['Sintel', 'SIN', true], ['Sintel', '', true], ['Sintel', 'sintel bunny', false],
])('%s is found with “%s”: %s', (title, query, expected) => {
  expect(matchesTitle(title, query)).toBe(expected)
})
