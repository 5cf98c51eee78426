import { describe, expect, it } from 'vitest'
import { inFolder } from './error-sentence.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'

describe('a folder in a sentence', () => {
  it.each([
    ['/media/films', ' (/media/films)'],
    [`/media/films/${HASH}/content`, ' (/media/films)'],
    [`/media/films/${HASH}.abcdef012345`, ' (/media/films)'],
    [`C:\\Films\\${HASH}\\chunks`, ' (C:\\Films)'],
    [`/media/${HASH}0/films`, ` (/media/${HASH}0/films)`],
  ])('%s is the one that the person knows', (folder, expected) => {
    expect(inFolder({ folder })).toBe(expected)
  })

  it('is left out where none is known', () => {
    expect(inFolder({})).toBe('')
  })
})
