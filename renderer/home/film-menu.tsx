import { useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { FileDialog } from '../open/file-dialog.tsx'
import { ActionMenu, ActionPanel } from '../ui/action-menu.tsx'
import { useFilmActions } from './use-film-actions.ts'
import type { CardFilm } from './use-film-actions.ts'

/** The button of a card behind which everything stands that is not playing. */
export function FilmMenu({ film }: { readonly film: CardFilm }) {
  // Only then is there something to say; the place for it must be there before.
  const [used, setUsed] = useState(false)
  const { actions, choosing, endChoosing, said } = useFilmActions(film)
  return (
    <>
      <ActionMenu label={catalogue.card.more(film.name)} actions={actions} onOpen={() => { setUsed(true) }} />
      {used ? <span role="status" className="visually-hidden">{said}</span> : null}
      {choosing ? <FileDialog film={film} onClose={endChoosing} /> : null}
    </>
  )
}

interface FilmPanelProps {
  readonly film: CardFilm
  /** Beside which the actions stand; null = they are closed, and what one of them began goes on. */
  readonly button: HTMLElement | null
  readonly onClose: () => void
}

/** The same for rows that come and go by the hundred: each has a button, and all share this. */
export function FilmPanel({ film, button, onClose }: FilmPanelProps) {
  const { actions, choosing, endChoosing, said } = useFilmActions(film)
  return (
    <>
      {button ? <ActionPanel label={catalogue.card.more(film.name)} actions={actions()} button={button} onClose={onClose} /> : null}
      <span role="status" className="visually-hidden">{said}</span>
      {choosing ? <FileDialog film={film} onClose={endChoosing} /> : null}
    </>
  )
}
