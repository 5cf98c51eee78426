import { useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { formatBytes, formatRate } from '../../shared/text/numbers.ts'
import type { TorrentProgress, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { FileTree } from '../open/file-tree-view.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { positionKey } from '../state/place.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { matchesTitle } from './match-title.ts'

const words = catalogue.card

/** The torrents that are open, the newest first. */
export function OpenNow({ query }: { readonly query: string }) {
  const all = useApp((state) => state.torrents)
  const torrents = all.filter(({ name, infoHash }) => matchesTitle(name || infoHash, query))
  if (torrents.length === 0) return null
  return (
    <section className="open-now" aria-labelledby="open-now-title">
      <header className="section-head"><h2 id="open-now-title">{catalogue.home.openNow}</h2></header>
      <ul className="cards">{torrents.map((torrent) => <li key={torrent.infoHash}><TorrentCard torrent={torrent} /></li>)}</ul>
    </section>
  )
}

function TorrentCard({ torrent }: { readonly torrent: TorrentSnapshot }) {
  const { opener, bridge } = useParts()
  const progress = useApp((state) => state.progress[torrent.infoHash])
  const reachedSec = useApp((state) => (torrent.chosenFile === null ? 0 : state.positions[positionKey(torrent.infoHash, torrent.chosenFile)] ?? 0))
  const [choosing, setChoosing] = useState(false)
  const [copied, setCopied] = useState(false)
  const copy = async () => { setCopied((await bridge.call('app.copyText', { text: torrent.magnet })).ok) }
  const name = torrent.name || torrent.infoHash
  return (
    <article className="card">
      <button type="button" className="card-main" aria-description={words.resume(name)} onClick={() => { opener.show(torrent.infoHash, null) }}>
        <span className="card-art"><Icon name={torrent.phase === 'failed' ? 'warning' : 'play'} /></span>
        <span className="card-text">
          <span className="card-title" dir="auto">{name}</span>
          <span className="card-line">{[reachedSec > 0 ? words.resumeAt(reachedSec) : null, ...factsOf(torrent, progress)].filter((part) => part !== null).join(' · ')}</span>
        </span>
      </button>
      <div className="card-buttons">
        {torrent.files.length > 1 ? <IconButton icon="files" label={words.chooseFile} onClick={() => { setChoosing(true) }} /> : null}
        <IconButton icon={copied ? 'check' : 'link'} label={copied ? catalogue.common.copied : words.copyMagnet} onClick={() => { void copy() }} />
        <IconButton icon="close" label={words.remove} onClick={() => { void opener.remove(torrent.infoHash) }} />
      </div>
      {torrent.phase === 'ready' ? <div className="card-progress" aria-hidden="true"><i style={{ '--share': progress?.progress ?? 0 }} /></div> : null}
      {choosing ? (
        <Dialog title={catalogue.files.title} onClose={() => { setChoosing(false) }}>
          <FileTree files={torrent.files} current={torrent.chosenFile} currentName={catalogue.files.chosen} onChoose={(index) => { opener.show(torrent.infoHash, index) }} />
        </Dialog>
      ) : null}
    </article>
  )
}

function factsOf(torrent: TorrentSnapshot, progress: TorrentProgress | undefined): readonly string[] {
  if (torrent.phase === 'failed') return [torrent.problem ? errorWords(torrent.problem).what : words.failed]
  if (torrent.phase === 'checking') return [words.checking]
  if (torrent.phase === 'metadata') return [words.findingDetails, ...(progress?.metadata ? [catalogue.opening.peersFound(progress.metadata.peersFound, progress.metadata.peersConnected)] : [])]
  const size = formatBytes(torrent.files.reduce((sum, file) => sum + file.lengthBytes, 0))
  const share = progress === undefined ? [] : progress.progress >= 1 ? [words.complete] : [words.progress(Math.floor(progress.progress * 100)), catalogue.status.peers(progress.peers), formatRate(progress.downloadBytesPerSec)]
  return [...(torrent.chosenFile === null ? [words.nothingPlays] : []), ...(torrent.files.length > 1 ? [words.files(torrent.files.length)] : []), size, ...share]
}
