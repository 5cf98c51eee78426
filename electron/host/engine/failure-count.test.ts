import { describe, expect, it } from 'vitest'
import { createFailureCount } from './failure-count.ts'

const times = (count: number, act: () => void) => { for (let i = 0; i < count; i++) act() }

describe('an address that never answers', () => {
  it('is hopeless after forty tries in a row, and once', () => {
    const count = createFailureCount()
    times(39, () => { count.failed('10.0.0.1:1') })
    expect(count.takeHopeless('10.0.0.1:1')).toBe(false)
    count.failed('10.0.0.1:1')
    expect([count.takeHopeless('10.0.0.1:1'), count.takeHopeless('10.0.0.1:1')]).toEqual([true, false])
  })

  it('has hope again when it answered once', () => {
    const count = createFailureCount()
    times(39, () => { count.failed('10.0.0.1:1') })
    count.succeeded('10.0.0.1:1')
    times(39, () => { count.failed('10.0.0.1:1') })
    expect(count.takeHopeless('10.0.0.1:1')).toBe(false)
  })

  it('is counted by itself', () => {
    const count = createFailureCount()
    times(40, () => { count.failed('10.0.0.1:1') })
    expect(count.takeHopeless('10.0.0.1:2')).toBe(false)
  })

  it('is let go for newer ones, so that the list stays short', () => {
    const count = createFailureCount()
    times(40, () => { count.failed('first') })
    for (let i = 0; i < 2000; i++) count.failed(String(i))
    expect(count.takeHopeless('first')).toBe(false)
  })
})
