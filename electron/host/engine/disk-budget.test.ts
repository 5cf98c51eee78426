import { afterEach, describe, expect, it } from 'vitest'
import { createDiskBudget } from './disk-budget.ts'
import type { BudgetMember, BudgetSeat, Demand, DiskBudget } from './disk-budget.ts'

/** With a share of it for what lies beside pieces: five chunks of 20 fit into it. */
const LIMIT = 103
const NOBODY: Demand = { chunks: 0, idleMs: 1000, starts: [], must: [], hold: [] }

describe('the space for all torrents', () => {
  let budget: DiskBudget
  afterEach(() => { budget.close() })

  /** A torrent that tells what it gave back. */
  function join(demand: Partial<Demand> = {}, here: readonly number[] = [], wish: Partial<BudgetMember> = {}): { readonly seat: BudgetSeat; readonly stored: ReadonlySet<number>; readonly given: number[] } {
    const given: number[] = []
    const stored = new Set(here)
    const giveBack = async (chunk: number) => {
      given.push(chunk)
      await Promise.resolve()
      return true
    }
    return { given, stored, seat: budget.join({ chunkBytes: 20, stored, demand: () => ({ ...NOBODY, ...demand }), isKept: () => false, busy: () => new Set(), giveBack, onRoom: () => {}, ...wish }) }
  }
  const begin = async (wishBytes: number | null = LIMIT, freeBytes: number | null = 1e9) => { budget = await createDiskBudget({ readFree: () => Promise.resolve(freeBytes), readBeside: () => Promise.resolve(0), wishBytes }) }
  const part = (first: number, end: number) => ({ begin: first, end })

  it('is granted a chunk at a time while there is some, and what is here already costs nothing', async () => {
    await begin()
    const { seat } = join()
    const granted = await Promise.all([0, 1, 2, 3, 4, 5].map((chunk) => seat.take(chunk, 'other')))
    expect(granted).toEqual([true, true, true, true, true, false])
    expect(await seat.take(3, 'other')).toBe(true)
    expect(budget.usage()).toMatchObject({ usedBytes: 100, freeBytes: 1e9 - 100 })
  })

  it('is made for what is planned by what is not, for what is needed now by what is planned, never by what is needed now', async () => {
    await begin()
    const film = join({ chunks: 9, starts: [3], idleMs: 0, must: [part(3, 5)], hold: [part(2, 6)] }, [0, 2, 3, 4, 5])
    expect(await film.seat.take(6, 'held')).toBe(true)
    expect(await film.seat.take(7, 'held')).toBe(true)
    expect(film.given).toEqual([0, 6])
    expect(await film.seat.take(8, 'must')).toBe(true)
    expect(await film.seat.take(9, 'must')).toBe(true)
    expect(budget.usage().usedBytes).toBe(100)
    expect(film.stored.has(3) && film.stored.has(4)).toBe(true)
  })

  it('is made by torrents that nobody watches first, but not by one that is kept or a chunk that is being written', async () => {
    await begin()
    const idle = join({}, [0, 1], { busy: () => new Set([1]) })
    const film = join({ chunks: 9, starts: [0], idleMs: 0, hold: [part(0, 2)] }, [0, 1])
    const kept = join({}, [0, 1, 2, 3], { isKept: () => true })
    for (const chunk of [2, 3]) expect(await film.seat.take(chunk, 'held')).toBe(true)
    expect([idle.given, kept.given]).toEqual([[0], []])
    expect(await film.seat.take(4, 'held')).toBe(true)
    expect([idle.given, film.given]).toEqual([[0], [3]])
  })

  it('is not used up twice by two that ask at the same time', async () => {
    await begin()
    const film = join({ chunks: 9, starts: [5], idleMs: 0, hold: [part(5, 9)] }, [0, 1, 2, 3, 4])
    const granted = await Promise.all([5, 6, 7].map((chunk) => film.seat.take(chunk, 'held')))
    expect(granted).toEqual([true, true, true])
    expect(film.given).toHaveLength(3)
    expect(budget.usage().usedBytes).toBe(100)
  })

  it('that stays because a chunk cannot be removed is not given away', async () => {
    await begin()
    const film = join({ chunks: 9, starts: [5], idleMs: 0, hold: [part(5, 9)] }, [0, 1, 2, 3, 4], { giveBack: () => Promise.resolve(false) })
    expect(await film.seat.take(5, 'must')).toBe(false)
    expect(budget.usage().usedBytes).toBe(100)
  })

  it('shrinks at once with the setting', async () => {
    await begin()
    const film = join({ chunks: 9, starts: [3], idleMs: 0, must: [part(3, 4)], hold: [part(3, 5)] }, [0, 1, 2, 3, 4])
    budget.setLimit(42)
    await film.seat.take(3, 'must') // comes after it
    expect(film.given).toEqual([0, 1, 2])
    expect(film.seat.limitedBy()).toBe('person')
  })

  it('is half of what the disk has by default, and what is stored counts as free', async () => {
    await begin(null, 140)
    const { seat } = join()
    for (const chunk of [0, 1, 2]) expect(await seat.take(chunk, 'other')).toBe(true)
    expect(await seat.take(3, 'other')).toBe(false)
    expect(seat.limitedBy()).toBe('disk')
  })

  it('is less by what is made of films', async () => {
    budget = await createDiskBudget({ readFree: () => Promise.resolve(1e9), readBeside: () => Promise.resolve(41), wishBytes: LIMIT })
    const { seat } = join()
    expect(await Promise.all([0, 1, 2].map((chunk) => seat.take(chunk, 'other')))).toEqual([true, true, false])
    expect(budget.usage().usedBytes).toBe(40 + 41)
  })

  it('is shared by the films that are watched, and all of it is for one that is alone', async () => {
    await begin()
    const first = join({ chunks: 9, starts: [0], idleMs: 0 })
    expect(first.seat.room()).toBe(5)
    const second = join({ chunks: 9, starts: [0], idleMs: 0 })
    expect([first.seat.room(), second.seat.room()]).toEqual([2, 2])
    second.seat.leave()
    expect(first.seat.room()).toBe(5)
  })
})
