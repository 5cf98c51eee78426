import type { CleanUp } from './clean-up.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { EmitMediaEvent } from './host-options.ts'
import type { SpeedKeeper } from './speed-keeper.ts'
import type { Streams } from './streams.ts'
import type { OwnedCatalog } from './torrent-catalog.ts'
import type { FilmOpener } from './transcode/open-film.ts'

/** Tells the page and everybody who listens how streams, conversions, torrents and the line are. */
export interface StatusFeed {
  close(): void
}

export interface StatusWorld {
  readonly streams: Pick<Streams, 'statuses'>
  readonly films: Pick<FilmOpener, 'statuses'>
  readonly list: Pick<TorrentList, 'all'>
  readonly catalog: Pick<OwnedCatalog, 'tick'>
  readonly speed: Pick<SpeedKeeper, 'tick' | 'status'>
  readonly cleanUp: Pick<CleanUp, 'noteUse'>
  readonly emit: EmitMediaEvent
  readonly clock: () => number
}

/** The status line moves twice a second; progress once. */
const STATUS_MS = 500

export function startStatusFeed({ streams, films, list, catalog, speed, cleanUp, emit, clock }: StatusWorld): StatusFeed {
  const everySecond = createAlternator()
  const tellStreams = (nowMs: number) => {
    const statuses = streams.statuses(nowMs)
    for (const each of statuses) emit('media.streamStatus', each)
    speed.tick({ nowMs, films: statuses, downBytesPerSec: list.all().reduce((sum, session) => sum + session.progress().downloadBytesPerSec, 0) })
    for (const each of films.statuses()) emit('media.conversionChanged', each)
    catalog.tick((session) => statuses.find((each) => each.infoHash === session.infoHash)?.cushionSec ?? null)
  }
  const tellProgress = () => {
    for (const session of list.all()) emit('media.torrentProgress', session.progress())
    emit('media.speed', speed.status())
  }
  const timer = setInterval(() => {
    tellStreams(clock())
    if (everySecond()) tellProgress()
    cleanUp.noteUse()
  }, STATUS_MS)
  return { close: () => { clearInterval(timer) } }
}

/** True every second time. */
function createAlternator(): () => boolean {
  let odd = false
  return () => (odd = !odd)
}
