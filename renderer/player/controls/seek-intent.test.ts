import { describe, expect, it } from 'vitest'
import { createSeekIntent } from './seek-intent.ts'

/** What was told, with a clock that only moves by `pass`. */
function watch() {
  const told: (number | null)[] = []
  const timers = new Map<symbol, { dueMs: number; act: () => void }>()
  let nowMs = 0
  const intent = createSeekIntent({
    tell: (sec) => { told.push(sec) },
    now: () => nowMs,
    after: (ms, act) => {
      const id = Symbol('timer')
      timers.set(id, { dueMs: nowMs + ms, act })
      return () => { timers.delete(id) }
    },
  })
  const pass = (ms: number) => {
    nowMs += ms
    for (const [id, { dueMs, act }] of timers) if (dueMs <= nowMs) { timers.delete(id); act() }
  }
  return { told, intent, pass }
}

describe('where the person may jump to', () => {
  it('is where the pointer rests', () => {
    const { told, intent, pass } = watch()
    intent.point(600, 100)
    pass(149)
    expect(told).toEqual([])
    pass(1)
    expect(told).toEqual([600])
  })

  it('is nowhere while the pointer passes over the bar', () => {
    const { told, intent, pass } = watch()
    for (let px = 0; px < 200; px += 10) {
      intent.point(px, px)
      pass(100)
    }
    expect(told).toEqual([])
  })

  it('does not change with a trembling hand, and changes with a move', () => {
    const { told, intent, pass } = watch()
    intent.point(600, 100)
    pass(100)
    intent.point(610, 102)
    pass(100)
    expect(told).toEqual([600])
    intent.point(700, 120)
    pass(150)
    expect(told).toEqual([600, 700])
  })

  it('is nowhere once the pointer left or the jump happened, which is told once', () => {
    const { told, intent, pass } = watch()
    intent.point(600, 100)
    pass(150)
    intent.clear()
    intent.clear()
    expect(told).toEqual([600, null])
  })

  it('is not told when the pointer leaves before it rested', () => {
    const { told, intent, pass } = watch()
    intent.point(600, 100)
    intent.clear()
    pass(1000)
    expect(told).toEqual([])
  })

  it('is where a held key leads next, told a few times a second', () => {
    const { told, intent, pass } = watch()
    for (let sec = 5; sec <= 50; sec += 5) {
      intent.hold(sec)
      pass(30)
    }
    intent.clear()
    expect(told).toEqual([5, 30, null])
  })
})
