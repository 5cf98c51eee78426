import { byteAt } from '../../../shared/window/time-map.ts'
import type { CursorSet } from './cursors.ts'
import type { FileWindow } from './file-window.ts'

/** Between where a player reads and where it is to play: many seconds of any film, and some of a good line. */
const FAR_BYTES = 16 * 1024 * 1024

/** True while a player waits for a place far ahead of what it reads: it does not know where that lies, and reads up to it. */
export function readsUpTo(window: Pick<FileWindow, 'timeMap' | 'playhead' | 'playerWaits'> & { readonly cursors: Pick<CursorSet, 'list'> }, nowMs: number): boolean {
  const [map, playhead, newest] = [window.timeMap(), window.playhead(), window.cursors.list(nowMs)[0]]
  return map !== null && playhead !== null && newest !== undefined && window.playerWaits() && byteAt(map, playhead.timeSec) - newest.offsetBytes > FAR_BYTES
}
