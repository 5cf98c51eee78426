import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../../shared/torrent/utf8.ts'
import { createKrpcDecoder } from './krpc-message.ts'
import { decodeForLibrary } from './library-bencode.ts'

const decodeKrpc = createKrpcDecoder({ allowLocal: false })

describe('decoding for the engine', () => {
  it('gives objects, arrays, numbers and byte strings', () => {
    expect(decodeForLibrary(encodeUtf8('d1:ai1e1:bl3:abcee'))).toEqual({ a: 1, b: [Uint8Array.of(97, 98, 99)] })
    expect(decodeForLibrary('d1:ai1ee')).toEqual({ a: 1 })
    expect([decodeForLibrary(new Uint8Array()), decodeForLibrary(''), decodeForLibrary(null)]).toEqual([null, null, null])
  })

  it('ignores what follows, clamps what no number can hold', () => {
    expect(decodeForLibrary(encodeUtf8('i1ex'))).toBe(1)
    expect(decodeForLibrary(encodeUtf8(`li${'9'.repeat(30)}ei-${'9'.repeat(30)}ee`))).toEqual([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
  })

  it('leaves out keys that every object inherits, so that methods stay methods', () => {
    const value = decodeForLibrary(encodeUtf8('d9:__proto__d1:ai1ee8:toStringi1e1:bi2ee'))
    expect(value).toEqual({ b: 2 })
    expect(String(value)).toBe('[object Object]')
    expect('a' in Object.prototype).toBe(false)
  })

  it('shows keys that are no text in hexadecimal', () => {
    expect(decodeForLibrary(Uint8Array.of(0x64, 0x32, 0x3a, 0xff, 0x01, 0x69, 0x31, 0x65, 0x65))).toEqual({ ff01: 1 })
  })

  it.each(['l-3:e', 'd', '5:abc', 'i1.5e', 'l'.repeat(100)])('throws on %.10s', (text) => {
    expect(() => decodeForLibrary(encodeUtf8(text))).toThrow('the encoding is broken')
  })

  it('gives copies, so that a connection may reuse its buffer', () => {
    const bytes = encodeUtf8('3:abc')
    const value = decodeForLibrary(bytes)
    bytes.fill(0)
    expect(value).toEqual(encodeUtf8('abc'))
  })
})

describe('decoding DHT messages', () => {
  it('keeps the fields of a query', () => {
    const id = 'x'.repeat(20)
    expect(decodeKrpc(encodeUtf8(`d1:ad2:id20:${id}9:info_hash20:${id}4:porti6881e5:token2:abe1:q13:announce_peer1:t2:aa1:y1:qe`))).toEqual({
      t: Buffer.from('aa'), y: Buffer.from('q'), q: Buffer.from('announce_peer'), a: { id: Buffer.from(id), info_hash: Buffer.from(id), token: Buffer.from('ab'), port: 6881 },
    })
  })

  it('keeps only addresses of the right length', () => {
    expect(decodeKrpc(encodeUtf8('d1:rd6:valuesl6:abcdef5:abcdei1e18:abcdefghijklmnopqreee'))).toEqual({ r: { values: [Buffer.from('abcdef'), Buffer.from('abcdefghijklmnopqr')] } })
  })

  it('lets through nothing of the wrong type, whatever is sent', () => {
    const text = fc.string({ unit: fc.constantFrom(...'dleei0123456789:ityqrae'), maxLength: 40 })
    fc.assert(fc.property(text, (sent) => {
      const message = attempt(() => decodeKrpc(encodeUtf8(`d${sent}e`)))
      if (typeof message !== 'object' || message === null) return
      for (const [name, value] of Object.entries(message)) expect(name === 'e' ? Array.isArray(value) : 'ar'.includes(name) ? !Buffer.isBuffer(value) : Buffer.isBuffer(value)).toBe(true)
    }))
  })
})

function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Error)
    return null
  }
}
