import { expect, it } from 'vitest'
import type { FilmFacts } from './film-facts.ts'
import { methodForUndecoded, undecodedPart } from './undecoded.ts'

const video: FilmFacts['video'] = { codec: 'h264', width: 16, height: 9 }
const sounds: FilmFacts['sounds'] = [{ audioIndex: 0, codec: 'ac3', channels: 6, language: '', title: '', isDefault: true, isForced: false, isCommentary: false }]

it.each([
  ['its picture', { video, sounds }, { video: 0, audio: 0 }, 'transcode'], ['its sound', { video, sounds }, { video: 1, audio: 0 }, 'transcodeAudio'],
  ['nothing', { video, sounds }, { video: 1, audio: 1 }, null], ['nobody knows what', { video, sounds }, { video: null, audio: null }, null],
  ['a picture it never had', { video: null, sounds }, { video: 0, audio: 1 }, null], ['a sound it never had', { video, sounds: [] }, { video: 1, audio: 0 }, null],
] as const)('an element that leaves out of a film %s', (_title, film, decoded, expected) => {
  expect(methodForUndecoded(film, decoded)).toBe(expected)
})

it.each([
  ['video/mp4', { video: 0, audio: 0 }, 'picture'], ['video/mp4', { video: 1, audio: 0 }, 'sound'], ['audio/flac', { video: 0, audio: 1 }, null], ['video/mp4', { video: null, audio: null }, null],
] as const)('of a file of %s, nobody having looked into it, %j decoded', (mediaType, decoded, expected) => {
  expect(undecodedPart(mediaType, decoded)).toBe(expected)
})
