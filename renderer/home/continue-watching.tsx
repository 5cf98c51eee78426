import { filmTitle } from '../../shared/playback/film-title.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { Unfinished } from '../state/library.ts'
import { leftOf } from '../state/library.ts'
import { positionKey } from '../state/place.ts'
import { Icon } from '../ui/icon.tsx'
import { FilmMenu } from './film-menu.tsx'
import { useFrame } from './use-frame.ts'
import { PauseAll } from './pause-all.tsx'
import { transferFacts } from './transfer-facts.ts'
import { useOpenNow } from './use-open-now.ts'
import { useUnfinished } from './use-unfinished.ts'

const words = catalogue.card
/** Films that were begun: a picture of where, how far, how long still. */
export function ContinueWatching({ query }: { readonly query: string }) {
  const unfinished = useUnfinished(query)
  // The button stands with what is open, once.
  const isElsewhere = useOpenNow(query).length > 0
  const pauses = useApp((state) => state.torrents.length > 0) && !isElsewhere
  if (unfinished.length === 0) return null
  return (
    <section aria-labelledby="continue-title">
      <header className="section-head"><h2 id="continue-title">{catalogue.home.continueWatching}</h2>{pauses ? <><span className="home-space" /><PauseAll /></> : null}</header>
      <ul className="frames">{unfinished.map((each) => <li key={each.entry.infoHash}><FrameCard entry={each.entry} file={each.file} isNext={each.isNext} /></li>)}</ul>
    </section>
  )
}

function FrameCard({ entry, file, isNext }: Pick<Unfinished, 'entry' | 'file' | 'isNext'>) {
  const { opener } = useParts()
  // Of this run, where there is one: that is where it goes on.
  const atSec = useApp((state) => state.positions[positionKey(entry.infoHash, file.fileIndex)] ?? 0) || file.positionSec
  const progress = useApp((state) => state.progress[entry.infoHash])
  const { share, leftSec } = leftOf(atSec, file.durationSec)
  const kept = useFrame(entry.infoHash)
  // The picture is of the film before.
  const frame = isNext ? null : kept
  const title = filmTitle(file.name)
  return (
    <article className="frame-card">
      <button type="button" className="frame-main" aria-description={words.resume(title)} onClick={() => { void opener.reopen(entry, file.fileIndex) }}>
        <span className="frame-picture">
          {frame === null ? <Icon name="play" /> : <img src={frame} alt="" />}
          {isNext ? null : <span className="frame-progress" aria-hidden="true"><i style={{ '--share': share }} /></span>}
        </span>
        <span className="card-title" dir="auto">{title}</span>
        <span className="card-line">{[entry.kept ? words.kept : null, isNext ? catalogue.nextFile.title : leftSec === null ? words.resumeAt(atSec) : words.timeLeft(leftSec), ...transferFacts(progress)].filter((part) => part !== null).join(' · ')}</span>
      </button>
      <FilmMenu film={{ infoHash: entry.infoHash, name: title, magnet: entry.magnet, fileIndex: file.fileIndex }} />
    </article>
  )
}
