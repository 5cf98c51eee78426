import { useMemo } from 'react'
import { useApp } from '../state/app-context.tsx'
import type { Unfinished } from '../state/library.ts'
import { unfinishedOf } from '../state/library.ts'
import { foldTitle } from './match-title.ts'

/** Two rows in a wide window; what is older is found below. */
const MAX_CARDS = 8

/** The films that were begun and not finished and fit a search, the newest first: those that stand under Continue watching. */
export function useUnfinished(query: string): readonly Unfinished[] {
  const library = useApp((state) => state.library)
  const begun = useMemo(() => library.map(unfinishedOf).filter((each) => each !== null).map((each) => ({ ...each, folded: foldTitle(`${each.file.name} ${each.entry.name}`) })), [library])
  return useMemo(() => {
    const wanted = foldTitle(query).split(/\s+/u)
    return begun.filter(({ folded }) => wanted.every((word) => folded.includes(word))).slice(0, MAX_CARDS)
  }, [begun, query])
}
