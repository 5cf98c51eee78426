import { describe, expect, it } from 'vitest'
import { settleMsOf } from './settle-time.ts'

describe('the first jump after loading', () => {
  it.each([['video/mp4', 0], ['audio/mp4', 0], ['video/quicktime', 0], ['video/x-matroska', 250], ['video/webm', 250], ['application/octet-stream', 250]])('in %s waits %d ms', (mediaType, ms) => {
    expect(settleMsOf(mediaType)).toBe(ms)
  })
})
