import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../interval.ts'
import { intersect, isEmpty } from '../interval.ts'
import type { HoldPlace } from './plan-hold.ts'
import { planHold, sizeOfAll } from './plan-hold.ts'

/** A film a character a chunk: `W` a read waits for it, `V` vital, `A` window ahead, `|` stands before the chunk at the playhead. */
function placeOf(picture: string): HoldPlace {
  const start = Math.max(0, picture.indexOf('|'))
  const chunks = [...picture.replace('|', '')]
  const runs = (letter: string): Interval[] => chunks.flatMap((each, chunk) => (each === letter ? [{ begin: chunk, end: chunk + 1 }] : []))
  return { file: { begin: 0, end: chunks.length }, start, waiting: runs('W').map(({ begin }) => begin), vital: runs('V'), ahead: runs('A') }
}

/** The same film with `M` must, `h` held, `.` neither. */
function holdPicture(picture: string, room: number): string {
  const place = placeOf(picture)
  const { must, hold } = planHold({ room, places: [place] })
  const isIn = (list: readonly Interval[], chunk: number) => list.some(({ begin, end }) => chunk >= begin && chunk < end)
  const letters = Array.from({ length: place.file.end }, (_, chunk) => (isIn(must, chunk) ? 'M' : isIn(hold, chunk) ? 'h' : '.'))
  return [...letters.slice(0, place.start), '|', ...letters.slice(place.start)].join('')
}

describe('what may be on the disk', () => {
  it.each([
    ['is everything while there is room for it', '..|VAA.....V', 11, 'hh|MMMhhhhhM'],
    ['is the window, the index and the film onwards', '....|VAA..........V', 9, '....|MMMhhhhh.....M'],
    ['leaves a tenth for what has passed', '............|VAA.....................V', 14, '...........h|MMMhhhhhhhhh............M'],
    ['is more of what has passed when nothing else is left', '..........|VAA', 8, '.....hhhhh|MMM'],
    ['is the window as far as there is room', '....|VAAAAAA......V', 5, '....|MMMM.........M'],
    ['is what is vital as far as there is room, the most important first', '....|VVV..........V', 2, '....|MM............'],
    ['is what a read waits for before everything', '....|VVV..........W', 2, '....|M............M'],
    ['is what reads wait for even when there is no room', 'W...|W............W', 1, 'M...|M............M'],
  ])('%s', (_title, film, room, expected) => {
    expect(holdPicture(film, room)).toBe(expected)
  })

  it('is nothing when nobody watches', () => {
    expect(planHold({ room: 100, places: [] })).toEqual({ must: [], hold: [] })
  })

  it('is shared between two films of one torrent', () => {
    const places = [{ ...placeOf('|VA..........'), file: { begin: 0, end: 12 } }, { file: { begin: 12, end: 24 }, start: 12, waiting: [], vital: [{ begin: 12, end: 13 }], ahead: [] }]
    expect(planHold({ room: 13, places }).hold).toEqual([{ begin: 0, end: 7 }, { begin: 12, end: 18 }])
  })

  it('is the next seconds of both films before the window of either', () => {
    const place = (begin: number) => ({ file: { begin, end: begin + 12 }, start: begin, waiting: [], vital: [{ begin, end: begin + 2 }], ahead: [{ begin, end: begin + 8 }] })
    expect(planHold({ room: 6, places: [place(0), place(12)] }).must).toEqual([{ begin: 0, end: 4 }, { begin: 12, end: 14 }])
  })

  it('never is more than the room, but for what reads wait for, and always holds what must be there', () => {
    const part = (most: number) => fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => ({ begin: Math.min(a, b), end: Math.max(a, b) }))
    fc.assert(fc.property(fc.nat(60), fc.nat(50), fc.array(part(50), { maxLength: 4 }), fc.array(part(50), { maxLength: 4 }), fc.array(fc.nat(49), { maxLength: 3 }), (room, start, vital, ahead, waiting) => {
      const { must, hold } = planHold({ room, places: [{ file: { begin: 0, end: 50 }, start, waiting, vital, ahead }] })
      expect(sizeOfAll(hold)).toBeLessThanOrEqual(Math.max(room, new Set(waiting).size))
      const shared = must.flatMap((a) => hold.map((b) => intersect(a, b))).filter((each) => !isEmpty(each))
      expect(sizeOfAll(shared)).toBe(sizeOfAll(must))
    }))
  })
})
