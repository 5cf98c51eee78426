import { useMemo } from 'react'
import { filmTitle } from '../../shared/playback/film-title.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { Unfinished } from '../state/library.ts'
import { leftOf, unfinishedOf } from '../state/library.ts'
import { positionKey } from '../state/place.ts'
import { Icon } from '../ui/icon.tsx'
import { FilmMenu } from './film-menu.tsx'
import { foldTitle } from './match-title.ts'
import { useFrame } from './use-frame.ts'

const words = catalogue.card
/** Two rows in a wide window; what is older is found below. */
const MAX_CARDS = 8

/** Films that were begun: a picture of where, how far, how long still. */
export function ContinueWatching({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const begun = useMemo(() => library.map(unfinishedOf).filter((each) => each !== null).map((each) => ({ ...each, folded: foldTitle(`${each.file.name} ${each.entry.name}`) })), [library])
  const wanted = foldTitle(query).split(/\s+/u)
  const unfinished = begun.filter(({ folded }) => wanted.every((word) => folded.includes(word))).slice(0, MAX_CARDS)
  if (unfinished.length === 0) return null
  return (
    <section aria-labelledby="continue-title">
      <header className="section-head"><h2 id="continue-title">{catalogue.home.continueWatching}</h2></header>
      <ul className="frames">{unfinished.map((each) => <li key={each.entry.infoHash}><FrameCard entry={each.entry} file={each.file} /></li>)}</ul>
    </section>
  )
}

function FrameCard({ entry, file }: Pick<Unfinished, 'entry' | 'file'>) {
  const { opener } = useParts()
  // Of this run, where there is one: that is where it goes on.
  const atSec = useApp((state) => state.positions[positionKey(entry.infoHash, file.fileIndex)] ?? 0) || file.positionSec
  const { share, leftSec } = leftOf(atSec, file.durationSec)
  const frame = useFrame(entry.infoHash)
  const title = filmTitle(file.name)
  return (
    <article className="frame-card">
      <button type="button" className="frame-main" aria-description={words.resume(title)} onClick={() => { void opener.reopen(entry, file.fileIndex) }}>
        <span className="frame-picture">
          {frame === null ? <Icon name="play" /> : <img src={frame} alt="" />}
          <span className="frame-progress" aria-hidden="true"><i style={{ '--share': share }} /></span>
        </span>
        <span className="card-title" dir="auto">{title}</span>
        <span className="card-line">{entry.kept ? `${words.kept} · ` : ''}{leftSec === null ? words.resumeAt(atSec) : words.timeLeft(leftSec)}</span>
      </button>
      <FilmMenu film={{ infoHash: entry.infoHash, name: title, magnet: entry.magnet, fileIndex: file.fileIndex }} />
    </article>
  )
}
