import { describe, expect, it } from 'vitest'
import { createCalledBack, freePlaces } from './called-back.ts'

describe('a request that was called back', () => {
  it('holds its place until its block or its refusal comes', () => {
    const calledBack = createCalledBack()
    calledBack.add(1, 500)
    calledBack.add(2, 600)
    expect(calledBack.held(100)).toBe(2)
    expect(calledBack.answered(1)).toBe(true)
    expect(calledBack.held(100)).toBe(1)
    expect(calledBack.answered(1)).toBe(false)
  })

  it('holds no place once it is overdue, and its refusal is known all the same', () => {
    const calledBack = createCalledBack()
    calledBack.add(1, 500)
    expect(calledBack.held(500)).toBe(0)
    expect(calledBack.answered(1)).toBe(true)
  })

  it('is forgotten after a thousand others', () => {
    const calledBack = createCalledBack()
    for (let key = 0; key <= 1024; key++) calledBack.add(key, 500)
    expect(calledBack.answered(0)).toBe(false)
    expect(calledBack.answered(1)).toBe(true)
  })
})

describe('free places', () => {
  it.each([
    ['what the queue may hold and does not', 5, 2, 0, 3],
    ['fewer by those a cancel has not emptied yet', 5, 1, 3, 1],
    ['one where nothing is open, however many are held', 3, 0, 3, 1],
    ['none where the queue is full', 3, 3, 0, 0],
    ['none where the queue became shorter', 2, 4, 1, 0],
  ])('are %s', (_title, depth, open, held, free) => {
    expect(freePlaces(depth, open, held)).toBe(free)
  })
})
