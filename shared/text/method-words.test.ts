import { describe, expect, it } from 'vitest'
import { placeInElement } from '../playback/element-sound.ts'
import { PLAIN_PAGE } from '../playback/device-profile.ts'
import type { FilmFacts, Sound } from '../playback/film-facts.ts'
import { REASONS } from '../playback/method.ts'
import { CONVERSION_STATES } from '../transcode/conversion-state.ts'
import { codecName, conversionSentence, methodName, reasonSentences, soundName } from './method-words.ts'

const sound: Sound = { audioIndex: 0, codec: 'ac3', channels: 6, language: 'eng', title: '', isDefault: true, isForced: false, isCommentary: false }
const film: FilmFacts = { method: 'transcodeAudio', reasons: [], durationSec: 60, video: { codec: 'hevc', width: 16, height: 9 }, sounds: [sound], audioIndex: 0, height: null }

describe('how a film is played, in words', () => {
  it('names what the sound was and how large the picture becomes', () => {
    expect(methodName('direct', null)).toBe('Original')
    expect(methodName('transcodeAudio', film)).toBe('Sound converted (AC-3)')
    expect(methodName('transcodeAudio', null)).toBe('Sound converted')
    expect(methodName('transcode', { ...film, height: 720 })).toBe('Converted (720p)')
  })

  it('has a sentence for every reason and every state', () => {
    expect(reasonSentences(REASONS, film)).toHaveLength(REASONS.length)
    expect(reasonSentences(['videoCodecUnsupported'], film)[0]).toContain('HEVC')
    for (const state of CONVERSION_STATES) expect(conversionSentence({ state, aheadSec: 7 })).toMatch(/^[A-Z].*[.…]$/)
    expect(conversionSentence({ state: 'streaming', aheadSec: 7 })).toContain('7 s')
  })

  it('names sounds by language, title, channels and codec', () => {
    const english = () => 'English'
    expect(soundName(sound, english)).toBe('English · 5.1 · AC-3')
    expect(soundName({ ...sound, language: '', channels: 2, codec: 'pcm_s16le' }, english)).toBe('Sound 1 · stereo · PCM')
    expect(soundName({ ...sound, title: 'Commentary', channels: 1, isForced: true }, english)).toBe('English · Commentary · mono · AC-3 · forced')
    expect(codecName('qdm2')).toBe('QDM2')
  })
})

describe('a sound in the element', () => {
  it('is counted among those that can be decoded', () => {
    const sounds = [sound, { ...sound, audioIndex: 1, codec: 'aac' }, { ...sound, audioIndex: 2, codec: 'dts' }, { ...sound, audioIndex: 3, codec: 'opus' }]
    expect([0, 1, 2, 3].map((index) => placeInElement(sounds, index, PLAIN_PAGE))).toEqual([null, 0, null, 1])
  })
})
