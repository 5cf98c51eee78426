import type { Cursor } from '../../../shared/window/plan-window.ts'

/**
 * The open reads of one file, newest first. A read that closed is remembered for a while, without urgency: players close
 * and open connections at every seek and pause, and the window must not fall back to the head meanwhile.
 */
export interface CursorSet {
  open(cursor: { readonly offsetBytes: number; readonly endBytes: number; readonly early: boolean }): OpenCursor
  /** Open reads newest first, then the parked one if it is still remembered. */
  list(nowMs: number): readonly Cursor[]
  readonly openCount: () => number
}

export interface OpenCursor {
  /** Torrent or file offset, in the unit it was opened with plus `base`. */
  moveTo(offsetBytes: number): void
  setWaiting(waiting: boolean): void
  close(): void
}

/** A client that comes back within this time to the same place continues the same read. */
const PARKED_MS = 30_000

interface Entry {
  offsetBytes: number
  readonly endBytes: number
  readonly early: boolean
  waiting: boolean
  waitingSinceMs: number
}

/** `baseBytes` is subtracted from offsets given to moveTo; `onChange` hears of everything that may move the window. */
export function createCursorSet(baseBytes: number, clock: () => number, onChange: (change: 'opened' | 'moved' | 'waiting' | 'closed') => void): CursorSet {
  const entries: Entry[] = []
  let parked: { readonly cursor: Cursor; readonly untilMs: number } | null = null

  return {
    open: ({ offsetBytes, endBytes, early }) => {
      const entry: Entry = { offsetBytes, endBytes, early, waiting: false, waitingSinceMs: 0 }
      entries.unshift(entry)
      parked = null
      onChange('opened')
      return {
        moveTo: (offset) => {
          entry.offsetBytes = offset - baseBytes
          onChange('moved')
        },
        setWaiting: (waiting) => {
          if (entry.waiting === waiting) return
          entry.waiting = waiting
          entry.waitingSinceMs = clock()
          if (waiting) onChange('waiting')
        },
        close: () => {
          const at = entries.indexOf(entry)
          if (at < 0) return
          entries.splice(at, 1)
          if (entries.length === 0 && entry.offsetBytes < entry.endBytes) parked = { cursor: { ...cursorOf(entry, 0), waiting: false }, untilMs: clock() + PARKED_MS }
          onChange('closed')
        },
      }
    },
    list: (nowMs) => {
      if (parked && parked.untilMs < nowMs) parked = null
      return [...entries.map((entry) => cursorOf(entry, nowMs)), ...(parked ? [parked.cursor] : [])]
    },
    openCount: () => entries.length,
  }
}

function cursorOf({ offsetBytes, endBytes, early, waiting, waitingSinceMs }: Entry, nowMs: number): Cursor {
  return { offsetBytes, endBytes, early, waiting, waitedMs: waiting ? nowMs - waitingSinceMs : 0 }
}
