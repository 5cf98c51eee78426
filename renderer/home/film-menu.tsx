import { catalogue } from '../../shared/text/catalogue.ts'
import { FileDialog } from '../open/file-dialog.tsx'
import { ActionMenu } from '../ui/action-menu.tsx'
import { useFilmActions } from './use-film-actions.ts'
import type { CardFilm } from './use-film-actions.ts'

/** The button of a card behind which everything stands that is not playing. */
export function FilmMenu({ film }: { readonly film: CardFilm }) {
  const { actions, choosing, endChoosing, said } = useFilmActions(film)
  return (
    <>
      <ActionMenu label={catalogue.card.more(film.name)} actions={actions} />
      <span role="status" className="visually-hidden">{said}</span>
      {choosing ? <FileDialog film={film} onClose={endChoosing} /> : null}
    </>
  )
}
