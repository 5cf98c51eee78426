import { memo, useCallback, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatBytes } from '../../shared/text/numbers.ts'
import { useParts } from '../state/app-context.tsx'
import { wasWatched } from '../state/library.ts'
import { IconButton } from '../ui/button.tsx'
import { useRowWindow } from '../ui/use-row-window.ts'
import { FilmPanel } from './film-menu.tsx'
import type { CardFilm } from './use-film-actions.ts'

const words = catalogue.card
/** Points, as the style has it: a row in view is found by counting, so that thousands cost nothing. */
const ROW_HEIGHT = 57

interface LibraryRowsProps {
  readonly entries: readonly LibraryEntry[]
  /** Above the rows. */
  readonly head: ReactNode
  readonly dayOf: (ms: number) => string
}

/**
 * The rows of a library of any length; only those in view are there, so nothing else may be drawn again with them. Without rows
 * what was begun from one goes on: a film whose files are looked through is open, and no row any more.
 */
export function LibraryRows({ entries, head, dayOf }: LibraryRowsProps) {
  const rows = useRef<HTMLUListElement>(null)
  const { begin, end } = useRowWindow(rows, entries.length, ROW_HEIGHT)
  const drawn = entries.slice(begin, end)
  const { menu, openHash, press, toggle, close } = useRowMenu(drawn)
  return (
    <>
      {entries.length === 0 ? null : (
        <section aria-labelledby="library-title">
          {head}
          <ul ref={rows} className="rows" style={{ '--rows': entries.length }} onPointerDown={press}>
            {drawn.map((entry, at) => <LibraryRow key={entry.infoHash} entry={entry} at={begin + at} count={entries.length} isOpen={entry.infoHash === openHash} dayOf={dayOf} onMore={toggle} />)}
          </ul>
        </section>
      )}
      {menu ? <FilmPanel key={menu.entry.infoHash} film={filmOf(menu.entry)} button={menu.button} onClose={close} /> : null}
    </>
  )
}

/** The row whose actions were asked for last; without a button they are closed again. */
interface RowMenu {
  readonly entry: LibraryEntry
  readonly button: HTMLElement | null
}

/** One menu for all rows: it opens at a row's button, closes at a second press, and goes with its row. */
function useRowMenu(drawn: readonly LibraryEntry[]) {
  const [menu, setMenu] = useState<RowMenu | null>(null)
  const close = useCallback(() => { setMenu((last) => last && { ...last, button: null }) }, [])
  const openHash = menu?.button ? menu.entry.infoHash : null
  if (openHash !== null && !drawn.some(({ infoHash }) => infoHash === openHash)) close()
  // A press on the button closes the open actions before the click arrives (HTML standard, light dismiss): the click must not open them again.
  const atPress = useRef<HTMLElement | null>(null)
  const press = () => { atPress.current = menu?.button ?? null }
  const toggle = useCallback((entry: LibraryEntry, button: HTMLElement) => {
    setMenu({ entry, button: atPress.current === button ? null : button })
    atPress.current = null
  }, [])
  return { menu, openHash, press, toggle, close }
}

function filmOf({ infoHash, name, magnet }: LibraryEntry): CardFilm {
  return { infoHash, name, magnet, fileIndex: null }
}

interface LibraryRowProps {
  readonly entry: LibraryEntry
  readonly at: number
  readonly count: number
  readonly isOpen: boolean
  readonly dayOf: (ms: number) => string
  readonly onMore: (entry: LibraryEntry, button: HTMLElement) => void
}

/** Hundreds of these come and go a second while the list is scrolled: as few elements as can be, and nothing of their own to remember. */
const LibraryRow = memo(function LibraryRow({ entry, at, count, isOpen, dayOf, onMore }: LibraryRowProps) {
  const { opener } = useParts()
  return (
    <li className="row" style={{ '--row': at }} aria-setsize={count} aria-posinset={at + 1}>
      <button type="button" className="row-main" aria-description={words.resume(entry.name)} onClick={() => { void opener.reopen(entry, null) }}>
        <span className="card-title" dir="auto">{entry.name}</span>
        <span className="card-line">{[entry.kept ? words.kept : null, wasWatched(entry) ? words.watched : null, dayOf(entry.touchedMs), formatBytes(entry.lengthBytes)].filter((part) => part !== null).join(' · ')}</span>
      </button>
      <IconButton icon="more" label={words.more(entry.name)} aria-haspopup="menu" aria-expanded={isOpen} onClick={({ currentTarget }) => { onMore(entry, currentTarget) }} />
    </li>
  )
})
