import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { flushSync } from 'react-dom'

/** The rows of a long list that are drawn: `[begin, end)`. */
export interface RowWindow {
  readonly begin: number
  readonly end: number
}

/** Rows come and go in groups of so many, so that most movements change nothing. */
const GROUP = 4

/** The rows of a list that are in view, and a screen's half around them. All rows have the same height in points. */
export function useRowWindow(list: RefObject<HTMLElement | null>, count: number, rowHeight: number): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({ begin: 0, end: GROUP * 3 })
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      const top = list.current?.getBoundingClientRect().top
      if (top === undefined) return
      const next = rowsInView(top, window.innerHeight, rowHeight)
      // In the frame that moved the list: a task of its own would make two frames of one, and the second often comes late.
      flushSync(() => { setSeen((before) => (before.begin === next.begin && before.end === next.end ? before : next)) })
    }
    const lookSoon = () => { if (frame === 0) frame = requestAnimationFrame(look) }
    const stop = new AbortController()
    window.addEventListener('scroll', lookSoon, { capture: true, passive: true, signal: stop.signal })
    window.addEventListener('resize', lookSoon, { signal: stop.signal })
    lookSoon()
    return () => {
      stop.abort()
      cancelAnimationFrame(frame)
    }
  }, [list, rowHeight, count])
  const end = Math.min(seen.end, count)
  return { begin: Math.min(seen.begin, end), end }
}

/** `top`: of the list's first row, from the top of the window; points. */
export function rowsInView(top: number, windowHeight: number, rowHeight: number): RowWindow {
  const margin = windowHeight / 2
  const begin = Math.floor((-top - margin) / rowHeight / GROUP) * GROUP
  const end = Math.ceil((-top + windowHeight + margin) / rowHeight / GROUP) * GROUP
  return { begin: Math.max(0, begin), end: Math.max(0, end) }
}
