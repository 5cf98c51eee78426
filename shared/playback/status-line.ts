import { catalogue } from '../text/catalogue.ts'
import type { StreamStatus } from '../torrent/snapshot.ts'

/** The status line under the seek bar. */
export interface StatusLine {
  readonly peers: string
  readonly rate: string
  readonly cushion: string
  /** "calm": nothing to fear; "wait": a pause is coming or under way. */
  readonly tone: 'calm' | 'wait'
}

/** Draws what the engine reports; it forecasts nothing itself. */
export function statusLine(status: Pick<StreamStatus, 'peers' | 'downloadBytesPerSec' | 'cushionSec' | 'complete' | 'forecast'>): StatusLine {
  const { text, tone } = cushion(status)
  return { peers: catalogue.status.peers(status.peers), rate: catalogue.status.rate(status.downloadBytesPerSec), cushion: text, tone }
}

/** With less than this a read-ahead that waits is a picture that stops. */
const FILLING_BELOW_SEC = 0.5

function cushion({ peers, cushionSec, complete, forecast }: Parameters<typeof statusLine>[0]): { text: string; tone: StatusLine['tone'] } {
  const words = catalogue.status
  if (complete) return { text: words.complete, tone: 'calm' }
  if (cushionSec < FILLING_BELOW_SEC) return { text: peers === 0 ? words.alone : words.filling, tone: 'wait' }
  if (forecast.kind === 'playsThrough') return { text: words.playsThrough, tone: 'calm' }
  if (forecast.kind === 'willPause') return { text: words.willPause(forecast.inSec), tone: 'wait' }
  return { text: words.safeFor(cushionSec), tone: 'calm' }
}
