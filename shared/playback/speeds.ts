/** Speeds offered, slowest first. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 3] as const

/** The next speed in a direction; stays at either end. */
export function nextSpeed(rate: number, direction: 1 | -1): number {
  const further = SPEEDS.filter((speed) => (direction > 0 ? speed > rate : speed < rate))
  return (direction > 0 ? further[0] : further.at(-1)) ?? rate
}
