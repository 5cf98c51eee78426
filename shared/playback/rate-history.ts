/** Rates at one moment, bytes a second. */
export interface RateSample {
  readonly atMs: number
  readonly downBytesPerSec: number
  readonly upBytesPerSec: number
}

/** What the statistics show. */
export const HISTORY_MS = 120_000
/** Two a second, and some that come late. */
const MAX_SAMPLES = 300

/** The samples of the last two minutes with one more; older ones are forgotten. */
export function addSample(samples: readonly RateSample[], sample: RateSample): readonly RateSample[] {
  return [...samples.filter(({ atMs }) => atMs > sample.atMs - HISTORY_MS), sample].slice(-MAX_SAMPLES)
}

/** The samples as a line in a field of `width` by `height`, the newest at the right edge; empty without two. `most` is the value at the upper edge. */
export function rateLine(samples: readonly RateSample[], pick: (sample: RateSample) => number, { nowMs, most, width, height }: { readonly nowMs: number; readonly most: number; readonly width: number; readonly height: number }): string {
  if (samples.length < 2 || most <= 0) return ''
  const points = samples.map((sample) => {
    const x = width * (1 - (nowMs - sample.atMs) / HISTORY_MS)
    return `${Math.max(0, x).toFixed(1)} ${(height * (1 - Math.min(1, pick(sample) / most))).toFixed(1)}`
  })
  return `M${points.join('L')}`
}

/** The highest rate of all, for the scale; 0 without samples. */
export function highestRate(samples: readonly RateSample[]): number {
  return samples.reduce((most, { downBytesPerSec, upBytesPerSec }) => Math.max(most, downBytesPerSec, upBytesPerSec), 0)
}
