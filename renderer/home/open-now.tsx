import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { formatBytes } from '../../shared/text/numbers.ts'
import type { TorrentProgress, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { positionKey } from '../state/place.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { FilmMenu } from './film-menu.tsx'
import { PauseAll } from './pause-all.tsx'
import { transferFacts } from './transfer-facts.ts'
import { useOpenNow } from './use-open-now.ts'

const words = catalogue.card

/** The torrents that are open and not to be continued, the newest first. */
export function OpenNow({ query }: { readonly query: string }) {
  const torrents = useOpenNow(query)
  if (torrents.length === 0) return null
  return (
    <section className="open-now" aria-labelledby="open-now-title">
      <header className="section-head"><h2 id="open-now-title">{catalogue.home.openNow}</h2><span className="home-space" /><PauseAll /></header>
      <ul className="cards">{torrents.map((torrent) => <li key={torrent.infoHash}><TorrentCard torrent={torrent} /></li>)}</ul>
    </section>
  )
}

function TorrentCard({ torrent }: { readonly torrent: TorrentSnapshot }) {
  const { opener } = useParts()
  const progress = useApp((state) => state.progress[torrent.infoHash])
  const reachedSec = useApp((state) => (torrent.chosenFile === null ? 0 : state.positions[positionKey(torrent.infoHash, torrent.chosenFile)] ?? 0))
  const kept = useApp((state) => state.library.some((entry) => entry.infoHash === torrent.infoHash && entry.kept))
  const paused = useApp((state) => state.settings?.paused ?? false)
  const name = torrent.name || torrent.infoHash
  return (
    <article className="card">
      <button type="button" className="card-main" aria-description={words.resume(name)} onClick={() => { opener.show(torrent.infoHash, null) }}>
        <span className="card-art" data-state={stateOf(torrent)}><Icon name={ICONS[stateOf(torrent)]} /></span>
        <span className="card-text">
          <span className="card-title" dir="auto">{name}</span>
          <span className="card-line">{[paused && (progress?.progress ?? 0) < 1 ? words.paused : null, kept ? words.kept : null, reachedSec > 0 ? words.resumeAt(reachedSec) : null, ...factsOf(torrent, progress)].filter((part) => part !== null).join(' · ')}</span>
        </span>
      </button>
      <div className="card-buttons">
        <FilmMenu film={{ infoHash: torrent.infoHash, name, magnet: torrent.magnet, fileIndex: null }} />
        <IconButton icon="close" label={kept ? words.close : words.remove} onClick={() => { void opener.remove(torrent.infoHash) }} />
      </div>
      {torrent.phase === 'ready' ? <div className="card-progress" aria-hidden="true"><i style={{ '--share': progress?.progress ?? 0 }} /></div> : null}
    </article>
  )
}

/** What a click leads to: the film, what went wrong, or the files of which none plays. */
function stateOf({ phase, chosenFile }: TorrentSnapshot): keyof typeof ICONS {
  if (phase === 'failed') return 'failed'
  return phase === 'ready' && chosenFile === null ? 'files' : 'plays'
}

const ICONS = { failed: 'warning', files: 'files', plays: 'play' } as const

function factsOf(torrent: TorrentSnapshot, progress: TorrentProgress | undefined): readonly string[] {
  if (torrent.phase === 'failed') return [torrent.problem ? errorWords(torrent.problem).what : words.failed]
  if (torrent.phase === 'checking') return [words.checking]
  if (torrent.phase === 'metadata') return [words.findingDetails, ...(progress?.metadata ? [catalogue.opening.peersFound(progress.metadata.peersFound, progress.metadata.peersConnected)] : [])]
  const size = formatBytes(torrent.files.reduce((sum, file) => sum + file.lengthBytes, 0))
  const files = torrent.files.length > 1 ? [words.files(torrent.files.length)] : []
  return torrent.chosenFile === null ? [words.nothingPlays, ...files, size] : [...files, size, ...transferFacts(progress)]
}
