import { describe, expect, it } from 'vitest'
import { positionNow } from './cast-media.ts'
import type { ProgramEvent } from './program-session.ts'
import { startProgram, stepProgram } from './program-session.ts'

const after = (...events: readonly ProgramEvent[]) => events.reduce((state, event, index) => stepProgram(state, event, (index + 1) * 1000), startProgram({ durationSec: 100 }, 20, false, 0)).cast
const at = (positionSec: number): ProgramEvent => ({ kind: 'said', news: { positionSec } })

describe('a player on this computer', () => {
  it.each([
    ['is connecting until it speaks', [], { phase: 'connecting', positionSec: 20 }],
    ['plays when it tells a position', [at(20.5)], { phase: 'playing', positionSec: 20.5 }],
    ['stands where it is when it pauses', [at(21), { kind: 'said', news: { paused: true } }], { phase: 'paused', positionSec: 22 }],
    ['waits when its bytes do not come', [at(21), { kind: 'said', news: { waiting: true } }], { phase: 'buffering' }],
    ['gives the film back when it is closed', [at(21), { kind: 'over', why: 'quit' }], { phase: 'stopped', reason: 'endedThere', positionSec: 22 }],
    ['that never showed the film did not start', [{ kind: 'over', why: 'quit' }], { phase: 'lost', reason: 'noPlayer' }],
    ['that cannot read the film refuses it', [{ kind: 'over', why: 'failed' }], { phase: 'refused', reason: 'cannotPlay' }],
    ['is at its end when the film is', [at(99), { kind: 'over', why: 'ended' }], { phase: 'ended', positionSec: 100 }],
    ['takes the next film after that', [at(99), { kind: 'over', why: 'ended' }, { kind: 'load', media: { durationSec: 50 }, startSec: 0, paused: false }, at(1)], { phase: 'playing', positionSec: 1, durationSec: 50 }],
  ] as const)('%s', (_title, events, expected) => {
    expect(after(...events)).toMatchObject(expected)
  })

  it('moves on between two positions it tells', () => {
    expect(positionNow(after(at(30)), 3500)).toBe(32.5)
  })
})
