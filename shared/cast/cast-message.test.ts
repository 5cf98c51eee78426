import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCastFrame, encodeCastFrame, MAX_MESSAGE_BYTES } from './cast-message.ts'

const message = { source: 'sender-1', destination: 'receiver-0', namespace: 'urn:x-cast:com.google.cast.tp.heartbeat', payload: '{"type":"PING"}' }

describe('a frame', () => {
  it('has the bytes every Chromecast takes', () => {
    expect(Buffer.from(encodeCastFrame({ source: 'a', destination: 'b', namespace: 'c', payload: 'd' })).toString('hex')).toBe('00000010' + '0800' + '120161' + '1a0162' + '220163' + '2800' + '320164')
  })

  it('is read back as it was, whatever follows it', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(fc.property(fc.record({ source: word, destination: word, namespace: word, payload: word }), fc.uint8Array({ maxLength: 20 }), (said, rest) => {
      const frame = encodeCastFrame(said)
      expect(decodeCastFrame(Uint8Array.from([...frame, ...rest]))).toEqual({ ok: true, value: { message: said, usedBytes: frame.length } })
    }))
  })

  it('that is not whole yet is waited for', () => {
    const frame = encodeCastFrame(message)
    for (let length = 0; length < frame.length; length++) expect(decodeCastFrame(frame.subarray(0, length))).toEqual({ ok: true, value: null })
  })

  it('longer than any real one is refused as soon as its length is known', () => {
    const head = new Uint8Array(4)
    new DataView(head.buffer).setUint32(0, MAX_MESSAGE_BYTES + 1)
    expect(decodeCastFrame(head)).toMatchObject({ ok: false, error: { code: 'deviceBroken' } })
  })

  it('of nonsense is refused and never throws', () => {
    expect(decodeCastFrame(Uint8Array.of(0, 0, 0, 2, 0x12, 0x7f))).toMatchObject({ ok: false })
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
      const frame = Uint8Array.from([0, 0, 0, body.length, ...body])
      expect(typeof decodeCastFrame(frame).ok).toBe('boolean')
    }))
  })

  it('with fields of later versions is read all the same', () => {
    const frame = encodeCastFrame(message)
    const later = Uint8Array.from([...frame, 0x48, 0x01, 0x51, 1, 2, 3, 4, 5, 6, 7, 8])
    new DataView(later.buffer).setUint32(0, later.length - 4)
    expect(decodeCastFrame(later)).toEqual({ ok: true, value: { message, usedBytes: later.length } })
  })
})
