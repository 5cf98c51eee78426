import { describe, expect, it } from 'vitest'
import type { PlayedForm } from './plan-wish.ts'
import { planWish } from './plan-wish.ts'

const FILE: PlayedForm = { deviceKind: 'chromecast', method: 'direct', deviceCanSeek: true, subtitleIds: new Map([['en', 1]]) }
const STREAM: PlayedForm = { ...FILE, deviceKind: 'renderer', method: 'transcode', deviceCanSeek: false }

describe('a wish', () => {
  it('that the device understands is said to it as it is', () => {
    for (const wish of [{ kind: 'pause' }, { kind: 'volume', level: 0.4 }, { kind: 'seek', toSec: 70 }] as const) expect(planWish(wish, FILE)).toEqual({ kind: 'command', command: wish })
  })

  it.each([['transcode', 'transcode'], ['direct', 'remux']] as const)('to jump in a stream that cannot (%s) begins one there (%s), once the person has settled', (method, then) => {
    expect(planWish({ kind: 'seek', toSec: 70 }, { ...STREAM, method })).toEqual({ kind: 'change', change: { atSec: 70, method: then }, settlesMs: 300 })
  })

  it('for other words is said to a device that was given them', () => {
    expect(planWish({ kind: 'subtitleTrack', trackId: 'en' }, FILE)).toEqual({ kind: 'command', command: { kind: 'subtitle', id: 1 } })
    expect(planWish({ kind: 'subtitleTrack', trackId: null }, FILE)).toEqual({ kind: 'command', command: { kind: 'subtitle', id: null } })
  })

  it.each([['found since', FILE, 'de'], ['of a renderer', STREAM, 'en'], ['none, of a renderer', STREAM, null]] as const)('for words %s gives the film again', (_title, played, trackId) => {
    expect(planWish({ kind: 'subtitleTrack', trackId }, played)).toEqual({ kind: 'change', change: { subtitleTrackId: trackId }, settlesMs: 0 })
  })

  it('for another sound forgets the form that was chosen for this one', () => {
    expect(planWish({ kind: 'audioTrack', audioIndex: 2 }, STREAM)).toEqual({ kind: 'change', change: { audioIndex: 2, method: null }, settlesMs: 0 })
  })

  it('for words at another time waits until nobody shifts them any more', () => {
    expect(planWish({ kind: 'subtitleTiming', delayMs: 250, speed: 1 }, FILE)).toEqual({ kind: 'change', change: { subtitleDelayMs: 250, subtitleSpeed: 1 }, settlesMs: 900 })
  })
})
