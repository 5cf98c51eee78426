import { memo, useMemo, useRef, useState } from 'react'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { dayFormat, formatBytes } from '../../shared/text/numbers.ts'
import { ChoiceControl } from '../settings/controls.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { wasWatched } from '../state/library.ts'
import { useRowWindow } from '../ui/use-row-window.ts'
import { arrangeLibrary, searchEntries } from './arrange-library.ts'
import type { LibraryOrder } from './arrange-library.ts'
import { FilmMenu } from './film-menu.tsx'
import { useUnfinished } from './use-unfinished.ts'

const words = catalogue.card
/** Points, as the style has it: a row in view is found by counting, so that thousands cost nothing. */
const ROW_HEIGHT = 57
const ORDERS = ['newest', 'name'] as const

/** Everything else that was opened once, the newest first. */
export function WatchedBefore({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const torrents = useApp((state) => state.torrents)
  const rows = useRef<HTMLUListElement>(null)
  const [order, setOrder] = useState<LibraryOrder>('newest')
  const listed = useMemo(() => {
    const open = new Set(torrents.map(({ infoHash }) => infoHash))
    return arrangeLibrary(library.filter((entry) => !open.has(entry.infoHash)), order)
  }, [library, torrents, order])
  const above = useUnfinished(query)
  const found = useMemo(() => searchEntries(listed, query, above), [listed, query, above])
  const dayOf = useMemo(() => dayFormat(), [])
  const { begin, end } = useRowWindow(rows, found.length, ROW_HEIGHT)
  if (found.length === 0) return null
  return (
    <section aria-labelledby="library-title">
      <header className="section-head">
        <h2 id="library-title">{catalogue.home.library}</h2>
        <p>{catalogue.home.foundCount(found.length)}</p>
        <span className="home-space" />
        <ChoiceControl name={catalogue.home.order} chosen={order} choices={ORDERS.map((value) => ({ value, name: catalogue.home.orderNames[value] }))} onChange={setOrder} />
      </header>
      <ul ref={rows} className="rows" style={{ '--rows': found.length }}>
        {found.slice(begin, end).map((entry, at) => <li key={entry.infoHash} className="row" style={{ '--row': begin + at }} aria-setsize={found.length} aria-posinset={begin + at + 1}><EntryRow entry={entry} dayOf={dayOf} /></li>)}
      </ul>
    </section>
  )
}

/** Hundreds of these come and go a second while the list is scrolled: what is here has few elements. */
const EntryRow = memo(function EntryRow({ entry, dayOf }: { readonly entry: LibraryEntry; readonly dayOf: (ms: number) => string }) {
  const { opener } = useParts()
  return (
    <>
      <button type="button" className="row-main" aria-description={words.resume(entry.name)} onClick={() => { void opener.reopen(entry, null) }}>
        <span className="card-title" dir="auto">{entry.name}</span>
        <span className="card-line">{[entry.kept ? words.kept : null, wasWatched(entry) ? words.watched : null, dayOf(entry.touchedMs), formatBytes(entry.lengthBytes)].filter((part) => part !== null).join(' · ')}</span>
      </button>
      <FilmMenu film={{ infoHash: entry.infoHash, name: entry.name, magnet: entry.magnet, fileIndex: null }} />
    </>
  )
})
