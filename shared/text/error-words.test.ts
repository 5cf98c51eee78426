import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../errors.ts'
import { errorWords } from './error-words.ts'

describe('the words for an error', () => {
  it.each(ERROR_CODES.map((code) => [code]))('%s says what happened and what to do, without its code', (code) => {
    const words = errorWords({ code, message: 'technical text', details: {} })
    for (const sentence of [words.what, words.next]) {
      expect(sentence).toMatch(/^[“A-Z\d].*[.]$/su)
      expect(sentence).not.toMatch(new RegExp(`undefined|technical|\\b${code}\\b`, 'u'))
    }
  })

  it('names the file and its size when they are known', () => {
    const { what } = errorWords({ code: 'sourceTooLarge', message: '', details: { name: 'film.mkv', lengthBytes: 2_000_000_000 } })
    expect(what).toBe('“film.mkv” is too large for a .torrent file (2.0 GB). The limit is 16.8 MB.')
  })

  it.each([['linux', 'package manager'], ['darwin', 'brew install ffmpeg'], ['win32', 'winget install ffmpeg']])('says how ffmpeg is got on %s', (system, way) => {
    const { next } = errorWords({ code: 'ffmpegMissing', message: '', details: { system } })
    expect(next).toMatch(/^Install ffmpeg.*settings, under Playback\.$/u)
    expect(next).toContain(way)
  })

  it('names the port that is taken', () => {
    expect(errorWords({ code: 'portInUse', message: '', details: { port: 8080 } }).what).toBe('Port 8080 is used by another program.')
  })

  it('names the number of torrents that may be open', () => {
    expect(errorWords({ code: 'tooManyTorrents', message: '', details: { limit: 25 } }).what).toBe('25 torrents are open already.')
  })
})
