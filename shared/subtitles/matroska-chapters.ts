import type { Chapter } from '../playback/chapters.ts'
import { MAX_CHAPTERS } from '../playback/chapters.ts'
import type { Interval } from '../interval.ts'
import { ID } from './matroska-ids.ts'
import { childOf, childrenOf, textOf, uintOf } from './matroska-elements.ts'

/** The chapters of the first edition that is not hidden (RFC 9559, 5.1.7), in order of their start. */
export function parseMatroskaChapters(view: DataView, chapters: Interval): Chapter[] {
  const editions = childrenOf(view, chapters, ID.edition, 20)
  const edition = editions.find((each) => uintOf(view, each, ID.editionHidden, 0) === 0)
  const atoms = edition ? childrenOf(view, edition, ID.atom, MAX_CHAPTERS) : []
  return atoms.filter((atom) => uintOf(view, atom, ID.atomHidden, 0) === 0).map((atom) => {
    const display = childOf(view, atom, ID.atomDisplay)
    return { startSec: uintOf(view, atom, ID.atomStart, 0) / 1e9, title: (display && textOf(view, display, ID.atomString, 400)) ?? '' }
  }).sort((a, b) => a.startSec - b.startSec)
}
