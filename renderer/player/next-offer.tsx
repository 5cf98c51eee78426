import { useEffect, useRef, useState } from 'react'
import { nextFile } from '../../shared/library/next-file.ts'
import { filmTitle } from '../../shared/playback/film-title.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** Long enough to read the title and say no. */
const WAIT_SEC = 8

/** At the end of a film: the next one, which starts by itself unless the person stays. */
export function NextOffer({ playback, torrent, file }: { readonly playback: Playback; readonly torrent: TorrentSnapshot; readonly file: TorrentFile }) {
  const ended = usePlaybackState(playback, (state) => state.ended)
  const next = ended ? nextFile(torrent.files, file.index) : null
  return next ? <Offer key={next.index} torrent={torrent} next={next} /> : null
}

function Offer({ torrent, next }: { readonly torrent: TorrentSnapshot; readonly next: TorrentFile }) {
  const { opener } = useParts()
  const auto = useApp((state) => state.settings?.autoNext ?? false)
  const [stays, setStays] = useState(false)
  const nowMs = useNow(250)
  const [sinceMs] = useState(nowMs)
  const started = useRef(false)
  const leftSec = Math.max(0, WAIT_SEC - (nowMs - sinceMs) / 1000)
  const starts = auto && !stays && leftSec === 0
  useEffect(() => {
    if (!starts || started.current) return
    started.current = true
    opener.show(torrent.infoHash, next.index)
  }, [starts, opener, torrent.infoHash, next.index])
  if (stays) return null
  const words = catalogue.nextFile
  return (
    <section className="next-offer" aria-label={words.title} role="status">
      <p className="next-title">{words.title}</p>
      <p className="next-name" dir="auto">{filmTitle(next.name)}</p>
      {auto ? <p className="next-wait" aria-hidden="true">{words.startsIn(leftSec)}</p> : null}
      <div className="next-buttons">
        <Button kind="primary" icon="play" onClick={() => { opener.show(torrent.infoHash, next.index) }}>{words.play}</Button>
        <Button onClick={() => { setStays(true) }}>{words.stay}</Button>
      </div>
      {auto ? <i className="next-bar" aria-hidden="true" style={{ '--share': 1 - leftSec / WAIT_SEC }} /> : null}
    </section>
  )
}
