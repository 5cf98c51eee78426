import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../errors.ts'
import { ERROR_TRANSLATIONS, errorWords } from './error-words.ts'

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

  it.each([
    [{ why: 'tooOld', version: '3.4.2', oldest: '4.1' }, /too old.*3\.4\.2, and 4\.1/u], [{ why: 'noProbe' }, /ffprobe.*missing/u],
    [{ why: 'incomplete' }, /built without/u], [{ why: 'silent' }, /does not work/u],
  ])('says what is wrong with an ffmpeg that is there, %j, and how another is got', (details, what) => {
    const words = errorWords({ code: 'ffmpegUnusable', message: '', details: { ...details, system: 'linux' } })
    expect(words.what).toMatch(what)
    expect(words.next).toMatch(/^Install ffmpeg/u)
  })

  it.each([
    [{ says: 'Invalid data found' }, 'The program ffmpeg says: “Invalid data found”.'], [{ end: 'hung' }, 'The program ffmpeg stopped working on it.'],
    [{ end: 'silent' }, 'The program ffmpeg ended without a word.'], [{ end: 'nonsense' }, 'What the program ffmpeg made of it is no film.'],
    [{ end: 'tooMuchMemory' }, 'The program ffmpeg needed too much memory for it.'], [{ end: 'notWritten' }, 'What was made of it could not be written to the disk.'],
  ])('says how ffmpeg gave up: %j', (details, sentence) => {
    expect(errorWords({ code: 'ffmpegFailed', message: '', details }).what).toBe(`The film could not be converted. ${sentence}`)
  })

  it.each([
    [0, 3, /another form than usual; every film of it is here/u, /andere Form.*jeder Film/u],
    [1, 3, /1 film could not be read, the others/u, /1 Film war nicht zu lesen/u],
    [0, 0, /^The list of what you watched could not be read\.$/u, /war nicht zu lesen\.$/u],
    [2, 0, /^The list of what you watched could not be read\.$/u, /war nicht zu lesen\.$/u],
  ])('of a list of which %i films were lost and %i are here says no number of lost ones that is none', (count, kept, english, german) => {
    const details = { count, kept }
    expect(errorWords({ code: 'libraryMended', message: '', details }).what).toMatch(english)
    expect(ERROR_TRANSLATIONS.de.errors.libraryMended?.(details).what).toMatch(german)
  })

  it.each([true, false])('says of damaged settings where the old file is, also when the way out is closed (%s)', (closesWay) => {
    const details = { isWhole: false, closesWay, count: 1, lost: 'proxy' }
    for (const words of [errorWords({ code: 'settingsMended', message: '', details }), ERROR_TRANSLATIONS.de.errors.settingsMended?.(details)]) {
      expect(words?.next).toContain('settings.json.broken')
      expect(/proxy/iu.test(words?.next ?? '')).toBe(closesWay)
    }
  })

  it('names the port that is taken', () => {
    expect(errorWords({ code: 'portInUse', message: '', details: { port: 8080 } }).what).toBe('Port 8080 is used by another program.')
  })

  it('names the number of torrents that may be open', () => {
    expect(errorWords({ code: 'tooManyTorrents', message: '', details: { limit: 25 } }).what).toBe('25 torrents are open already.')
  })
})
