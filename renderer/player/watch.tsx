import { useCallback, useEffect, useState } from 'react'
import type { Chapter } from '../../shared/playback/chapters.ts'
import { neighbourFile } from '../../shared/playback/file-tree.ts'
import { filmTitle } from '../../shared/playback/film-title.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { isolate } from '../../shared/text/isolate.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useKeepFrame } from '../home/keep-frame.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { positionKey } from '../state/place.ts'
import { CueLayer } from '../subtitles/cue-layer.tsx'
import { useSubtitles } from '../subtitles/use-subtitles.ts'
import { useShortcut } from '../keys/use-key-map.ts'
import { IconButton } from '../ui/button.tsx'
import { usePlace } from '../ui/use-place.ts'
import { ControlBar, MiniBar } from './controls/control-bar.tsx'
import { StatusStrip } from './controls/status-strip.tsx'
import { createCastablePlayback } from '../cast/castable-playback.ts'
import { CastMenu } from '../cast/cast-menu.tsx'
import { CastNotice } from '../cast/cast-notice.tsx'
import { CastWaiting } from '../cast/cast-waiting.tsx'
import { CastScreen } from '../cast/cast-screen.tsx'
import { shownSubtitle, useCastSubtitles } from '../cast/use-cast-subtitles.ts'
import { createPlayback } from './create-playback.ts'
import { FailurePanel } from './failure-panel.tsx'
import { Feedback, useFeedback } from './feedback.tsx'
import { FilesDrawer } from './files-drawer.tsx'
import { setFullScreen } from './full-screen.ts'
import { HeldUp } from './held-up.tsx'
import { togglePictureInPicture } from './picture-in-picture.ts'
import { PipNotice } from './pip-notice.tsx'
import { SoundPicture } from './sound-picture.tsx'
import { StatsOverlay } from './stats-overlay.tsx'
import { NextOffer } from './next-offer.tsx'
import { SkipOffer } from './skip-offer.tsx'
import { useIdle } from './use-idle.ts'
import { useMediaSession } from './use-media-session.ts'
import { usePlayerKeys } from './use-player-keys.ts'
import { useKeepPicture } from './use-keep-picture.ts'
import { useLoop } from './use-loop.ts'
import { useMini } from './use-mini.ts'
import { usePlaybackState } from './use-playback.ts'
import { useRates } from './use-rates.ts'
import { useRunAction } from './use-run-action.ts'
import { useSavedSound } from './use-saved-sound.ts'
import { useUpNext } from './use-up-next.ts'
import { useWheelVolume } from './use-wheel-volume.ts'
import { VideoPlayer } from './video-player.tsx'

interface WatchProps {
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
  readonly onHelp: () => void
  readonly showsStats: boolean
  readonly onStats: (shown: boolean) => void
}

const NO_CHAPTERS: readonly Chapter[] = []

