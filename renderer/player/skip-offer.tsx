import { useEffect, useState } from 'react'
import type { MouseEvent } from 'react'
import { nextFile } from '../../shared/library/next-file.ts'
import type { Chapter } from '../../shared/playback/chapters.ts'
import type { Skippable } from '../../shared/playback/skippable.ts'
import { skippableAt } from '../../shared/playback/skippable.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useShortcut } from '../keys/use-key-map.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { tooltip } from '../ui/tooltip.ts'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

interface SkipOfferProps {
  readonly playback: Playback
  readonly chapters: readonly Chapter[]
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
}

/** Long enough to find it; afterwards it comes and goes with the controls. */
const FRESH_MS = 8000

/** While an opening, a recap or the credits run: one button that passes them over; at the end of an episode, one to the next. */
export function SkipOffer({ playback, chapters, torrent, file }: SkipOfferProps) {
  const { bridge, opener } = useParts()
  const part = useSkippable(playback, chapters)
  const isOver = usePlaybackState(playback, (state) => state.ended || state.failure !== null)
  const shortcut = useShortcut('nextChapter')
  if (part === null || isOver) return null
  const { kind, startSec, endSec } = part
  const words = catalogue.skip
  if (endSec !== null) return <Offer key={startSec} label={words[kind]} shortcut={shortcut} onClick={() => { playback.seekTo(endSec) }} />
  const next = nextFile(torrent.files, file.index)
  if (next === null) return null
  return (
    <Offer key={startSec} label={catalogue.nextFile.play} shortcut="" onClick={() => {
      void bridge.call('app.markWatched', { infoHash: torrent.infoHash, fileIndex: file.index, name: file.name, watched: true })
      opener.show(torrent.infoHash, next.index)
    }} />
  )
}

function Offer({ label, shortcut, onClick }: { readonly label: string; readonly shortcut: string; readonly onClick: () => void }) {
  const [fresh, setFresh] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => { setFresh(false) }, FRESH_MS)
    return () => { clearTimeout(timer) }
  }, [])
  const run = (event: MouseEvent<HTMLElement>) => {
    // The button goes with what it passes over; the keys of the player are to go on.
    event.currentTarget.closest('main')?.focus({ preventScroll: true })
    onClick()
  }
  return <div className="skip-offer" role="status" data-fresh={fresh}><Button icon="nextFile" title={tooltip(label, shortcut)} onClick={run}>{label}</Button></div>
}

/** What runs now and may be passed over: it changes at the bounds of chapters alone, however often the clock moves. */
function useSkippable(playback: Playback, chapters: readonly Chapter[]): Skippable | null {
  const [part, setPart] = useState<Skippable | null>(null)
  useEffect(() => {
    const look = () => {
      const { currentTimeSec, durationSec } = playback.clock.read()
      const now = skippableAt(chapters, currentTimeSec, durationSec)
      setPart((before) => (before?.startSec === now?.startSec && before?.endSec === now?.endSec ? before : now))
    }
    look()
    return playback.clock.subscribe(look)
  }, [playback, chapters])
  return part
}
