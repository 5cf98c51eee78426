import { describe, expect, it } from 'vitest'
import { filmTitle } from './film-title.ts'

describe('the title of a film', () => {
  it.each([
    ['Big_Buck_Bunny.1080p.mp4', 'Big Buck Bunny'],
    ['The.Mill.on.the.Shore.2021.720p.WEB-DL.x264-GROUP.mkv', 'The Mill on the Shore 2021'],
    ['[Group] Low tide - 07 [1080p][HEVC].mkv', '[Group] Low tide - 07'],
    ['الطاحونة S01E02 (2024) [1080p].mkv', 'الطاحونة S01E02 (2024)'],
    ['Evening.sea.1080p.CD2.mkv', 'Evening sea 1080p CD2'],
    ['1080p test.mkv', '1080p test'],
    ['[1080p].mkv', '[1080p].mkv'],
    ['1920x1080 x264x.mkv', '1920x1080 x264x'],
    ['The Mill, vol. 2.mkv', 'The Mill, vol. 2'],
    ['film', 'film'],
    ['.mkv', '.mkv'],
    ['第一話.mkv', '第一話'],
  ])('%s is %s', (name, title) => {
    expect(filmTitle(name)).toBe(title)
  })
})
