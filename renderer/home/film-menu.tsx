import { useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { FileDialog } from '../open/file-dialog.tsx'
import { ActionMenu } from '../ui/action-menu.tsx'
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
