import type { Interval } from '../../shared/interval.ts'

/** What moves several times a second; it bypasses the store so that only the few parts that draw it are touched. */
export interface ClockReading {
  readonly currentTimeSec: number
  /** Null until the element knows it. */
  readonly durationSec: number | null
  /** What the element holds, on the time line. */
  readonly buffered: readonly Interval[]
}

export interface Clock {
  read(): ClockReading
  write(reading: ClockReading): void
  /** Calls at every reading until the returned function is called. */
  subscribe(listener: () => void): () => void
}

export function createClock(): Clock {
  const listeners = new Set<() => void>()
  let reading: ClockReading = { currentTimeSec: 0, durationSec: null, buffered: [] }
  return {
    read: () => reading,
    write: (next) => {
      reading = next
      listeners.forEach((listener) => { listener() })
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}
