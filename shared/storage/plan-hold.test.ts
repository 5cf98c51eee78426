import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../interval.ts'
import { intersect, isEmpty } from '../interval.ts'
import type { HoldPlace } from './plan-hold.ts'
import { planHold, sizeOfAll } from './plan-hold.ts'

/** A film a character a chunk: `V` vital, `A` window ahead, `|` stands before the chunk at the playhead. */
function placeOf(picture: string): HoldPlace {
  const start = Math.max(0, picture.indexOf('|'))
  const chunks = [...picture.replace('|', '')]
  const runs = (letter: string): Interval[] => chunks.flatMap((each, chunk) => (each === letter ? [{ begin: chunk, end: chunk + 1 }] : []))
  return { file: { begin: 0, end: chunks.length }, start, vital: runs('V'), ahead: runs('A') }
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
    ['is what is vital even when there is no room', '....|VVV..........V', 2, '....|MMM..........M'],
  ])('%s', (_title, film, room, expected) => {
    expect(holdPicture(film, room)).toBe(expected)
  })

  it('is nothing when nobody watches', () => {
    expect(planHold({ room: 100, places: [] })).toEqual({ must: [], hold: [], fits: true })
  })

  it('is shared between two films of one torrent', () => {
    const places = [{ ...placeOf('|VA..........'), file: { begin: 0, end: 12 } }, { file: { begin: 12, end: 24 }, start: 12, vital: [{ begin: 12, end: 13 }], ahead: [] }]
    expect(planHold({ room: 13, places }).hold).toEqual([{ begin: 0, end: 7 }, { begin: 12, end: 18 }])
  })

  it('does not fit when less than a quarter of the window ahead does', () => {
    expect(planHold({ room: 3, places: [placeOf('|VAAAAAAAA..V')] }).fits).toBe(false)
    expect(planHold({ room: 4, places: [placeOf('|VAAAAAAAA..V')] }).fits).toBe(true)
  })

  it('never is more than the room, but for what is vital, and always holds what must be there', () => {
    const part = (most: number) => fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => ({ begin: Math.min(a, b), end: Math.max(a, b) }))
    fc.assert(fc.property(fc.nat(60), fc.nat(50), fc.array(part(50), { maxLength: 4 }), fc.array(part(50), { maxLength: 4 }), (room, start, vital, ahead) => {
      const { must, hold } = planHold({ room, places: [{ file: { begin: 0, end: 50 }, start, vital, ahead }] })
      expect(sizeOfAll(hold)).toBeLessThanOrEqual(Math.max(room, sizeOfAll(must)))
      const shared = must.flatMap((a) => hold.map((b) => intersect(a, b))).filter((each) => !isEmpty(each))
      expect(sizeOfAll(shared)).toBe(sizeOfAll(must))
    }))
  })
})
