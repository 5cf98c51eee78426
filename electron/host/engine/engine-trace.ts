import type { BlockRequest } from '../../../shared/window/pick-blocks.ts'
import type { PickRecord } from '../../../shared/window/pick-record.ts'
import type { WindowInput, WindowPlan } from '../../../shared/window/plan-window.ts'

/** Hears of every decision: what it was made of and what came of it. Written down, both can be made again. */
export type EngineTrace = (entry: TracedPlan | TracedPick) => void

export interface TracedPlan {
  readonly fileIndex: number
  readonly input: WindowInput
  readonly plan: WindowPlan
}

/** One round of requests; rounds that ask for nothing are left out. */
export interface TracedPick {
  readonly pick: PickRecord
  readonly requests: readonly BlockRequest[]
}
