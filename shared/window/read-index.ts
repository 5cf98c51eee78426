import { withEnds } from './index-points.ts'
import type { IndexPoints } from './index-points.ts'
import { isobmffPoints } from './isobmff-points.ts'
import { matroskaPoints } from './matroska-points.ts'

/** Bytes of a file and where they begin in it. */
export interface FilePart {
  readonly begin: number
  readonly bytes: Uint8Array
}

/**
 * What the index of a file of lengthBytes says. `parts`: the bytes of the ranges that `locateIndex` found, the head first.
 * Null when they hold no index; broken ones give fewer points or none, and never a throw.
 */
export function readIndex(parts: readonly FilePart[], lengthBytes: number): IndexPoints | null {
  const [head, last] = [parts[0], parts.at(-1)]
  if (!head || !last) return null
  const behind = last === head ? null : last
  const found = isobmffPoints(last.bytes) ?? matroskaPoints(head.bytes, behind?.bytes ?? null)
  return found && withEnds(found, endOfMedia(found, behind?.begin ?? lengthBytes, lengthBytes))
}

/** An index behind the film marks its end; one that lies in front or in the middle does not. */
function endOfMedia({ points }: IndexPoints, indexBegin: number, lengthBytes: number): number {
  return points.every(({ byte }) => byte < indexBegin) ? indexBegin : lengthBytes
}
