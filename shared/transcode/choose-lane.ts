import type { Grid } from './grid.ts'
import { cellStart } from './grid.ts'

/** One of the places at which a film is converted, each with an ffmpeg of its own. */
export interface LaneFacts {
  /** What is asked for is made there. */
  readonly has: boolean
  /** The cell it was asked for last; null: nobody's yet. */
  readonly asked: number | null
  readonly askedMs: number
}

export interface LaneChoice {
  /** Index of the lane; as many as there are: a new one. */
  readonly lane: number
  /** Nobody was near this place: somebody jumped, or came. */
  readonly isJump: boolean
}

/** Two places that are watched at a time: the window and a device, or two devices. The third that comes takes the place that was left longest ago. */
export const MAX_LANES = 2
/** Players this close share a lane: what is made ahead of one is what the other needs. */
const NEAR_SEC = 60

/**
 * Whose run makes a cell. Players are not told apart but by where they are: a jump of one looks like another that comes, and
 * is answered in the same way.
 */
export function chooseLane(lanes: readonly LaneFacts[], grid: Grid, cell: number): LaneChoice {
  const distanceSec = ({ asked }: LaneFacts) => (asked === null ? 0 : Math.abs(cellStart(grid, cell) - cellStart(grid, asked)))
  const nearest = best(lanes, (lane) => (lane.has ? 0 : NEAR_SEC) + distanceSec(lane), (lane) => lane.has || distanceSec(lane) <= NEAR_SEC)
  if (nearest !== null) return { lane: nearest, isJump: false }
  const longestAgo = lanes.length < MAX_LANES ? null : best(lanes, ({ askedMs }) => askedMs, () => true)
  return { lane: longestAgo ?? lanes.length, isJump: true }
}

/** Not asked for so long while another was, nobody is there any more, or has all they need. */
const LEFT_MS = 10_000

/** Whether a lane's run may work on: not behind somebody who jumped away, and not for somebody who left. `latest`: the lane asked for just now, with when somebody last jumped to it. */
export function isLeft(askedMs: number, latest: { readonly jumpedMs: number; readonly askedMs: number }): boolean {
  return askedMs < latest.jumpedMs || latest.askedMs - askedMs > LEFT_MS
}

function best(lanes: readonly LaneFacts[], costOf: (lane: LaneFacts) => number, mayBe: (lane: LaneFacts) => boolean): number | null {
  return lanes.reduce<number | null>((found, lane, index) => {
    const before = found === null ? undefined : lanes[found]
    return mayBe(lane) && (before === undefined || costOf(lane) < costOf(before)) ? index : found
  }, null)
}
