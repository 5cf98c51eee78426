import { describe, expect, it } from 'vitest'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { trackName, unreadName } from './track-name.ts'

const TRACK: SubtitleTrack = { id: 'track-1', source: 'embedded', title: '', language: 'de', isDefault: false, forced: false, hearingImpaired: false, kind: 'text', format: 'srt', state: 'growing', problem: null, charset: null, revision: 0, cues: 0, early: 0, fonts: 0, url: '' }

describe('a track as a person reads it', () => {
  it.each([
    ['German', {}],
    ['German · Full · forced', { title: 'Full', forced: true }],
    ['German', { title: 'German' }],
    ['film.srt · your file', { language: null, title: 'film.srt', source: 'loaded' }],
    ['Unknown language · with sounds described', { language: null, hearingImpaired: true }],
    ['x-?? · not readable', { language: 'x-??', state: 'failed' }],
  ] as const)('%s', (name, facts) => {
    expect(trackName({ ...TRACK, ...facts }, 'en')).toBe(name)
  })
})

describe('subtitles that are in the film and not read here', () => {
  it.each([
    ['German (DVB)', { format: 'dvb_subtitle' }],
    ['German (Teletext)', { format: 'dvb_teletext' }],
    ['PGS', { language: null, format: 'hdmv_pgs_subtitl' }],
    ['German (kate)', { format: 'kate' }],
    ['Signs', { language: null, title: 'Signs', format: null }],
    ['Unknown language', { language: null, format: null }],
  ] as const)('are named as %s', (name, facts) => {
    expect(unreadName({ ...TRACK, kind: 'unsupported', ...facts }, 'en')).toBe(name)
  })
})
