import { describe, expect, it } from 'vitest'
import { rememberPosition } from './place.ts'

describe('where a file was left', () => {
  it.each([
    ['the middle is kept, a few seconds earlier', 300, 600, 297],
    ['the first seconds start over', 9, 600, 0],
    ['the credits start over', 580, 600, 0],
    ['without a length the place is kept', 300, null, 297],
  ])('%s', (_name, sec, durationSec, expected) => {
    expect(rememberPosition({ other: 5 }, 'film', sec, durationSec)).toEqual({ other: 5, film: expected })
  })
})
