import { mergeAll } from '../../../shared/interval.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo-files.ts'
import { nextStage, planNext } from '../../../shared/window/plan-next.ts'
import type { NextStage } from '../../../shared/window/plan-next.ts'
import type { FileWindow } from './file-window.ts'
import type { WatchedPart } from './held-chunks.ts'
import { createIndexReader } from './index-reader.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

/** What is wanted of the file that follows a watched one. Nobody reads it yet, so it has no window; it is planned behind those that have. */
export interface NextFile {
  /** Empty while nothing of it is wanted. */
  parts(nowMs: number, windows: readonly FileWindow[]): readonly WatchedPart[]
  /** A block or piece came: look for the index. */
  lookForIndex(piece: number): void
}

/** Whether the film is safe is looked at this often: it means walking over all its pieces. */
const LOOK_MS = 1000

export function createNextFile(files: readonly MetainfoFile[], table: PieceTable, store: PieceStore, onChange: () => void): NextFile {
  let file: MetainfoFile | null = null
  let index: ReturnType<typeof createIndexReader> | null = null
  let stage: NextStage = 'nothing'
  let lookedAtMs = -Infinity

  const follow = (next: MetainfoFile | null) => {
    if (next === file) return
    file = next
    lookedAtMs = -Infinity
    index = next && createIndexReader({ file: next, table, store, onLocated: onChange, onPoints: () => undefined })
    if (next) index?.look(Math.floor(next.offsetBytes / table.geometry.pieceLengthBytes))
  }

  const look = (nowMs: number, windows: readonly FileWindow[]) => {
    const film = windows.find((window) => window.next() !== null)
    const next = film ? files[film.next() ?? -1] : undefined
    const isFree = next !== undefined && !next.padding && next.available && !windows.some((window) => window.file === next)
    follow(isFree ? next : null)
    if (!film || nowMs - lookedAtMs < LOOK_MS) return
    lookedAtMs = nowMs
    stage = nextStage(film.standing(nowMs))
  }

  return {
    parts: (nowMs, windows) => {
      look(nowMs, windows)
      if (!file) return []
      const { offsetBytes, lengthBytes } = file
      const ranges = planNext(stage, lengthBytes, index?.ranges() ?? null).map((range) => ({ ...range, begin: range.begin + offsetBytes, end: range.end + offsetBytes }))
      return mergeAll(ranges).map((part) => ({ file: part, start: part.begin, reads: [], ranges: ranges.filter(({ begin, end }) => part.begin <= begin && end <= part.end) }))
    },
    lookForIndex: (piece) => { index?.look(piece) },
  }
}
