import { useEffect, useRef, useState } from 'react'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatBytes, formatDay } from '../../shared/text/numbers.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { unfinishedOf, wasWatched } from '../state/library.ts'
import { IconButton } from '../ui/button.tsx'
import { matchesTitle } from './match-title.ts'

const words = catalogue.card
/** So many rows at once; more are made when the end comes into view, so that thousands cost nothing. */
const ROWS_AT_ONCE = 60

/** Everything else that was opened once, the newest first. */
export function WatchedBefore({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const torrents = useApp((state) => state.torrents)
  const [rows, setRows] = useState(ROWS_AT_ONCE)
  const open = new Set(torrents.map(({ infoHash }) => infoHash))
  const found = library.filter((entry) => !open.has(entry.infoHash) && unfinishedOf(entry) === null && matchesTitle(entry.name, query))
  if (found.length === 0) return null
  return (
    <section aria-labelledby="library-title">
      <header className="section-head"><h2 id="library-title">{catalogue.home.library}</h2><p>{catalogue.home.foundCount(found.length)}</p></header>
      <ul className="rows">{found.slice(0, rows).map((entry) => <li key={entry.infoHash}><EntryRow entry={entry} /></li>)}</ul>
      {rows < found.length ? <MoreRows onSeen={() => { setRows(rows + ROWS_AT_ONCE) }} /> : null}
    </section>
  )
}

function EntryRow({ entry }: { readonly entry: LibraryEntry }) {
  const { bridge, opener } = useParts()
  const [copied, setCopied] = useState(false)
  const copy = async () => { setCopied((await bridge.call('app.copyText', { text: entry.magnet })).ok) }
  return (
    <article className="row">
      <button type="button" className="row-main" aria-description={words.resume(entry.name)} onClick={() => { void opener.reopen(entry, null) }}>
        <span className="card-title" dir="auto">{entry.name}</span>
        <span className="card-line">{[wasWatched(entry) ? words.watched : null, formatDay(entry.touchedMs), formatBytes(entry.lengthBytes)].filter((part) => part !== null).join(' · ')}</span>
      </button>
      <IconButton icon={copied ? 'check' : 'link'} label={copied ? catalogue.common.copied : words.copyMagnet} onClick={() => { void copy() }} />
      <IconButton icon="close" label={`${words.forget}: ${entry.name}`} onClick={() => { void opener.forget(entry.infoHash) }} />
    </article>
  )
}

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
