import { expect, it } from 'vitest'
import { toChromecast } from './device.ts'

const txt = (change: Record<string, string> = {}) => new Map(Object.entries({ id: 'abc', fn: 'Living room', md: 'Chromecast Ultra', ca: '5', ...change }))

it('a Chromecast is known by its id and shown by its name', () => {
  expect(toChromecast(txt(), '192.168.1.5', 8009)).toEqual({ kind: 'chromecast', id: 'abc', name: 'Living room', model: 'Chromecast Ultra', host: '192.168.1.5', port: 8009 })
})

it.each([
  ['a speaker', txt({ ca: '4' }), 8009], ['a group of speakers', txt({ ca: '36' }), 42_000], ['one without an id', txt({ id: '' }), 8009], ['one without a port', txt(), 0],
])('%s is not listed', (_what, words, port) => { expect(toChromecast(words, '192.168.1.5', port)).toBeNull() })

it('one without a name is called by its model', () => {
  expect(toChromecast(txt({ fn: '' }), '192.168.1.5', 8009)?.name).toBe('Chromecast Ultra')
  expect(toChromecast(txt({ fn: '', md: '' }), '192.168.1.5', 8009)?.name).toBe('Chromecast')
  expect(toChromecast(txt({ fn: 'x'.repeat(500) }), '192.168.1.5', 8009)?.name).toHaveLength(80)
})
