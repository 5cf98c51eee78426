import { expect, it } from 'vitest'
import { referenceFor } from './reference-track.ts'
import type { SubtitleTrack } from './track.ts'

const track = (id: string, source: SubtitleTrack['source'], more: Partial<SubtitleTrack> = {}): SubtitleTrack => ({
  id, source, title: '', language: null, isDefault: false, forced: false, hearingImpaired: false, kind: 'text', format: null, state: 'complete', problem: null, charset: null, revision: 0, cues: 100, early: 0, fonts: 0, url: '', ...more,
})
const loaded = track('loaded-1', 'loaded')

it.each([
  ['the fullest inside the film', [track('a', 'embedded'), track('b', 'embedded', { cues: 300 }), track('c', 'file')], 'b'],
  ['a file beside it where those inside have too few lines', [track('a', 'embedded', { cues: 3 }), track('c', 'file')], 'c'],
  ['none that are forced, of the person’s own or not to be read', [track('a', 'embedded', { forced: true }), track('b', 'loaded'), track('c', 'file', { kind: 'unsupported' })], null],
] as const)('subtitles that come late are fitted to %s', (_title, others, expected) => {
  expect(referenceFor(loaded, [loaded, ...others])?.id ?? null).toBe(expected)
})

it('subtitles inside the film are in time', () => {
  const inside = track('a', 'embedded')
  expect(referenceFor(inside, [inside, track('b', 'embedded')])).toBeNull()
})
