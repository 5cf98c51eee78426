import { filmTitle } from '../../shared/playback/film-title.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { Unfinished } from '../state/library.ts'
import { unfinishedOf } from '../state/library.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { matchesTitle } from './match-title.ts'
import { useFrame } from './use-frame.ts'

const words = catalogue.card
/** Two rows in a wide window; what is older is found below. */
const MAX_CARDS = 8

/** Films that were begun: a picture of where, how far, how long still. */
export function ContinueWatching({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const unfinished = library.map(unfinishedOf).filter((each) => each !== null).filter(({ file, entry }) => matchesTitle(`${file.name} ${entry.name}`, query)).slice(0, MAX_CARDS)
  if (unfinished.length === 0) return null
  return (
    <section aria-labelledby="continue-title">
      <header className="section-head"><h2 id="continue-title">{catalogue.home.continueWatching}</h2></header>
      <ul className="frames">{unfinished.map((each) => <li key={each.entry.infoHash}><FrameCard {...each} /></li>)}</ul>
    </section>
  )
}

function FrameCard({ entry, file, share, leftSec }: Unfinished) {
  const { opener } = useParts()
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
        <span className="card-line">{leftSec === null ? words.resumeAt(file.positionSec) : words.timeLeft(leftSec)}</span>
      </button>
      <IconButton icon="close" label={`${words.forget}: ${title}`} onClick={() => { void opener.forget(entry.infoHash) }} />
    </article>
  )
}
