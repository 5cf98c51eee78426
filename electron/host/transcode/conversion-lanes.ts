import { createConversion } from './conversion.ts'
import type { Conversion, ConversionWorld } from './conversion.ts'

/** Each place at which a film is converted, of all films. Invariant: no more of them run than MAX_RUNS. */
export interface ConversionLanes {
  add(world: Omit<ConversionWorld, 'onStart'>): Conversion
}

/** Runs at a time, of all films and all places in them: three that are watched and one that is being left. */
const MAX_RUNS = 4

export function createConversionLanes(): ConversionLanes {
  const lanes = new Set<Conversion>()

  /** The run that was asked for longest ago rests; one that nobody waits for before one that somebody does. */
  const makeRoom = () => {
    const running = [...lanes].filter((lane) => lane.state().runs).sort((a, b) => Number(a.state().waits) - Number(b.state().waits) || a.state().lastAskedMs - b.state().lastAskedMs)
    for (const conversion of running.slice(0, Math.max(0, running.length - MAX_RUNS + 1))) conversion.rest()
  }

  return {
    add: (world) => {
      const lane = createConversion({ ...world, onStart: makeRoom })
      const mine: Conversion = { ...lane, close: () => {
        lanes.delete(mine)
        return lane.close()
      } }
      lanes.add(mine)
      return mine
    },
  }
}
