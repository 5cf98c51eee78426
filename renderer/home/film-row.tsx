import { catalogue } from '../../shared/text/catalogue.ts'
import { readText } from '../open/read-transfer.ts'
import { useParts } from '../state/app-context.tsx'
import { FREE_FILMS, filmMagnet } from './free-films.ts'
import { Poster } from './posters.tsx'

const words = catalogue.home

/** The Demo and the free films: something to watch for whoever has nothing at hand. */
export function FilmRow() {
  const { opener } = useParts()
  return (
    <section className="films" aria-labelledby="films-title">
      <header className="section-head">
        <h2 id="films-title">{words.freeFilms}</h2>
        <p>{words.freeFilmsNote}</p>
      </header>
      <div className="film-row">
        <FilmCard poster="demo" title={words.demo} note={words.demoNote} onPlay={() => { void opener.openDemo() }} />
        {FREE_FILMS.map((film) => (
          <FilmCard key={film.id} poster={film.id} title={film.title} note={words.filmNote(film.year, film.lengthMin)} onPlay={() => { void opener.open(readText(filmMagnet(film))) }} />
        ))}
      </div>
    </section>
  )
}

interface FilmCardProps {
  readonly poster: (typeof FREE_FILMS)[number]['id'] | 'demo'
  readonly title: string
  readonly note: string
  readonly onPlay: () => void
}

function FilmCard({ poster, title, note, onPlay }: FilmCardProps) {
  return (
    <button type="button" className="film" aria-description={words.playFilm(title)} onClick={onPlay}>
      <span className="film-poster"><Poster of={poster} /></span>
      <span className="film-title">{title}</span>
      <span className="film-note">{note}</span>
    </button>
  )
}
