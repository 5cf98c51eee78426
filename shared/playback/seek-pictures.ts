import type { Interval } from '../interval.ts'
import { contains } from '../interval.ts'
import { integer, list, number, object, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import type { TimeMap } from '../window/time-map.ts'
import { bitrateAround, durationOf, keyFrameAt } from '../window/time-map.ts'

/** Pictures of a film: its time line is cut into cells of equal length, and each has one picture at most. */

/** A cell every 24 s of a film of two hours: some 1 MB of pictures, and two minutes of one core at the lowest priority. */
const MAX_CELLS = 300
/** Shorter cells would show the same key frame twice. */
const MIN_CELL_SEC = 2

/** The pictures there are of a film. */
export const seekPicturesSchema = object({
  cellSec: number(0.001, 1e9),
  /** Cells that have a picture. */
  made: list(integer(0, MAX_CELLS), MAX_CELLS + 1),
  /** `{url}/{cell}` is the picture of a cell. */
  url: text(8192),
})
export type SeekPictures = ValueOf<typeof seekPicturesSchema>

/** How a film of this length is cut. */
export interface PictureGrid {
  readonly cellSec: number
  readonly cells: number
}

/** durationSec must be positive. */
export function pictureGrid(durationSec: number): PictureGrid {
  const cellSec = Math.max(MIN_CELL_SEC, Math.ceil(durationSec / MAX_CELLS))
  return { cellSec, cells: Math.max(1, Math.ceil(durationSec / cellSec)) }
}

/** The moment of the film that stands for a cell: its middle, or the last moment but one of the film. */
export function cellMoment({ cellSec }: PictureGrid, cell: number, durationSec: number): number {
  return Math.max(0, Math.min((cell + 0.5) * cellSec, durationSec - 0.5))
}

/** The picture for a moment: one that was made, or one that can be. */
export interface PictureAt {
  readonly url: string
  readonly made: boolean
}

/** Null where none was made and its part is not here: then nothing is asked for. `verifiedSec`: parts of the film that are here. */
export function pictureAt({ cellSec, made, url }: SeekPictures, sec: number, verifiedSec: readonly Interval[]): PictureAt | null {
  const cell = Math.floor(sec / cellSec)
  const isMade = made.includes(cell)
  const isHere = verifiedSec.some((part) => part.begin <= cell * cellSec && (cell + 1) * cellSec <= part.end)
  return isMade || isHere ? { url: `${url}/${String(cell)}`, made: isMade } : null
}

/** Seconds of film that hold a key frame and what is decoded with it. */
const NEED_SEC = 4
const MIN_NEED_BYTES = 256 * 1024
/** A key frame of 4K is smaller. */
const MAX_NEED_BYTES = 8 * 1024 * 1024

/**
 * The bytes that a picture needs by all that is known, file-relative. The film's index, which is read as well, is the
 * caller's question.
 */
export function bytesOfCell(map: TimeMap, grid: PictureGrid, cell: number): Interval {
  const sec = cellMoment(grid, cell, durationOf(map))
  const begin = keyFrameAt(map, sec)
  const needBytes = Math.max(MIN_NEED_BYTES, Math.min(MAX_NEED_BYTES, bitrateAround(map, sec, NEED_SEC) * NEED_SEC))
  return { begin, end: Math.min(map.points.at(-1)?.byte ?? 0, begin + needBytes) }
}

/**
 * The cell whose picture is made next: of those whose bytes are here, rough before fine, so that wherever a person points
 * there is soon a picture near. Null when nothing can be made now. `here`: verified bytes, sorted, disjoint.
 */
export function nextCell(map: TimeMap, grid: PictureGrid, isDone: (cell: number) => boolean, here: readonly Interval[]): number | null {
  for (const cell of roughFirst(grid.cells)) {
    if (isDone(cell)) continue
    const need = bytesOfCell(map, grid, cell)
    if (here.some((run) => contains(run, need.begin) && need.end <= run.end)) return cell
  }
  return null
}

/** 0, then every cell at half the number of cells, at a quarter, … each once. */
export function roughFirst(cells: number): number[] {
  const order: number[] = [0]
  for (let step = 2 ** Math.ceil(Math.log2(Math.max(1, cells))); step >= 1; step /= 2) {
    for (let cell = step; cell < cells; cell += 2 * step) order.push(cell)
  }
  return order
}
