import { isOver } from '../../shared/cast/cast-media.ts'
import type { CastStatus } from '../../shared/cast/cast-status.ts'

/** The cast that is under way; null when there is none, or it is over. */
export function activeCast(cast: CastStatus | null): CastStatus | null {
  return cast !== null && !isOver(cast.phase) ? cast : null
}

/** Whether a cast is of this film. */
export function isOf(cast: CastStatus | null, infoHash: string, fileIndex: number): boolean {
  return cast !== null && cast.infoHash === infoHash && cast.fileIndex === fileIndex
}
