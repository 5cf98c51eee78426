import { describe, expect, it } from 'vitest'
import { createHoverReporter } from './report-hover.ts'
import type { HoverWorld } from './report-hover.ts'

/** What the engine hears of the pointer. */
function pointed(world: Partial<HoverWorld>, ...places: readonly (number | null)[]): unknown[] {
  const heard: unknown[] = []
  const report = createHoverReporter({ bridge: { notify: (name, value) => { heard.push([name, value]) } }, streamId: () => 's-1', settings: () => ({ warmSeek: true }), ...world })
  for (const timeSec of places) report(timeSec)
  return heard
}

describe('pointing at the seek bar', () => {
  it('is told to the engine with its stream', () => {
    expect(pointed({}, 60, null)).toEqual([['media.hover', { streamId: 's-1', timeSec: 60, mayFetch: true }], ['media.hover', { streamId: 's-1', timeSec: null, mayFetch: true }]])
  })

  it('fetches nothing where the setting is off, nor before the settings are known', () => {
    const toldOnly = [['media.hover', { streamId: 's-1', timeSec: 60, mayFetch: false }]]
    expect(pointed({ settings: () => ({ warmSeek: false }) }, 60)).toEqual(toldOnly)
    expect(pointed({ settings: () => null }, 60)).toEqual(toldOnly)
  })

  it('is not told while nothing is open', () => {
    expect(pointed({ streamId: () => null }, 60)).toEqual([])
  })
})
