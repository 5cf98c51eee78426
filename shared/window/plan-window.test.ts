import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains } from '../interval.ts'
import { DEFAULT_POLICY, isDueNow, isJump, planWindow, windowStart } from './plan-window.ts'
import type { WindowInput } from './plan-window.ts'
import { byDeadline, fetchOrder, inputOf, PIECE_BYTES, planPicture } from './testing/plan-picture.ts'
import type { Scene } from './testing/plan-picture.ts'
import { linearTimeMap, timeMapThrough } from './time-map.ts'

/** `#` verified, `U` urgent, `A` ahead, `E` edge, `.` the rest; one character a piece, one piece a second. */
function expectPlan(have: string, scene: Scene, picture: string): void {
  expect(planPicture(have, scene)).toBe(picture)
}

describe('the window', () => {
  it('of a file nobody reads wants its edges first, then what comes first', () => {
    expectPlan('............', {}, 'AAA........E')
    expect(fetchOrder('............', {})).toEqual([0, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('of a playing film has the next seconds urgent, then the pieces ahead', () => {
    expectPlan('............', { playhead: 2, urgentSec: 2, aheadPieces: 5 }, 'E.UUAAA....E')
  })

  it('skips what is verified', () => {
    expectPlan('##.#.##.....', { playhead: 2, urgentSec: 2, aheadPieces: 7 }, '##U#A##AA..E')
  })

  it('reaches from inside a piece into the piece where its span ends', () => {
    expectPlan('............', { playhead: 2.5, urgentSec: 1, aheadPieces: 3 }, 'E.UUAA.....E')
  })

  it('fetches the pieces of the next seconds in the order of their seconds', () => {
    expect(fetchOrder('............', { playhead: 4, urgentSec: 3 }).slice(0, 5)).toEqual([4, 0, 11, 5, 6])
  })

  it('of a film that plays twice as fast spans twice the bytes', () => {
    expectPlan('............', { playhead: 1, rate: 2, urgentSec: 2, aheadPieces: 0, aheadSec: 4 }, 'EUUUUAAAA..E')
  })

  it('spans the seconds of policy when they are more than its bytes, and the bytes when they are more', () => {
    expectPlan('............', { playhead: 1, urgentSec: 1, aheadPieces: 2, aheadSec: 4 }, 'EUAAA......E')
    expectPlan('............', { playhead: 1, urgentSec: 1, aheadPieces: 6, aheadSec: 4 }, 'EUAAAAA....E')
  })

  it('of a paused film is twice as long and nothing in it is urgent', () => {
    expectPlan('............', { playhead: 1, aheadPieces: 3 }, 'EUUA.......E')
    expectPlan('............', { playhead: 1, aheadPieces: 3, paused: true }, 'EAAAAAA....E')
  })

  it('of a paused film is urgent while a read waits', () => {
    expectPlan('............', { playhead: 1, aheadPieces: 3, paused: true, waits: [1] }, 'EUUAAAA....E')
  })

  it('starts at the newest read when nobody reports a clock, and takes the film for a large one', () => {
    expectPlan('............', { reads: [6, 2], urgentSec: 1, aheadPieces: 3 }, 'E.....UUUUUU')
  })
})

describe('the window of a device, which takes whole pieces alone,', () => {
  it('finishes the piece of each second before it begins the next', () => {
    const halves = planWindow(inputOf(12, { playhead: 4.5, urgentSec: 2, device: 'playing', indexDueMs: 9000 })).ranges.filter(({ tier }) => tier === 'urgent').slice(0, 2)
    expect(halves.map(({ begin, end }) => [begin / PIECE_BYTES, end / PIECE_BYTES])).toEqual([[4, 6], [5, 7]])
  })

  it('begins at the key frame before its second', () => {
    expect(fetchOrder('............', { playhead: 6, keyFrame: 4.2, urgentSec: 2, device: 'playing' }).slice(0, 3)).toEqual([4, 5, 6])
  })

  it('that is paused has nothing urgent, its own read that waits for more included', () => {
    const { ranges } = planWindow(inputOf(12, { playhead: 2, waits: [8], paused: true, device: 'playing' }))
    expect(ranges.filter(({ tier }) => tier === 'urgent')).toEqual([])
    expect(ranges.find(({ begin }) => begin === 8 * PIECE_BYTES)).toMatchObject({ tier: 'ahead', deadlineMs: 2000 })
  })

  it('wants the place where it shall play before what it reads on its way there, and after an index that is overdue', () => {
    const onItsWay = { playhead: 6.2, waits: [1], urgentSec: 2 } as const
    expect(fetchOrder('............', { ...onItsWay, device: 'arriving' }).slice(0, 3)).toEqual([6, 7, 1])
    expect(fetchOrder('............', { ...onItsWay, device: 'playing' }).slice(0, 2)).toEqual([1, 6])
    expect(fetchOrder('............', { ...onItsWay, device: 'arriving', index: [{ begin: 11.5, end: 12 }], indexDueMs: -1 })[0]).toBe(11)
  })
})

describe('a read that waits', () => {
  it('outranks the playhead', () => {
    expectPlan('............', { playhead: 2, waits: [8], urgentSec: 2, aheadPieces: 3 }, 'E.UUA...U..E')
    expect(fetchOrder('............', { playhead: 2, waits: [8] })[0]).toBe(8)
  })

  it('loses to a newer one that waits', () => {
    expect(fetchOrder('............', { waits: [7, 4, 9] }).slice(0, 3)).toEqual([7, 4, 9])
  })

  it('takes its urgency with it when it goes away', () => {
    expectPlan('............', { playhead: 2, waits: [8] }, 'E.UUA...U..E')
    expectPlan('............', { playhead: 2, waits: [] }, 'E.UUA......E')
  })

  it('is not urgent any more once it has its bytes', () => {
    expectPlan('............', { playhead: 2, reads: [8] }, 'E.UUA......E')
  })

  it('wants its whole piece when only verified bytes serve it', () => {
    const [first] = byDeadline(planWindow(inputOf(12, { waits: [8.5], playhead: 2 })))
    expect(first).toMatchObject({ tier: 'urgent', deadlineMs: 0, begin: 8 * PIECE_BYTES, end: 9 * PIECE_BYTES })
  })

  it('wants the bytes at its cursor when it takes blocks of an unfinished piece, then the rest of the piece', () => {
    const [first, ...others] = byDeadline(planWindow(inputOf(12, { waits: [8.5], early: true, playhead: 2 })))
    expect(first).toMatchObject({ tier: 'urgent', deadlineMs: 0, begin: 850_000, end: 870_000 })
    expect(others.find(({ tier, begin, end }) => tier === 'urgent' && begin === 8 * PIECE_BYTES && end === 9 * PIECE_BYTES)).toBeDefined()
  })

  it('comes after the player\'s when it takes only verified bytes, until it has waited for five seconds', () => {
    const player = { offsetBytes: 2 * PIECE_BYTES, endBytes: 12 * PIECE_BYTES, waiting: true, early: true, waitedMs: 60_000 }
    const look = (waitedMs: number) => ({ offsetBytes: 11 * PIECE_BYTES, endBytes: 12 * PIECE_BYTES, waiting: true, early: false, waitedMs })
    const first = (waitedMs: number) => planWindow({ ...inputOf(12, {}), cursors: [look(waitedMs), player] }).ranges[0]?.begin
    expect(first(0)).toBe(player.offsetBytes)
    expect(first(5000)).toBe(player.offsetBytes)
    expect(first(5001)).toBe(look(0).offsetBytes)
  })

  it('loses to a newer one however long it has waited, where all take only verified bytes', () => {
    const read = (piece: number, waitedMs: number) => ({ offsetBytes: piece * PIECE_BYTES, endBytes: 12 * PIECE_BYTES, waiting: true, early: false, waitedMs })
    expect(planWindow({ ...inputOf(12, {}), cursors: [read(8, 0), read(3, 60_000)] }).ranges[0]?.begin).toBe(8 * PIECE_BYTES)
  })

  it('wants no byte behind its end', () => {
    const [first] = byDeadline(planWindow(inputOf(12, { waits: [8.5], early: true, readsEnd: 8.6 })))
    expect(first).toMatchObject({ begin: 850_000, end: 860_000 })
  })

  it('at the end of a piece wants the next one as well when its first bytes reach there', () => {
    expect(fetchOrder('............', { waits: [4.9] }).slice(0, 2)).toEqual([4, 5])
  })
})

describe('a read of an index behind the film', () => {
  const index = [{ begin: 0, end: 0.1 }, { begin: 11, end: 12 }]

  it('leaves the window where the film was read last', () => {
    expect(fetchOrder('............', { waits: [11], index, urgentSec: 1 }).slice(0, 4)).toEqual([11, 0, 1, 2])
    expect(windowStart({ ...inputOf(12, { waits: [11], index }), lastStartBytes: 4 * PIECE_BYTES })).toBe(4 * PIECE_BYTES)
  })

  it('is none where the index lies at the head: the film comes after it', () => {
    expect(windowStart(inputOf(12, { waits: [1], index: [{ begin: 0, end: 2 }] }))).toBe(PIECE_BYTES)
  })

  it('is no reason to wait with what another read wants', () => {
    expect(windowStart(inputOf(12, { waits: [11, 5], index }))).toBe(5 * PIECE_BYTES)
  })
})

it('the rest of the piece an index lies in comes after the next seconds of film, however long it is overdue', () => {
  const { ranges } = planWindow(inputOf(12, { playhead: 2, urgentSec: 2, index: [{ begin: 11.8, end: 12 }], indexDueMs: -60_000 }))
  const rest = ranges.find(({ tier, begin }) => tier === 'edges' && begin === 11 * PIECE_BYTES)
  expect(rest?.deadlineMs).toBe(3000)
})

describe('what was asked for last is stale', () => {
  const MB = 1024 * 1024
  const place = (at: number, hereUntil = at) => ({ at: at * MB, hereUntil: hereUntil * MB })
  it.each([
    ['after a jump forwards over what is missing', place(10), place(20), 1, true],
    ['after a jump backwards', place(20, 30), place(10), 1, true],
    ['not while reading on', place(10), place(12), 1, false],
    ['not after reading on through what is here, however far', place(10, 41), place(40, 41), 1, false],
    ['not after reading blocks of a piece that is begun', place(10), place(25), 16, false],
    ['after a jump past what is here', place(10, 41), place(50), 1, true],
    ['not after a small step back', place(10, 20), place(8), 1, false],
    ['not after a jump to where all is here', place(40), place(10, 41), 1, false],
    ['after a jump to where little is here', place(40), place(10, 13), 1, true],
  ])('%s', (_title, before, now, piece, jumped) => {
    expect(isJump(before, now, piece * MB)).toBe(jumped)
  })
})

describe('a read that waits again', () => {
  /** Without a clock the first second is taken for ten pieces. */
  const waits = (at: number, early: boolean) => ({ offsetBytes: at * PIECE_BYTES, endBytes: 30 * PIECE_BYTES, waiting: true, early })
  it.each([
    ['a block further on is planned for already', { waits: [4], early: true }, waits(4.3, true), true],
    ['behind what is due at once is not', { waits: [4], early: true }, waits(14.1, true), false],
    ['for a whole piece is planned for when all of it is due at once', { waits: [4] }, waits(4.3, false), true],
    ['for a whole piece is not when only its beginning is due at once', { waits: [3.5] }, waits(13.3, false), false],
    ['far ahead of a playhead is not', { playhead: 1 }, waits(8, true), false],
  ])('%s', (_title, scene, cursor, planned) => {
    const input = inputOf(30, scene)
    expect(isDueNow(planWindow(input), input, cursor)).toBe(planned)
  })
})

describe('a jump', () => {
  it('backwards makes the window start there', () => {
    expectPlan('....########', { playhead: 10, aheadPieces: 4 }, 'E...########')
    expectPlan('....########', { playhead: 1, aheadPieces: 4 }, 'EUUA########')
  })

  it('forwards makes the missing pieces there urgent before read-ahead', () => {
    expectPlan('####........', { playhead: 3, aheadPieces: 4 }, '####UAA....E')
    expectPlan('####........', { playhead: 8, aheadPieces: 4 }, '####....UUAA')
  })

  it('leaves what was jumped over for last', () => {
    expect(fetchOrder('............', { playhead: 8, aheadPieces: 4 })).toEqual([8, 0, 11, 9, 10, 1, 2, 3, 4, 5, 6, 7])
  })

  it('to the end of the film wants nothing behind it', () => {
    expectPlan('............', { playhead: 12, aheadPieces: 4 }, 'E..........E')
    expectPlan('............', { playhead: 11.5, aheadPieces: 4 }, 'E..........U')
  })
})

it('lines of subtitles on the screen that lie elsewhere come after the first second of film, and nothing around them does', () => {
  const words = [{ begin: 150_000, end: 152_000 }]
  const input = inputOf(12, { playhead: 5 })
  const [without, ranges] = [planWindow(input).ranges, planWindow({ ...input, words }).ranges]
  const [line] = ranges.filter((range) => !without.some((each) => JSON.stringify(each) === JSON.stringify(range)))
  expect(line).toEqual({ tier: 'edges', deadlineMs: 500, ...words[0] })
  expect(ranges.length).toBe(without.length + 1)
  const urgent = ranges.filter(({ tier, deadlineMs }) => tier === 'urgent' && deadlineMs < 500)
  expect(urgent.map(({ begin, end }) => [begin, end])).toEqual([[500_000, 600_000]])
})

describe('a place the person points at', () => {
  const playing = { playhead: 2, aheadPieces: 3, index: [{ begin: 0, end: 1 }] }

  it('is fetched while playing is safe: a second from there', () => {
    expectPlan('####################', { ...playing, warm: 12 }, '####################')
    expectPlan('##########..........', { ...playing, warm: 14.5 }, '##########....WW....')
    expectPlan('##########..........', { ...playing, warm: 16.5, cushionSec: 31 }, '##########......WW..')
  })

  it.each<[string, Scene]>([['half a minute or less is in hand', { cushionSec: 30 }], ['a read waits', { waits: [5] }]])('is left alone while %s', (_title, scene) => {
    const withAndWithout = [{ ...playing, warm: 14, ...scene }, { ...playing, ...scene }].map((each) => JSON.stringify(planWindow(inputOf(20, each))))
    expect(withAndWithout[0]).toBe(withAndWithout[1])
  })

  it('comes after the first part of the window ahead and before the rest of it', () => {
    const order = fetchOrder('.'.repeat(60), { ...playing, aheadPieces: 40, warm: 50.5 })
    expect(order.indexOf(50)).toBe(order.indexOf(31) + 1)
    expect(order.indexOf(32)).toBe(order.indexOf(51) + 1)
  })

  it('adds nothing where all is verified', () => {
    expect(fetchOrder('##########....###...', { ...playing, warm: 14.5 })).not.toContain(14)
    expect(fetchOrder('##########....###...', { ...playing, warm: 14.5 })).toEqual(fetchOrder('##########....###...', playing))
  })

  it('begins at the key frame before it when the index tells of one, where a player begins to read', () => {
    const input = inputOf(20, { ...playing, warm: 14 })
    const { ranges } = planWindow({ ...input, timeMap: timeMapThrough(20, 2_000_000, [{ timeSec: 11, byte: 1_000_000 }, { timeSec: 15, byte: 1_500_000 }]) })
    expect(ranges.find(({ tier }) => tier === 'warm')).toMatchObject({ begin: 30 * 32_768, end: 1_500_000 })
  })

  it('is not more than two megabytes, whatever the bitrate', () => {
    const input = inputOf(20, { ...playing, warm: 10 })
    const { ranges } = planWindow({ ...input, lengthBytes: 200_000_000, timeMap: linearTimeMap(20, 200_000_000) })
    const warm = ranges.find(({ tier }) => tier === 'warm')
    expect((warm?.end ?? 0) - (warm?.begin ?? 0)).toBe(2_000_000)
  })
})

describe('the edges', () => {
  it('are guessed at both ends while the index has not been found', () => {
    expectPlan('............', { playhead: 5, aheadPieces: 2 }, 'E....UU....E')
  })

  it('are exactly the index once it has been found', () => {
    expectPlan('............', { playhead: 5, aheadPieces: 2, index: [{ begin: 0, end: 2.5 }] }, 'EEE..UU.....')
    expectPlan('............', { playhead: 5, aheadPieces: 2, index: [{ begin: 0, end: 0.1 }, { begin: 9.5, end: 12 }] }, 'E....UU..EEE')
  })

  it('come among the seconds of film when they are due', () => {
    expect(fetchOrder('............', { playhead: 5, urgentSec: 3 }).slice(0, 5)).toEqual([5, 0, 11, 6, 7])
    expect(fetchOrder('............', { playhead: 5, urgentSec: 3, indexDueMs: 1500 }).slice(0, 5)).toEqual([5, 6, 0, 11, 7])
  })

  it('come before everything once they are overdue', () => {
    expect(fetchOrder('............', { waits: [5], indexDueMs: -1 }).slice(0, 3)).toEqual([0, 11, 5])
  })

  it('begin where a player would begin to read them', () => {
    const { ranges } = planWindow(inputOf(12, { index: [{ begin: 9.9, end: 12 }] }))
    expect(ranges.find(({ tier }) => tier === 'edges')?.begin).toBe(30 * 32_768)
  })
})

describe('a file that shares its first and last piece with its neighbours', () => {
  const between = { beginsAt: 0.4, endsBefore: 0.3 }

  it('wants both pieces as edges', () => {
    expectPlan('......', { ...between, playhead: 2, urgentSec: 1, aheadPieces: 1 }, 'E.UU.E')
  })

  it('wants the piece in which the playhead lies', () => {
    expectPlan('......', { ...between, playhead: 0.5, urgentSec: 1, aheadPieces: 1 }, 'UU...E')
    expectPlan('......', { ...between, playhead: 0.7, urgentSec: 1, aheadPieces: 1 }, 'EUU..E')
  })

  it('wants its neighbours\' part of both pieces too, because a piece counts only when it is whole', () => {
    const { ranges } = planWindow(inputOf(6, { ...between, playhead: 2 }))
    const [begin, end] = [-0.4 * PIECE_BYTES, 5.6 * PIECE_BYTES]
    expect(ranges.some((range) => range.begin === begin && range.end >= begin + PIECE_BYTES)).toBe(true)
    expect(ranges.some((range) => range.end === end && range.begin <= end - PIECE_BYTES)).toBe(true)
  })

  it('has a piece that it shares urgent as a whole when a verified-only read waits there', () => {
    const [first] = byDeadline(planWindow(inputOf(6, { ...between, waits: [5.2] })))
    expect(first).toMatchObject({ begin: 460_000, end: 560_000, deadlineMs: 0 })
  })

  it('wants only its own bytes for a read that takes blocks early', () => {
    const [first] = byDeadline(planWindow(inputOf(6, { ...between, waits: [5.2], early: true })))
    expect(first).toMatchObject({ begin: 520_000, end: 530_000, deadlineMs: 0 })
  })
})

describe('the policy of the program', () => {
  const film = { lengthBytes: 2_000_000_000, pieceLengthBytes: 1_048_576, fileOffsetBytes: 0, cursors: [], index: [], indexDueMs: 500, policy: DEFAULT_POLICY }
  const aheadBytes = (durationSec: number, paused: boolean, rate = 1) => {
    const { ranges } = planWindow({ ...film, playhead: { timeSec: 100, rate, paused }, timeMap: linearTimeMap(durationSec, film.lengthBytes) })
    const ahead = ranges.filter(({ tier }) => tier === 'ahead').at(-1)
    return ahead ? ahead.end - ahead.begin : 0
  }

  it('keeps 32 MB ahead of a film that needs less in a minute', () => {
    expect(aheadBytes(7200, false)).toBe(32 * 1024 * 1024)
  })

  it('keeps a minute ahead of a film that needs more than 32 MB in it, at the rate it is played', () => {
    expect(aheadBytes(1000, false)).toBeCloseTo(60 * 2_000_000, -2)
    expect(aheadBytes(1000, false, 2)).toBeCloseTo(120 * 2_000_000, -2)
  })

  it('keeps twice as much while paused', () => {
    expect(aheadBytes(7200, true)).toBe(64 * 1024 * 1024)
    expect(aheadBytes(1000, true)).toBeCloseTo(120 * 2_000_000, -2)
  })
})

describe('the reason of a plan', () => {
  it.each([
    ['idle', {}],
    ['reading', { reads: [1] }],
    ['readWaits', { waits: [1], playhead: 2 }],
    ['playing', { reads: [1], playhead: 2 }],
    ['paused', { reads: [1], playhead: 2, paused: true }],
  ] as const)('is %s', (why, scene) => {
    expect(planWindow(inputOf(12, scene)).why).toBe(why)
  })
})

describe('whatever the situation', () => {
  const place = fc.double({ min: 0, max: 20, noNaN: true })
  const anyScene: fc.Arbitrary<Scene> = fc.record({
    waits: fc.array(place, { maxLength: 4 }),
    reads: fc.array(place, { maxLength: 3 }),
    early: fc.boolean(),
    rate: fc.double({ min: 0, max: 16, noNaN: true }),
    paused: fc.boolean(),
    beginsAt: fc.double({ min: 0, max: 0.99, noNaN: true }),
    endsBefore: fc.double({ min: 0, max: 0.99, noNaN: true }),
    aheadSec: fc.integer({ min: 0, max: 60 }),
    aheadPieces: fc.integer({ min: 0, max: 40 }),
  })
  const anyInput: fc.Arbitrary<WindowInput> = fc.tuple(fc.integer({ min: 3, max: 20 }), anyScene, fc.option(place), fc.option(place)).map(([pieces, scene, playhead, warm]) => {
    const input = inputOf(pieces, { ...scene, ...(playhead === null ? {} : { playhead }), ...(warm === null ? {} : { warm }) })
    return { ...input, cursors: input.cursors.filter(({ offsetBytes }) => offsetBytes < input.lengthBytes) }
  })

  it('every range lies inside the pieces of the file and holds something', () => {
    fc.assert(fc.property(anyInput, (input) => {
      const first = Math.floor(input.fileOffsetBytes / PIECE_BYTES) * PIECE_BYTES - input.fileOffsetBytes
      const last = Math.ceil((input.fileOffsetBytes + input.lengthBytes) / PIECE_BYTES) * PIECE_BYTES - input.fileOffsetBytes
      for (const { begin, end, deadlineMs } of planWindow(input).ranges) {
        expect(begin).toBeGreaterThanOrEqual(first)
        expect(end).toBeLessThanOrEqual(last)
        expect(end).toBeGreaterThan(begin)
        expect(deadlineMs).not.toBeNaN()
      }
    }))
  })

  it('every waiting read is covered by the first ranges, newest first', () => {
    fc.assert(fc.property(anyInput, (input) => {
      const waiting = input.cursors.filter((cursor) => cursor.waiting)
      const first = byDeadline(planWindow(input)).slice(0, waiting.length)
      waiting.forEach(({ offsetBytes }, i) => {
        const range = first[i]
        expect(range?.deadlineMs).toBe(0)
        expect(range && contains(range, offsetBytes)).toBe(true)
      })
    }))
  })

  it('every byte of the file and of its pieces is wanted', () => {
    fc.assert(fc.property(anyInput, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (input, share) => {
      const first = Math.floor(input.fileOffsetBytes / PIECE_BYTES) * PIECE_BYTES
      const last = Math.ceil((input.fileOffsetBytes + input.lengthBytes) / PIECE_BYTES) * PIECE_BYTES
      const byte = Math.min(last - 1, Math.floor(first + share * (last - first))) - input.fileOffsetBytes
      expect(planWindow(input).ranges.some((range) => contains(range, byte))).toBe(true)
    }))
  })

  it('the window starts inside the file', () => {
    fc.assert(fc.property(anyInput, (input) => {
      const start = windowStart(input)
      expect(start >= 0 && start <= input.lengthBytes).toBe(true)
    }))
  })
})
