import { describe, expect, it } from 'vitest'
import { createWakeKeeper } from './power.ts'

function watch() {
  const held = new Set<number>()
  const timers = new Set<() => void>()
  let lastId = 0
  const keeper = createWakeKeeper(
    { start: () => { held.add(++lastId); return lastId }, stop: (id) => { held.delete(id) } },
    (_ms, task) => { timers.add(task); return () => { timers.delete(task) } },
  )
  return { keeper, held, ring: () => { for (const task of [...timers]) task() } }
}

describe('sleep', () => {
  it('is held off once while a film plays and allowed at a pause', () => {
    const { keeper, held } = watch()
    keeper.seePlayhead({ paused: false })
    keeper.seePlayhead({ paused: false })
    expect(held.size).toBe(1)
    keeper.seePlayhead({ paused: true })
    expect(held.size).toBe(0)
  })

  it('is allowed when the page falls silent, and held off again when it speaks', () => {
    const { keeper, held, ring } = watch()
    keeper.seePlayhead({ paused: false })
    ring()
    expect(held.size).toBe(0)
    keeper.seePlayhead({ paused: false })
    expect(held.size).toBe(1)
    keeper.close()
    expect(held.size).toBe(0)
  })
})
