import { useMemo } from 'react'
import { useApp } from '../state/app-context.tsx'
import type { Unfinished } from '../state/library.ts'
import { listUnfinished, searchUnfinished } from './arrange-library.ts'

/** The films that were begun and not finished and fit a search, the newest first: those that stand under Continue watching. */
export function useUnfinished(query: string): readonly Unfinished[] {
  const library = useApp((state) => state.library)
  const begun = useMemo(() => listUnfinished(library), [library])
  return useMemo(() => searchUnfinished(begun, query), [begun, query])
}
