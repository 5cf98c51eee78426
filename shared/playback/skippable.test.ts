import { describe, expect, it } from 'vitest'
import { skippableAt } from './skippable.ts'

/** An episode of 24 minutes as releases cut it. */
const EPISODE = [
  { startSec: 0, title: 'Previously on The Mill' }, { startSec: 60, title: 'Prologue' }, { startSec: 150, title: 'OP' }, { startSec: 240, title: 'Part A' },
  { startSec: 1290, title: 'Ending Theme' }, { startSec: 1380, title: 'Next Episode Preview' },
]
const at = (sec: number, chapters = EPISODE, durationSec: number | null = 1440) => skippableAt(chapters, sec, durationSec)

describe('what may be passed over', () => {
  it.each([
    [0, { kind: 'recap', startSec: 0, endSec: 60 }], [59.9, { kind: 'recap', startSec: 0, endSec: 60 }], [60, null], [150, { kind: 'opening', startSec: 150, endSec: 240 }],
    [240, null], [1300, { kind: 'credits', startSec: 1290, endSec: 1380 }], [1400, { kind: 'preview', startSec: 1380, endSec: null }], [1440, null],
  ])('at second %d is %j', (sec, expected) => {
    expect(at(sec)).toEqual(expected)
  })

  it.each(['Opening', 'Intro', 'OP 1', 'op2', 'Opening – Theme', 'Main Titles', 'Vorspann', 'Générique', 'オープニング'])('is an opening called %s', (title) => {
    expect(at(0, [{ startSec: 0, title }, { startSec: 90, title: 'Part A' }])?.kind).toBe('opening')
  })

  it.each(['Credits', 'End Credits', 'Closing credits', 'ED', 'Outro', 'Abspann', 'Créditos'])('is the end called %s', (title) => {
    expect(at(1350, [{ startSec: 0, title: 'Film' }, { startSec: 1300, title }])).toEqual({ kind: 'credits', startSec: 1300, endSec: null })
  })

  it.each(['Introduction', 'Chapter 1', '', 'The Opening Night', 'Edward', 'Opera'])('is nothing of a chapter called “%s”', (title) => {
    expect(at(0, [{ startSec: 0, title }, { startSec: 90, title: 'Part A' }])).toBeNull()
  })

  it('is nothing too short, too long, or at the wrong end of the film', () => {
    expect(at(0, [{ startSec: 0, title: 'Intro' }, { startSec: 5, title: 'Film' }])).toBeNull()
    expect(at(0, [{ startSec: 0, title: 'Intro' }, { startSec: 600, title: 'Film' }])).toBeNull()
    expect(at(1300, [{ startSec: 0, title: 'Film' }, { startSec: 1300, title: 'Opening' }])).toBeNull()
    expect(at(0, [{ startSec: 0, title: 'Credits' }, { startSec: 60, title: 'Film' }])).toBeNull()
  })

  it('is nothing without chapters or before the length is known', () => {
    expect(at(5, [])).toBeNull()
    expect(at(5, EPISODE, null)).toBeNull()
    expect(at(5, [{ startSec: 10, title: 'Intro' }])).toBeNull()
  })
})
