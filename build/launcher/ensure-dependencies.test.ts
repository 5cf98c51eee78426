import { expect, test } from 'vitest'
import { differences } from './ensure-dependencies.mjs'

const wanted = { '': { name: 'millrace' }, 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '2.0.0', integrity: 'y', optional: true } }

test('an installed tree that is what the lockfile says needs nothing', () => {
  expect(differences(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '2.0.0', integrity: 'y' } })).toEqual([])
})

test('packages for other systems may be absent', () => {
  expect(differences(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'x' } })).toEqual([])
})

test('a missing, another and a left-over package are differences', () => {
  expect(differences(wanted, {})).toEqual(['node_modules/a'])
  expect(differences(wanted, { 'node_modules/a': { version: '1.0.1', integrity: 'z' } })).toEqual(['node_modules/a'])
  expect(differences(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/c': { version: '1.0.0' } })).toEqual(['node_modules/c'])
})
