import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { toQuery } from './guard-trackers.ts'
import { clampInterval, readTrackerAnswer } from './tracker-answer.ts'

const map = (fields: Record<string, Encodable>) => new Map(Object.entries(fields))
const read = (fields: Record<string, Encodable>) => {
  const answer = readTrackerAnswer(encodeBencode(map(fields)))
  return answer.ok ? answer.value : answer.error.message
}

describe("a tracker's answer", () => {
  it('gives interval and peers, compact or not', () => {
    expect(read({ interval: 1800, complete: 5, incomplete: 2, peers: new Uint8Array(13), peers6: new Uint8Array(18) })).toEqual({ interval: 1800, complete: 5, incomplete: 2, peers: new Uint8Array(12), peers6: new Uint8Array(18) })
    expect(read({ peers: [map({ ip: '8.8.8.8', port: 1 }), map({ ip: 5, port: 1 }), map({ ip: 'a', port: 0 }), 7] })).toEqual({ peers: [{ ip: '8.8.8.8', port: 1 }] })
  })

  it('with fields of other types has none of them', () => {
    const odd: Encodable[] = [[], map({ toString: 5 }), -1n, 'x']
    for (const value of odd) expect(read({ interval: value, complete: value, 'tracker id': [value], peers6: [value], 'warning message': value })).not.toHaveProperty('complete', value)
  })

  it.each([[1, 60], [-5, 60], [0, 60], [1800, 1800], [1e12, 86_400], [NaN, 86_400], [Infinity, 86_400]])('of %d s until the next announce means %d', (asked, sec) => {
    expect(clampInterval(asked)).toBe(sec)
  })

  it('that is a refusal is its sentence, on one line', () => {
    expect(read({ 'failure reason': 'not\r\nregistered' })).toBe('the tracker says: not registered')
    expect(read({ 'failure reason': 5 })).toBe('the tracker says: no')
  })

  it('holds at most a thousand peers', () => {
    expect(read({ peers: new Uint8Array(6 * 5000) })).toEqual({ peers: new Uint8Array(6000) })
  })

  it('never throws, whatever was sent', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => { expect(typeof readTrackerAnswer(bytes).ok).toBe('boolean') }))
  })
})

describe('a question to a tracker', () => {
  it('escapes bytes one by one', () => {
    expect(toQuery({ info_hash: '\x12\xff a~', port: 6881, event: undefined })).toBe('info_hash=%12%ff%20a~&port=6881')
  })
})
