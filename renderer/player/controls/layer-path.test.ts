import { describe, expect, it } from 'vitest'
import { layerPath } from './layer-path.ts'

describe('a layer of the seek bar', () => {
  it('is one box a part, scaled to the film', () => {
    expect(layerPath([{ begin: 0, end: 25 }, { begin: 50, end: 60 }], 100)).toBe('M0 0h250v10h-250zM500 0h100v10h-100z')
  })
  it('ends with the film', () => {
    expect(layerPath([{ begin: 90, end: 120 }], 100)).toBe('M900 0h100v10h-100z')
  })
  it('keeps the smallest part visible', () => {
    expect(layerPath([{ begin: 50, end: 50.001 }], 100)).toBe('M500 0h1v10h-1z')
  })
  it('is empty while the length is not known', () => {
    expect(layerPath([{ begin: 0, end: 10 }], null)).toBe('')
  })
})
