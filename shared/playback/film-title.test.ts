import { describe, expect, it } from 'vitest'
import { filmTitle } from './film-title.ts'

describe('the title of a film', () => {
  it.each([
    ['Big_Buck_Bunny.1080p.mp4', 'Big Buck Bunny 1080p'],
    ['The Mill, vol. 2.mkv', 'The Mill, vol. 2'],
    ['film', 'film'],
    ['.mkv', '.mkv'],
    ['第一話.mkv', '第一話'],
  ])('%s is %s', (name, title) => {
    expect(filmTitle(name)).toBe(title)
  })
})
