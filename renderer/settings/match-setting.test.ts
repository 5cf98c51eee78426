import { expect, it } from 'vitest'
import { matchesSetting } from './match-setting.ts'

it.each([
  ['Port for peers', 'port', true], ['What to name when you report something.', 'port', false], ['Gentle transport (uTP)', 'port', false], ['Gentle transport (uTP)', 'utp', true],
  ['name:port', 'port', true], ['Downloadordner', 'ordner', true], ['Kopfhörer', 'KOPFHO', true], ['Open a port in the router', 'router port', true], ['Version', 'port version', false], ['Version', '', true],
])('%s is found with “%s”: %s', (text, query, expected) => {
  expect(matchesSetting(text, query)).toBe(expected)
})
