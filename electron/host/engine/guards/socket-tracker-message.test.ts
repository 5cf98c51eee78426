import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSocketMessage } from './socket-tracker-message.ts'

const ID = '\u00ff'.repeat(20)
const read = (fields: object, mayNameLocal = false) => {
  const message = readSocketMessage(JSON.stringify({ action: 'announce', ...fields }), mayNameLocal)
  return message.ok ? message.value : message.error.code
}
const candidate = (address: string) => `a=candidate:1 1 UDP 2113937151 ${address} 50000 typ host`
const offerOf = (...lines: string[]) => ({ type: 'offer', sdp: ['v=0', ...lines, ''].join('\r\n') })

describe('a message of a WebSocket tracker', () => {
  it('keeps its fields when they have the right types', () => {
    expect(read({ info_hash: ID, peer_id: ID, offer_id: ID, interval: 120, complete: 3, incomplete: 0, offer: offerOf(candidate('203.0.113.5')) })).toEqual({
      action: 'announce', info_hash: ID, peer_id: ID, offer_id: ID, interval: 120, complete: 3, incomplete: 0, offer: offerOf(candidate('203.0.113.5')),
    })
  })

  it('loses every field of another type and every field nobody knows', () => {
    for (const odd of [null, [], {}, '', -1, 1.5, '\u0100'.repeat(20), true]) {
      expect(read({ info_hash: odd, peer_id: odd, offer_id: odd, offer: odd, answer: odd, complete: odd, to_peer_id: odd, __proto__: odd })).toEqual({ action: 'announce' })
    }
  })

  it('may not ask for an announce every second', () => {
    expect(read({ interval: 1, 'min interval': 1e12 })).toEqual({ action: 'announce', interval: 60, 'min interval': 86_400 })
  })

  it.each(['127.0.0.1', '192.168.1.1', '::1', 'fe80::1', '169.254.169.254', 'printer.local', '4f2c.example.org', '2130706433'])('offers no connection to %s', (address) => {
    expect(read({ offer: offerOf(candidate(address), candidate('203.0.113.5')) })).toEqual({ action: 'announce', offer: offerOf(candidate('203.0.113.5')) })
  })

  it('offers connections to this computer when the tracker itself was allowed to be here', () => {
    expect(read({ offer: offerOf(candidate('127.0.0.1')) }, true)).toEqual({ action: 'announce', offer: offerOf(candidate('127.0.0.1')) })
  })

  it('offers at most thirty connections', () => {
    const many = Array.from({ length: 200 }, (_, n) => candidate(`203.0.113.${String(n)}`))
    expect(read({ offer: offerOf(...many) })).toEqual({ action: 'announce', offer: offerOf(...many.slice(0, 30)) })
  })

  it.each([['an answer in an offer', { type: 'answer', sdp: 'v=0' }], ['a control character', { type: 'offer', sdp: 'v=0\u0000' }], ['20 000 lines', { type: 'offer', sdp: 'a=x\r\n'.repeat(20_000).slice(0, 20_000) }]])('holds no description with %s', (_what, offer) => {
    expect(read({ offer })).toEqual({ action: 'announce' })
  })

  it.each(['', '[]', 'null', '5', '{}', '{"action":"scrape"}', '{"action":["announce"]}', '{', '['.repeat(60_000)])('is refused when it is %.20j', (text) => {
    expect(readSocketMessage(text, false)).toMatchObject({ error: { code: 'bencodeMalformed' } })
  })

  it('of more than 64 KB is refused unread', () => {
    expect(readSocketMessage(`{"action":"announce","x":"${'x'.repeat(65_536)}"}`, false)).toMatchObject({ error: { code: 'sourceTooLarge' } })
  })

  it('never throws, whatever was sent', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.uint8Array(), fc.anything()), (message) => { expect(typeof readSocketMessage(message, false).ok).toBe('boolean') }))
  })
})
