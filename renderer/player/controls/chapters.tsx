import type { Chapter } from '../../../shared/playback/chapters.ts'
import { chapterAt } from '../../../shared/playback/chapters.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'

interface ChapterMarksProps {
  readonly chapters: readonly Chapter[]
  readonly durationSec: number | null
}

/** A gap in the seek bar where each chapter but the first begins. */
export function ChapterMarks({ chapters, durationSec }: ChapterMarksProps) {
  if (durationSec === null || durationSec <= 0) return null
  return chapters.filter(({ startSec }) => startSec > 0 && startSec < durationSec).map(({ startSec }, i) => <div key={i} className="seek-chapter" style={{ '--at': startSec / durationSec }} />)
}

/** The name of the chapter a second lies in; empty when the film has none. */
export function chapterName(chapters: readonly Chapter[], sec: number): string {
  const place = chapterAt(chapters, sec)
  const chapter = chapters[place]
  return chapter ? chapter.title || catalogue.chapters.unnamed(place + 1) : ''
}
