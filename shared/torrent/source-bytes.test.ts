import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyBytes } from './source-bytes.ts'
import { encodeUtf8 } from './utf8.ts'

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const refusalOf = (bytes: Uint8Array) => {
  const classified = classifyBytes(bytes)
  return classified.ok ? 'ok' : `${classified.error.code}: ${classified.error.message}`
}

describe('a file', () => {
  it('that begins like a dictionary may be a .torrent', () => {
    const bytes = latin1('d8:announce')
    expect(classifyBytes(bytes)).toEqual({ ok: true, value: bytes })
  })

  it.each([
    [latin1(''), /^sourceEmpty: the file is empty/],
    [latin1('\x00\x00\x00\x20ftypisom'), /^sourceUnknown: this is a video \(MP4\), not a \.torrent file$/],
    [latin1('\x1a\x45\xdf\xa3....'), /a video \(Matroska/], [latin1('RIFF1234AVI LIST'), /a video \(AVI\)/], [latin1(`G${'\x00'.repeat(187)}G`), /transport stream/],
    [latin1('PK\x03\x04'), /a zip archive/], [latin1('\x1f\x8b\x08'), /a gzip archive/], [latin1('ID3\x04'), /a sound file/], [latin1('%PDF-1.7'), /a PDF/], [latin1('MZ\x90'), /a program/], [latin1('\x89PNG\r\n'), /a picture/],
    [latin1('\xef\xbb\xbf  <!DOCTYPE html><p>'), /a web page/], [latin1('<html>'), /a web page/], [latin1('<?xml version'), /XML/], [latin1('{"error":1}'), /JSON/], [latin1(' magnet:?xt='), /a magnet link/], [latin1('#EXTM3U\n'), /a playlist/],
    [encodeUtf8('Grüße '.repeat(100)), /^sourceUnknown: this is a text, not/], [latin1('\xff\xfea\x00'), /a text/], [latin1('\x00\x01\x02'), /a file of another kind/], [latin1('\xe9\xe8 not UTF-8'), /a file of another kind/],
    [latin1('d'), /a text/], [latin1('de'), /a text/], [latin1('root:x:0:0:root:/root:/bin/bash\n'), /this is a text, not/],
  ])('%# is told by its beginning', (bytes, sentence) => {
    expect(refusalOf(bytes)).toMatch(sentence)
  })

  it('above the limit is refused with its size, and a video is still called one', () => {
    const video = new Uint8Array(17_000_000)
    video.set(latin1('\x00\x00\x00\x20ftypisom'))
    expect(refusalOf(video)).toBe('sourceTooLarge: this is a video (MP4) has 17000000 bytes; .torrent files of up to 16777216 bytes are opened')
  })

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => { expect(typeof classifyBytes(bytes).ok).toBe('boolean') }), { numRuns: 1000 })
  })
})
