import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatBytes, formatDay } from '../../shared/text/numbers.ts'
import { ChoiceControl } from '../settings/controls.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { unfinishedOf, wasWatched } from '../state/library.ts'
import { arrangeLibrary, searchEntries } from './arrange-library.ts'
import type { LibraryOrder } from './arrange-library.ts'
import { FilmMenu } from './film-menu.tsx'

const words = catalogue.card
/** So many rows at once; more are made when the end comes into view, so that thousands cost nothing. */
const ROWS_AT_ONCE = 60
const ORDERS = ['newest', 'name'] as const

/** Everything else that was opened once, the newest first. */
export function WatchedBefore({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const torrents = useApp((state) => state.torrents)
  const [rows, setRows] = useState(ROWS_AT_ONCE)
  const [order, setOrder] = useState<LibraryOrder>('newest')
  const listed = useMemo(() => {
    const open = new Set(torrents.map(({ infoHash }) => infoHash))
    return arrangeLibrary(library.filter((entry) => !open.has(entry.infoHash) && unfinishedOf(entry) === null), order)
  }, [library, torrents, order])
  const found = useMemo(() => searchEntries(listed, query), [listed, query])
  const shown = useMemo(() => found.slice(0, rows).map((entry) => <li key={entry.infoHash}><EntryRow entry={entry} /></li>), [found, rows])
  if (found.length === 0) return null
  return (
    <section aria-labelledby="library-title">
      <header className="section-head">
        <h2 id="library-title">{catalogue.home.library}</h2>
        <p>{catalogue.home.foundCount(found.length)}</p>
        <span className="home-space" />
        <ChoiceControl name={catalogue.home.order} chosen={order} choices={ORDERS.map((value) => ({ value, name: catalogue.home.orderNames[value] }))} onChange={setOrder} />
      </header>
      <ul className="rows">{shown}</ul>
      {rows < found.length ? <MoreRows onSeen={() => { setRows(rows + ROWS_AT_ONCE) }} /> : null}
    </section>
  )
}

const EntryRow = memo(function EntryRow({ entry }: { readonly entry: LibraryEntry }) {
  const { opener } = useParts()
  return (
    <article className="row">
      <button type="button" className="row-main" aria-description={words.resume(entry.name)} onClick={() => { void opener.reopen(entry, null) }}>
        <span className="card-title" dir="auto">{entry.name}</span>
        <span className="card-line">{[entry.kept ? words.kept : null, wasWatched(entry) ? words.watched : null, formatDay(entry.touchedMs), formatBytes(entry.lengthBytes)].filter((part) => part !== null).join(' · ')}</span>
      </button>
      <FilmMenu film={{ infoHash: entry.infoHash, name: entry.name, magnet: entry.magnet, fileIndex: null }} />
    </article>
  )
})

/** An empty line at the end of the list that says when it is seen. */
function MoreRows({ onSeen }: { readonly onSeen: () => void }) {
  const line = useRef<HTMLDivElement>(null)
  const newest = useRef(onSeen)
  useEffect(() => { newest.current = onSeen })
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) newest.current() }, { rootMargin: '400px' })
    if (line.current) observer.observe(line.current)
    return () => { observer.disconnect() }
  })
  return <div ref={line} className="more-rows" />
}
