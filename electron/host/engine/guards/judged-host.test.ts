import { expect, it } from 'vitest'
import { judgedHost } from './judged-host.ts'

it.each([
  ['198.51.100.7', 6881, '198.51.100.7'], ['::ffff:198.51.100.7', 6882, '198.51.100.7'], ['127.0.1.3', 6881, '127.0.1.3'],
  ['', undefined, ''], ['127.0.0.1', undefined, '127.0.0.1'],
])('a peer at %s, port %s is judged by its host', (host, port, judged) => {
  expect(judgedHost(host, port)).toBe(judged)
})

it.each(['127.0.0.1', '::ffff:127.0.0.1', '::1'])('at %s each port is a peer of its own', (host) => {
  expect(judgedHost(host, 6881)).not.toBe(judgedHost(host, 6882))
  expect(judgedHost(host, 6881)).toBe(judgedHost(host, 6881))
})
