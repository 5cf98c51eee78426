import { describe, expect, it } from 'vitest'
import { shareRoom } from './share-room.ts'

describe('the room of several films', () => {
  it.each([
    ['is all of it for one that wants more', 10, [50], [10]],
    ['is not more than is wanted', 10, [3], [3]],
    ['is the same for all that want more', 10, [50, 50], [5, 5]],
    ['is what others leave', 10, [50, 2], [8, 2]],
    ['is nothing where there is none', 0, [5, 5], [0, 0]],
    ['is nobody’s when nobody wants any', 10, [], []],
  ])('%s', (_title, room, wants, expected) => {
    expect(shareRoom(room, wants)).toEqual(expected)
  })
})
