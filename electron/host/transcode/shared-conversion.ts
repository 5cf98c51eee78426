import type { Result } from '../../../shared/result.ts'
import { chooseLane, isLeft } from '../../../shared/transcode/choose-lane.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import type { Rung } from '../../../shared/transcode/ladder.ts'
import type { Conversion } from './conversion.ts'

/** What a lane is begun with, so that its segments go with those of the others. */
export interface LaneStart {
  readonly rung: Rung
  /** The init segment of another lane was handed out: what segments hold must not change. */
  readonly isBound: () => boolean
}

export interface SharedParts {
  readonly grid: Grid
  readonly codecs: string | null
  readonly rung: Rung
  readonly begin: (start: LaneStart) => Conversion
  readonly clock: () => number
}

interface Lane {
  readonly conversion: Conversion
  jumpedMs: number
}

/**
 * One film in one form for any number of players. Those near each other share an ffmpeg; those far apart have one each, so
 * that neither drags the other's away. Invariant: all lanes make the same cells, and one init segment goes with them all.
 */
export function createSharedConversion({ grid, codecs, rung, begin, clock }: SharedParts): Conversion {
  const lanes: Lane[] = []
  let init: Uint8Array | null = null

  const addLane = (): Lane => {
    const lane = { conversion: begin({ rung: lanes[0]?.conversion.state().rung ?? rung, isBound: () => init !== null }), jumpedMs: clock() }
    lanes.push(lane)
    return lane
  }
  const latest = () => lanes.reduce<Lane | null>((last, lane) => (last && last.conversion.state().lastAskedMs >= lane.conversion.state().lastAskedMs ? last : lane), null) ?? addLane()

  const laneFor = (cell: number): Conversion => {
    const choice = chooseLane(lanes.map(({ conversion }) => ({ has: conversion.has(cell), asked: conversion.state().lastAsked, askedMs: conversion.state().lastAskedMs })), grid, cell)
    const lane = lanes[choice.lane] ?? addLane()
    if (choice.isJump) lane.jumpedMs = clock()
    for (const { conversion } of lanes) {
      const { runs, waits, lastAskedMs } = conversion.state()
      if (conversion !== lane.conversion && runs && !waits && isLeft(lastAskedMs, { jumpedMs: lane.jumpedMs, askedMs: clock() })) conversion.rest()
    }
    return lane.conversion
  }

  return {
    grid, codecs,
    init: async (signal): Promise<Result<Uint8Array>> => {
      if (init) return { ok: true, value: init }
      const first = await latest().conversion.init(signal)
      if (first.ok) init ??= first.value
      return init ? { ok: true, value: init } : first
    },
    segment: (cell, signal) => laneFor(cell).segment(cell, signal),
    part: (cell, part, signal) => laneFor(cell).part(cell, part, signal),
    has: (cell) => lanes.some(({ conversion }) => conversion.has(cell)),
    state: () => latest().conversion.state(),
    rest: () => { for (const { conversion } of lanes) conversion.rest() },
    close: async () => { await Promise.all(lanes.map(({ conversion }) => conversion.close())) },
  }
}
