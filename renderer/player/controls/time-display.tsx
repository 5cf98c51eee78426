import { useState } from 'react'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { formatClock } from '../../../shared/text/numbers.ts'
import type { Playback } from '../create-playback.ts'
import { useClockSeconds } from '../use-playback.ts'

/** From here on a time has three numbers. */
const HOUR_SEC = 3600

/** Time and length; a click shows the time left instead of the length. In the smallest windows there is room for one of them, where films take hours. */
export function TimeDisplay({ playback }: { readonly playback: Playback }) {
  const { currentSec, durationSec } = useClockSeconds(playback)
  const [showsLeft, setShowsLeft] = useState(false)
  const length = durationSec === null ? '–:––' : showsLeft ? `−${formatClock(durationSec - currentSec)}` : formatClock(durationSec)
  const label = showsLeft ? catalogue.player.showDuration : catalogue.player.showLeft
  return (
    <button type="button" className="time" dir="ltr" data-long={durationSec !== null && durationSec >= HOUR_SEC} data-left={showsLeft} title={label} aria-label={`${formatClock(currentSec)} / ${length}. ${label}`} onClick={() => { setShowsLeft(!showsLeft) }}>
      <span className="time-now">{formatClock(currentSec)}</span> <span className="time-slash">/</span> <span className="time-length">{length}</span>
    </button>
  )
}