/** The player: picture edge to edge, controls above it while they are used. */
export function Watch({ torrent, file, onHelp, showsStats, onStats }: WatchProps) {
  const { bridge, store, opener } = useParts()
  const [local] = useState(() => createPlayback({ bridge, app: store }))
  const subtitles = useSubtitles(local, torrent.infoHash, file.index)
  const [playback] = useState(() => createCastablePlayback({
    local, bridge, app: store, onOtherFile: opener.show, now: () => performance.now(),
    subtitle: () => shownSubtitle(subtitles.store.getState()),
  }))
  const tracks = useApp((state) => state.subtitles[positionKey(torrent.infoHash, file.index)])
  useCastSubtitles(playback, subtitles, tracks)
  const chapters = useApp((state) => state.chapters[positionKey(torrent.infoHash, file.index)]) ?? NO_CHAPTERS
  const pictures = useApp((state) => state.pictures[positionKey(torrent.infoHash, file.index)]) ?? null
  const [showsFiles, setShowsFiles] = useState(false)
  const screen = usePlace(null)
  const { spoken, say } = useFeedback()
  const still = usePlaybackState(playback, (state) => !state.wantsPlay || state.waitingSinceMs !== null || state.failure !== null || state.castStreamId !== null)
  const idle = useIdle(screen, still || showsFiles)
  const title = filmTitle(file.name)
  const album = torrent.files.length > 1 ? torrent.name : ''
  const mini = useMini(playback)
  const takePicture = useKeepPicture(playback, title, say)
  const closeTop = () => {
    const open = showsFiles || showsStats || mini.on
    setShowsFiles(false)
    if (!showsFiles) onStats(false)
    if (!showsFiles && !showsStats && mini.on) mini.toggle()
    return open
  }
  const run = useRunAction({ playback, subtitles, chapters, torrent, file, say, toggleStats: () => { onStats(!showsStats) }, toggleMini: mini.toggle, takePicture, closeTop })
  usePlayerKeys(run)
  useLoop(playback)
  const rates = useRates()
  const turnVolume = useWheelVolume(run)
  useMediaSession(playback, { title, album, hasNext: neighbourFile(torrent.files, file.index, 1) !== null, hasPrevious: neighbourFile(torrent.files, file.index, -1) !== null }, run)
  useSavedSound(playback)
  useUpNext(playback, torrent, file)
  useKeepFrame(playback.video, torrent.infoHash)
  useEffect(() => () => { void setFullScreen(false) }, [])
  useEffect(() => {
    document.title = `${isolate(title)} – ${catalogue.appName}`
    return () => { document.title = catalogue.appName }
  }, [title])
  const togglePip = useCallback(() => {
    const video = playback.video()
    if (video) void togglePictureInPicture(video).then((done) => { if (!done) say(catalogue.player.feedback.pipRefused) })
  }, [playback, say])

  return (
    <main ref={screen} tabIndex={-1} className="watch always-dark" aria-label={catalogue.player.region} data-idle={idle} data-mini={mini.on}>
      <div className="picture-area" onClick={playback.togglePlay} onDoubleClick={() => { run({ kind: mini.on ? 'toggleMini' : 'toggleFullScreen' }) }} onWheel={turnVolume}>
        <VideoPlayer playback={playback} infoHash={torrent.infoHash} fileIndex={file.index} />
        {file.kind === 'audio' ? <SoundPicture title={title} /> : null}
        <PipNotice playback={playback} onBack={togglePip} />
        <CastScreen playback={playback} />
      </div>
      <CueLayer playback={playback} subtitles={subtitles} />
      <header className="watch-head keeps-controls">
        <IconButton icon="back" label={catalogue.player.back} shortcut={useShortcut('leave')} onClick={opener.goHome} />
        <div className="watch-titles">
          <h1 dir="auto">{title}</h1>
          {album === '' ? null : <p dir="auto">{album}</p>}
          <StatusStrip playback={playback} className="status-head" />
        </div>
      </header>
      <CastWaiting playback={playback} />
      <FailurePanel playback={playback} onChooseFile={torrent.files.length > 1 ? () => { setShowsFiles(true) } : null} />
      {mini.on ? null : <SkipOffer playback={playback} chapters={chapters} torrent={torrent} file={file} />}
      <NextOffer playback={playback} torrent={torrent} file={file} />
      <Feedback spoken={spoken} />
      <CastNotice playback={playback} />
      <HeldUp playback={playback} torrent={torrent} />
      {showsStats && !mini.on ? <StatsOverlay playback={playback} rates={rates} onClose={() => { onStats(false) }} /> : null}
      <footer className="watch-foot">{mini.on ? <MiniBar playback={playback} run={run} /> : <ControlBar playback={playback} castMenu={<CastMenu playback={playback} torrent={torrent} file={file} />} subtitles={subtitles} chapters={chapters} pictures={pictures} run={run} say={say} hasFiles={torrent.files.length > 1} onFiles={() => { setShowsFiles(!showsFiles) }} onPip={togglePip} onHelp={onHelp} />}</footer>
      {showsFiles ? (
        <FilesDrawer torrent={torrent} current={file} onClose={() => { setShowsFiles(false) }} onChoose={(index) => {
          opener.show(torrent.infoHash, index)
          setShowsFiles(false)
        }} />
      ) : null}
    </main>
  )
}
