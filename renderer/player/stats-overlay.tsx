import type { RateSample } from '../../shared/playback/rate-history.ts'
import { speedSentence } from '../../shared/network/speed-sentence.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatBytes, formatCushion, formatRate } from '../../shared/text/numbers.ts'
import type { StreamStatus } from '../../shared/torrent/snapshot.ts'
import { useApp } from '../state/app-context.tsx'
import { IconButton } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import type { Playback } from './create-playback.ts'
import { PeerList } from './peer-list.tsx'
import { PiecePicture } from './piece-picture.tsx'
import { RateGraph } from './rate-graph.tsx'
import { useStreamDetail } from './use-stream-detail.ts'
import { usePlaybackState, useStreamStatus } from './use-playback.ts'

const words = catalogue.stats
const PLANS: Readonly<Partial<Record<string, string>>> = words.plans

/** Key I: the piece map, the rates, the open reads, and why the planner chose what it did. */
export function StatsOverlay({ playback, rates, onClose }: { readonly playback: Playback; readonly rates: () => readonly RateSample[]; readonly onClose: () => void }) {
  const detail = useStreamDetail(playback)
  const status = useStreamStatus(playback)
  const speed = useApp((state) => state.speed)
  const paused = useApp((state) => state.settings?.paused ?? false)
  const restarts = useApp((state) => state.host.restarts)
  return (
    <section className="stats keeps-controls" aria-label={words.title}>
      <header className="stats-head">
        <h2>{words.title}</h2>
        <IconButton icon="close" label={catalogue.common.close} onClick={onClose} />
      </header>
      <PiecePicture picture={detail?.picture ?? status?.picture ?? ''} />
      <RateGraph samples={rates()} />
      <dl className="stats-rows">
        {status ? <StreamRows status={status} cursors={detail?.cursors ?? status.cursors} /> : null}
        <TorrentRows playback={playback} />
        <PictureRow playback={playback} />
        {speed === null ? null : <Row name={words.speed} value={paused ? catalogue.speed.paused : speedSentence(speed)} />}
        <Row name={words.engine} value={words.restarts(restarts)} />
      </dl>
      {status ? <p className="stats-why"><span className="stats-name">{words.why}</span> {PLANS[detail?.why ?? status.why]}</p> : null}
      <PeerList peers={detail?.peers ?? []} />
    </section>
  )
}

function StreamRows({ status, cursors }: { readonly status: StreamStatus; readonly cursors: StreamStatus['cursors'] }) {
  const { bitrateBytesPerSec } = status
  return (
    <>
      <Row name={words.down} value={formatRate(status.downloadBytesPerSec)} />
      <Row name={words.up} value={formatRate(status.uploadBytesPerSec)} />
      <Row name={words.peers} value={String(status.peers)} />
      <Row name={words.cushion} value={formatCushion(status.cushionSec)} />
      <Row name={words.bitrate} value={bitrateBytesPerSec === null ? words.unknown : formatRate(bitrateBytesPerSec)} />
      <Row name={words.reads} value={cursors.length === 0 ? words.noReads : cursors.map((cursor) => words.read(cursor.offsetBytes, cursor.waiting)).join(' · ')} />
    </>
  )
}

function TorrentRows({ playback }: { readonly playback: Playback }) {
  const infoHash = usePlaybackState(playback, (state) => state.stream?.infoHash ?? null)
  const progress = useApp((state) => (infoHash === null ? undefined : state.progress[infoHash]))
  if (!progress) return null
  return <Row name={words.received} value={`${formatBytes(progress.receivedBytes)}, ${formatBytes(progress.wastedBytes)} ${words.wasted}`} />
}

function PictureRow({ playback }: { readonly playback: Playback }) {
  useNow(1000)
  const video = playback.video()
  if (video === null || video.videoWidth === 0) return null
  const { droppedVideoFrames, totalVideoFrames } = video.getVideoPlaybackQuality()
  return <Row name={words.picture} value={`${String(video.videoWidth)}×${String(video.videoHeight)}, ${words.dropped(droppedVideoFrames, totalVideoFrames)}`} />
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return <div className="stats-row"><dt>{name}</dt><dd>{value}</dd></div>
}
