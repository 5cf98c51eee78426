import type { Interval } from '../interval.ts'
import { interval, mergeAll } from '../interval.ts'
import { SOURCE_LIMITS } from './limits.ts'

export interface FileSelection {
  /** Sorted, disjoint, within the number of files a torrent may have. */
  readonly intervals: readonly Interval[]
  readonly notes: readonly string[]
}

/** Reads `so`: `0,2,4-7` (BEP 53; both ends belong to a range). Indices no torrent has and parts that make no sense are left out and told. */
export function parseFileSelection(text: string): FileSelection {
  const parts = text.split(',')
  const read = parts.map(readPart)
  const usable = read.filter((part) => part !== null)
  const notes = usable.length < parts.length || usable.some(({ cut }) => cut) ? ['Parts of the file selection in the link name no file and were left out.'] : []
  return { intervals: mergeAll(usable.map(({ files }) => files)), notes }
}

interface Part { readonly files: Interval; readonly cut: boolean }

function readPart(text: string): Part | null {
  const [, first, last = first] = /^\s*(\d{1,20})(?:-(\d{1,20}))?\s*$/.exec(text) ?? []
  if (first === undefined || Number(last) < Number(first) || Number(first) >= SOURCE_LIMITS.files) return null
  return { files: interval(Number(first), Math.min(Number(last) + 1, SOURCE_LIMITS.files)), cut: Number(last) >= SOURCE_LIMITS.files }
}
