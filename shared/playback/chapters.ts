import { list, number, object, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'

/** Films have dozens; more than this are an attack on the seek bar. */
export const MAX_CHAPTERS = 1000

export const chapterSchema = object({
  startSec: number(0, 1e9),
  /** Empty when the file gives none. */
  title: text(400),
})
export type Chapter = ValueOf<typeof chapterSchema>
export const chaptersSchema = list(chapterSchema, MAX_CHAPTERS)

/** The chapter that a second lies in: its place in the list, and -1 before the first. `chapters` in order of their start. */
export function chapterAt(chapters: readonly Chapter[], sec: number): number {
  return chapters.findLastIndex(({ startSec }) => startSec <= sec)
}

/** Pressed again within this time after a chapter's start, "back" means the one before, as on every player. */
const AGAIN_SEC = 3

/** Where the key for the next or the previous chapter leads; null when there is none that way. */
export function chapterJump(chapters: readonly Chapter[], sec: number, direction: 1 | -1): number | null {
  const here = chapterAt(chapters, sec)
  if (direction > 0) return chapters[here + 1]?.startSec ?? null
  const into = sec - (chapters[here]?.startSec ?? 0)
  const target = into > AGAIN_SEC ? here : here - 1
  return chapters[target]?.startSec ?? (here >= 0 || sec > 0 ? 0 : null)
}
