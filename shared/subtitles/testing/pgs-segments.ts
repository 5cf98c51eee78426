import { uint } from '../../window/testing/film-index.ts'

/** Segments of Presentation Graphics, for tests: a screen of 1920 by 1080. */

function segment(type: number, body: readonly number[]): number[] {
  return [type, ...uint(body.length, 2), ...body]
}

/** Which objects are shown where; none = an empty screen. */
export function pgsComposition(objects: readonly (readonly [id: number, x: number, y: number])[]): number[] {
  return segment(0x16, [...uint(1920, 2), ...uint(1080, 2), 0x10, 0, 1, 0x80, 0, 7, objects.length, ...objects.flatMap(([id, x, y]) => [...uint(id, 2), 0, 0, ...uint(x, 2), ...uint(y, 2)])])
}

/** White, red, and an entry that is half seen through. */
export const PGS_PALETTE: readonly number[] = segment(0x14, [7, 0, 1, 235, 128, 128, 255, 2, 63, 240, 102, 255, 3, 16, 128, 128, 128])

export function pgsObject(id: number, width: number, height: number, runs: readonly number[]): number[] {
  return segment(0x15, [...uint(id, 2), 0, 0xc0, ...uint(runs.length + 4, 3), ...uint(width, 2), ...uint(height, 2), ...runs])
}

export const PGS_END: readonly number[] = segment(0x80, [])
