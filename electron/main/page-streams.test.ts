import { describe, expect, it } from 'vitest'
import { createPageStreams } from './page-streams.ts'

describe('the streams of a page', () => {
  it('are closed when the page is gone, once, and without those it closed itself', () => {
    const closed: string[] = []
    const streams = createPageStreams((streamId) => { closed.push(streamId) })
    for (const streamId of ['a', 'b', 'c']) streams.ask()(streamId)
    streams.forget('b')
    streams.leave()
    streams.leave()
    expect(closed).toEqual(['a', 'c'])
  })

  it('that come when the page is gone are closed at once, and those of the next page stay', () => {
    const closed: string[] = []
    const streams = createPageStreams((streamId) => { closed.push(streamId) })
    const take = streams.ask()
    streams.leave()
    streams.ask()('new')
    take('late')
    expect(closed).toEqual(['late'])
  })
})
