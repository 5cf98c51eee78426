import { describe, expect, it } from 'vitest'
import { parseSubtitlePath } from './subtitle-path.ts'

describe('the path of subtitles', () => {
  it.each([
    [[], '', { track: null, form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: null }],
    [['file-1'], '', { track: 'file-1', form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: null }],
    [['stream-12.vtt'], '', { track: 'stream-12', form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: null }],
    [['file-1.json'], 'from=40', { track: 'file-1', form: 'json', from: 40, laterMs: 0, speed: 1, early: false, picture: null }],
    [['file-1.json'], 'a=b&from=7', { track: 'file-1', form: 'json', from: 7, laterMs: 0, speed: 1, early: false, picture: null }],
    [['file-1.vtt'], 'later=-1500&speed=1.04271', { track: 'file-1', form: 'vtt', from: 0, laterMs: -1500, speed: 1.04271, early: false, picture: null }],
    [['file-1.vtt'], 'speed=9', { track: 'file-1', form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: null }],
    [['file-1'], 'from=-1', { track: 'file-1', form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: null }],
    [['track-3.json'], 'early=1', { track: 'track-3', form: 'json', from: 0, laterMs: 0, speed: 1, early: true, picture: null }],
    [['track-3', '17'], '', { track: 'track-3', form: 'vtt', from: 0, laterMs: 0, speed: 1, early: false, picture: '17' }],
    [['track-3.json', '17'], '', null],
    [['track-3', '17', 'x'], '', null],
    [[''], '', null],
    [['file-1', 'x'], '', null],
    [['0.vtt'], '', null],
    [['file-1.ass'], '', null],
    [['..'], '', null],
    [['%66ile-1'], '', null],
  ])('%j?%s', (rest, query, expected) => {
    expect(parseSubtitlePath(rest, query)).toEqual(expected)
  })
})
