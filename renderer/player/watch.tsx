import { useCallback, useEffect, useRef, useState } from 'react'
import { english } from '../../shared/text/english.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { FileTree } from '../open/file-tree-view.tsx'
import { useParts } from '../state/app-context.tsx'
import { IconButton } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { usePlace } from '../ui/use-place.ts'
import { ControlBar } from './controls/control-bar.tsx'
import { StatusStrip } from './controls/status-strip.tsx'
import type { Playback } from './create-playback.ts'
import { createPlayback } from './create-playback.ts'
import { FailurePanel } from './failure-panel.tsx'
import { Feedback, useFeedback } from './feedback.tsx'
import { setFullScreen } from './full-screen.ts'
import { togglePictureInPicture } from './picture-in-picture.ts'
import { SoundPicture } from './sound-picture.tsx'
import { StatsOverlay } from './stats-overlay.tsx'
import { useIdle } from './use-idle.ts'
import { useMediaSession } from './use-media-session.ts'
import { usePlayerKeys } from './use-player-keys.ts'
import { usePlaybackState } from './use-playback.ts'
import { useRunAction } from './use-run-action.ts'
import { useSavedSound } from './use-saved-sound.ts'
import { VideoPlayer } from './video-player.tsx'
import { WaitingOverlay } from './waiting-overlay.tsx'

interface WatchProps {
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
  readonly onHelp: () => void
  readonly showsStats: boolean
  readonly onStats: (shown: boolean) => void
}

/** The player: picture edge to edge, controls above it while they are used. */
export function Watch({ torrent, file, onHelp, showsStats, onStats }: WatchProps) {
  const { bridge, store, opener } = useParts()
  const [playback] = useState(() => createPlayback({ bridge, app: store }))
  const [showsFiles, setShowsFiles] = useState(false)
  const screen = usePlace(null)
  const { spoken, say } = useFeedback()
  const still = usePlaybackState(playback, (state) => !state.wantsPlay || state.waitingSinceMs !== null || state.failure !== null)
  const idle = useIdle(screen, still || showsFiles)
  const title = titleOf(file)
  const album = torrent.files.length > 1 ? torrent.name : ''
  const closeTop = () => {
    const open = showsFiles || showsStats
    setShowsFiles(false)
    if (!showsFiles) onStats(false)
    return open
  }
  const run = useRunAction({ playback, torrent, file, say, toggleStats: () => { onStats(!showsStats) }, toggleHelp: onHelp, closeTop })
  usePlayerKeys(run)
  useMediaSession(playback, title, album)
  useSavedSound(playback)
  useEffect(() => () => { void setFullScreen(false) }, [])
  useEffect(() => {
    document.title = `${title} – ${english.appName}`
    return () => { document.title = english.appName }
  }, [title])
  const togglePip = useCallback(() => {
    const video = playback.video()
    if (video) void togglePictureInPicture(video).then((done) => { if (!done) say(english.player.feedback.pipRefused) })
  }, [playback, say])

  return (
    <main ref={screen} tabIndex={-1} className="watch always-dark" aria-label={english.player.region} data-idle={idle}>
      <div className="picture-area" onClick={playback.togglePlay} onDoubleClick={() => { run({ kind: 'toggleFullScreen' }) }}>
        <VideoPlayer playback={playback} infoHash={torrent.infoHash} fileIndex={file.index} />
        {file.kind === 'audio' ? <SoundPicture title={title} /> : null}
      </div>
      <header className="watch-head keeps-controls">
        <IconButton icon="back" label={english.player.back} shortcut="Esc" onClick={opener.goHome} />
        <div className="watch-titles">
          <h1>{title}</h1>
          {album === '' ? null : <p>{album}</p>}
          <StatusStrip playback={playback} className="status-head" />
        </div>
      </header>
      <WaitingOverlay playback={playback} />
      <FailurePanel playback={playback} onChooseFile={torrent.files.length > 1 ? () => { setShowsFiles(true) } : null} />
      <Feedback spoken={spoken} />
      <HeldUp playback={playback} torrent={torrent} />
      {showsStats ? <StatsOverlay playback={playback} onClose={() => { onStats(false) }} /> : null}
      <footer className="watch-foot"><ControlBar playback={playback} run={run} onFiles={() => { setShowsFiles(!showsFiles) }} onPip={togglePip} /></footer>
      {showsFiles ? (
        <FilesDrawer torrent={torrent} current={file} onClose={() => { setShowsFiles(false) }} onChoose={(index) => {
          opener.show(torrent.infoHash, index)
          setShowsFiles(false)
        }} />
      ) : null}
    </main>
  )
}

/** What holds the torrent up (a full disk) is said while the film still plays; once it stands, the overlay says it. */
function HeldUp({ playback, torrent }: { readonly playback: Playback; readonly torrent: TorrentSnapshot }) {
  const moves = usePlaybackState(playback, (state) => state.waitingSinceMs === null && state.failure === null)
  return torrent.problem && moves ? <div className="held-up"><ProblemNote error={torrent.problem} /></div> : null
}

interface FilesDrawerProps {
  readonly torrent: TorrentSnapshot
  readonly current: TorrentFile
  readonly onChoose: (fileIndex: number) => void
  readonly onClose: () => void
}

function FilesDrawer({ torrent, current, onChoose, onClose }: FilesDrawerProps) {
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => { drawer.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus() }, [])
  return (
    <aside ref={drawer} className="drawer" aria-label={english.files.title}>
      <header className="dialog-head">
        <h2>{english.files.title}</h2>
        <IconButton icon="close" label={english.common.close} onClick={onClose} />
      </header>
      <div className="drawer-body"><FileTree files={torrent.files} current={current.index} onChoose={onChoose} /></div>
      <p className="drawer-note">{[english.files.othersNotFetched, ...torrent.notes].join(' ')}</p>
    </aside>
  )
}

/** The file's name as a title: without its ending, dots and underscores between words as blanks. */
function titleOf(file: TorrentFile): string {
  const stem = file.name.replace(/\.[a-z0-9]{2,4}$/iu, '')
  return (stem.includes(' ') ? stem : stem.replace(/[._]+/gu, ' ')).trim() || file.name
}
