import { catalogue } from '../../shared/text/catalogue.ts'
import { formatShare, percentOf } from '../../shared/text/numbers.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { FilmMove } from '../state/library.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

const words = catalogue.moving

/** Kept films on their way to another disk: how far, and how to stop it. */
export function Moving() {
  const moves = useApp((state) => state.moves)
  if (moves.length === 0) return null
  return (
    <section aria-labelledby="moving-title">
      <header className="section-head"><h2 id="moving-title">{words.title}</h2><p>{words.why}</p></header>
      <ul className="cards">{moves.map((move) => <li key={move.infoHash}><MoveCard move={move} /></li>)}</ul>
    </section>
  )
}

function MoveCard({ move: { infoHash, doneBytes, totalBytes, canStop } }: { readonly move: FilmMove }) {
  const { bridge } = useParts()
  const name = useApp((state) => state.library.find((entry) => entry.infoHash === infoHash)?.name ?? infoHash)
  const percent = percentOf(doneBytes, totalBytes)
  return (
    <article className="card">
      <div className="card-main">
        <span className="card-art" data-state="files"><Icon name="folder" /></span>
        <span className="card-text">
          <span className="card-title" dir="auto">{name}</span>
          <span className="card-line">{[catalogue.card.progress(percent), formatShare(doneBytes, totalBytes)].join(' · ')}</span>
        </span>
      </div>
      {canStop ? <div className="card-buttons"><Button kind="plain" aria-label={words.stopFilm(name)} onClick={() => { void bridge.call('media.stopMove', { infoHash }) }}>{words.stop}</Button></div> : null}
      <div className="card-progress" role="progressbar" aria-label={name} aria-valuenow={percent}><i style={{ '--share': percent / 100 }} /></div>
    </article>
  )
}
