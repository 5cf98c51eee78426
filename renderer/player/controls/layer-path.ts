import type { Interval } from '../../../shared/interval.ts'

/** Width of the drawing in its own units; see the viewBox of the seek bar. */
const WIDTH = 1000

/** Narrower parts would vanish on a bar of usual width. */
const NARROWEST = 1

/** The parts of a film as one path of boxes, 1000 wide for the whole film and 10 high. Empty until the length is known. */
export function layerPath(parts: readonly Interval[], durationSec: number | null): string {
  if (durationSec === null || durationSec <= 0) return ''
  return parts.map(({ begin, end }) => {
    const left = round((Math.max(0, begin) / durationSec) * WIDTH)
    const width = Math.max(NARROWEST, round((Math.min(end, durationSec) / durationSec) * WIDTH) - left)
    return `M${String(left)} 0h${String(round(width))}v10h${String(-round(width))}z`
  }).join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
