import { expect, it } from 'vitest'
import { isPermitted } from './permissions.ts'

it.each([
  ['fullscreen', 'app://bundle', true],
  ['clipboard-sanitized-write', 'app://bundle', true],
  ['fullscreen', 'https://example.org', false],
  ['fullscreen', null, false],
  ['media', 'app://bundle', false],
  ['geolocation', 'app://bundle', false],
  ['clipboard-read', 'app://bundle', false],
  ['openExternal', 'app://bundle', false],
])('permission %s for %s: %s', (permission, origin, permitted) => {
  expect(isPermitted(permission, origin, 'app://bundle')).toBe(permitted)
})
