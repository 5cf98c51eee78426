import { describe, expect, it } from 'vitest'
import { formatSpec, parseSpec } from './conversion-spec.ts'
import { stateOf } from './conversion-state.ts'
import { nextRung } from './ladder.ts'
import type { Rung } from './ladder.ts'
import { answerFor, isUrgent, mayRun } from './pace.ts'

describe('a segment that is asked for', () => {
  it.each([
    [{ working: 5, asked: 9, isMade: true }, 'send'],
    [{ working: null, asked: 0, isMade: false }, 'start'],
    [{ working: 5, asked: 5, isMade: false }, 'wait'],
    [{ working: 5, asked: 8, isMade: false }, 'wait'],
    [{ working: 5, asked: 9, isMade: false }, 'start'],
    [{ working: 5, asked: 4, isMade: false }, 'start'],
  ] as const)('%j is answered by %s', (facts, answer) => {
    expect(answerFor(facts)).toBe(answer)
  })
})

describe('a run', () => {
  it('is held a minute ahead of the player and goes on below half of that', () => {
    expect([59, 60].map((ahead) => mayRun(ahead, false))).toEqual([true, false])
    expect([29, 30, 59].map((ahead) => mayRun(ahead, true))).toEqual([true, false, false])
  })

  it('goes before other work until what the player needs first is made', () => {
    expect([-2, 0, 5, 6, 60].map(isUrgent)).toEqual([true, true, true, false, false])
  })
})

describe('the ladder', () => {
  const rungs = (from: Rung, made: boolean) => {
    const seen: string[] = []
    for (let rung: Rung | null = from; rung; rung = nextRung(rung, made)) seen.push(`${rung.method} ${rung.quality} ${String(rung.height)}${rung.software ? ' software' : ''}`)
    return seen
  }

  it('converts more and more while nothing was made, then quickly and small', () => {
    expect(rungs({ method: 'remux', quality: 'normal', height: null, software: false }, false)).toEqual(['remux normal null', 'transcodeAudio normal null', 'transcode normal null', 'transcode quick 720 software'])
  })

  it('never changes what segments hold that were sent', () => {
    expect(rungs({ method: 'transcodeAudio', quality: 'normal', height: null, software: false }, true)).toEqual(['transcodeAudio normal null'])
  })

  it('does not make a small picture larger', () => {
    expect(rungs({ method: 'transcode', quality: 'normal', height: 480, software: true }, false).at(-1)).toBe('transcode quick 480 software')
  })
})

describe('the state of a conversion', () => {
  const flowing = { failed: false, hasInit: true, complete: false, aheadSec: 12, silentMs: 0 }
  it.each([
    [{ hasInit: false }, 'waitingForHeader'],
    [{}, 'streaming'],
    [{ aheadSec: 30 }, 'streamingWithBuffer'],
    [{ silentMs: 5001 }, 'streamingStalled'],
    [{ silentMs: 5001, hasInit: false }, 'waitingForHeader'],
    [{ complete: true, silentMs: 9000 }, 'completed'],
    [{ failed: true, complete: true }, 'failed'],
  ] as const)('with %j is %s', (change, state) => {
    expect(stateOf({ ...flowing, ...change })).toBe(state)
  })
})

describe('the name of a conversion', () => {
  it.each([{ method: 'remux', audioIndex: null, height: null }, { method: 'transcodeAudio', audioIndex: 3, height: null }, { method: 'transcode', audioIndex: 0, height: 720 }] as const)('stands for %j', (spec) => {
    expect(parseSpec(formatSpec(spec))).toEqual(spec)
  })

  it.each(['direct-a0-full', 'remux', 'remux-a-full', 'transcode-a0-h7', 'transcode-a0-full-x', 'transcode-a1000-full', ''])('is not %j', (text) => {
    expect(parseSpec(text)).toBeNull()
  })
})
