import type { InfoHash } from '../../shared/ids.ts'
import type { EventValue } from '../../shared/ipc/contract.ts'
import { percentOf } from '../../shared/text/numbers.ts'

/** A kept torrent on its way to another disk. */
export type FilmMove = EventValue<'media.filmMoves'>

/** Hears how a copy gets on. */
export interface CopyWatch {
  /** Bytes, holes included. */
  readonly copied: (doneBytes: number, totalBytes: number) => void
  /** It is whole, or was given up; once. */
  readonly ended: () => void
}

/** Tells of a copy at each whole per cent, which is what a person sees of it, and when it is over. */
export function watchMove(infoHash: InfoHash, canStop: boolean, tell: (move: FilmMove) => void): CopyWatch {
  let last: FilmMove | null = null
  return {
    copied: (doneBytes, totalBytes) => {
      if (last !== null && percentOf(last.doneBytes, totalBytes) === percentOf(doneBytes, totalBytes)) return
      last = { infoHash, doneBytes, totalBytes, canStop, isOver: false }
      tell(last)
    },
    ended: () => { if (last !== null) tell({ ...last, isOver: true }) },
  }
}
