import { describe, expect, it } from 'vitest'
import { originOf, pageAddress } from './origins.ts'

describe('the origin of a page', () => {
  it.each([
    ['app://bundle/index.html?x#y', 'app://bundle'],
    ['app://elsewhere/index.html', 'app://elsewhere'],
    ['http://localhost:5173/src/main.tsx', 'http://localhost:5173'],
    ['file:///etc/passwd', 'null'],
    ['about:blank', 'null'],
    ['nonsense', null],
  ])('%s is %s', (url, origin) => {
    expect(originOf(url)).toBe(origin)
  })

  it('is the bundle unless a development server is named', () => {
    expect(pageAddress(undefined)).toEqual({ url: 'app://bundle/index.html', origin: 'app://bundle' })
    expect(pageAddress('http://localhost:5173')).toEqual({ url: 'http://localhost:5173', origin: 'http://localhost:5173' })
  })
})
