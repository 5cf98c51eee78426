import { useMemo, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { dayFormat } from '../../shared/text/numbers.ts'
import { ChoiceControl } from '../settings/controls.tsx'
import { useApp } from '../state/app-context.tsx'
import { arrangeLibrary, searchEntries } from './arrange-library.ts'
import type { LibraryOrder } from './arrange-library.ts'
import { LibraryRows } from './library-rows.tsx'
import { useUnfinished } from './use-unfinished.ts'

const ORDERS = ['newest', 'name'] as const

/** Everything else that was opened once, the newest first. */
export function WatchedBefore({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const torrents = useApp((state) => state.torrents)
  const [order, setOrder] = useState<LibraryOrder>('newest')
  const listed = useMemo(() => {
    const open = new Set(torrents.map(({ infoHash }) => infoHash))
    return arrangeLibrary(library.filter((entry) => !open.has(entry.infoHash)), order)
  }, [library, torrents, order])
  const above = useUnfinished(query)
  const found = useMemo(() => searchEntries(listed, query, above), [listed, query, above])
  const dayOf = useMemo(() => dayFormat(), [])
  const head = (
    <header className="section-head">
      <h2 id="library-title">{catalogue.home.library}</h2>
      <p>{catalogue.home.foundCount(found.length)}</p>
      <span className="home-space" />
      <ChoiceControl name={catalogue.home.order} chosen={order} choices={ORDERS.map((value) => ({ value, name: catalogue.home.orderNames[value] }))} onChange={setOrder} />
    </header>
  )
  return <LibraryRows entries={found} head={head} dayOf={dayOf} />
}
