import { describe, expect, it } from 'vitest'
import { chooseTrack } from './choose-track.ts'

const track = (id: string, language: string | null, more: { forced?: boolean; hearingImpaired?: boolean; kind?: 'text' | 'pictures' | 'unsupported'; source?: 'embedded' | 'file'; title?: string } = {}) =>
  ({ id, language, source: 'embedded' as const, title: '', forced: false, hearingImpaired: false, isDefault: false, kind: 'text' as const, ...more })

describe('the subtitles of a file nobody chose any for', () => {
  it.each([
    ['none, when no language is wanted', [track('a', 'en')], undefined, null, null],
    ['the wanted language, whole', [track('a', 'de', { forced: true }), track('b', 'de', { hearingImpaired: true }), track('c', 'de'), track('d', 'en')], undefined, 'de', 'c'],
    ['forced ones when there are no others', [track('a', 'de', { forced: true })], undefined, 'de', 'a'],
    ['a kind of the language', [track('a', 'en'), track('b', 'pt-BR')], undefined, 'pt', 'b'],
    ['none, when none is in the language', [track('a', 'en')], undefined, 'de', null],
    ['never those that cannot be shown', [track('a', 'de', { kind: 'unsupported' }), track('b', 'de', { kind: 'pictures' })], undefined, 'de', 'b'],
    ['like the ones of the file before', [track('a', 'en'), track('b', 'en', { hearingImpaired: true })], track('x', 'en', { hearingImpaired: true }), 'de', 'b'],
    ['none, when the file before had none', [track('a', 'de')], null, 'de', null],
    ['none, when the language of the file before is not there', [track('a', 'fr')], track('x', 'en'), 'de', null],
  ] as const)('are %s', (_what, tracks, before, language, expected) => {
    expect(chooseTrack(tracks, before, language)).toBe(expected)
  })
})
