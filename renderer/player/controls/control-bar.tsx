import type { MouseEvent, ReactNode } from 'react'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { PlayerAction } from '../../../shared/keys/actions.ts'
import type { SeekPictures } from '../../../shared/playback/seek-pictures.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { useShortcut } from '../../keys/use-key-map.ts'
import type { SubtitleControl } from '../../subtitles/create-subtitles.ts'
import { SubtitleMenu } from '../../subtitles/subtitle-menu.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import type { Playback } from '../create-playback.ts'
import { useFullScreen } from '../full-screen.ts'
import { usePlaybackState } from '../use-playback.ts'
import { MoreMenu } from './more-menu.tsx'
import { SeekBar } from './seek-bar.tsx'
import { SoundMenu } from './sound-menu.tsx'
import { SpeedMenu } from './speed-menu.tsx'
import { StatusStrip } from './status-strip.tsx'
import { TimeDisplay } from './time-display.tsx'
import { VolumeControl } from './volume-control.tsx'

interface ControlBarProps {
  readonly playback: Playback
  readonly subtitles: SubtitleControl
  readonly chapters: readonly Chapter[]
  readonly pictures: SeekPictures | null
  readonly castMenu: ReactNode
  readonly run: (action: PlayerAction) => void
  readonly say: (text: string) => void
  readonly hasFiles: boolean
  readonly onFiles: () => void
  readonly onPip: () => void
  readonly onHelp: () => void
}

const words = catalogue.player

/** The two rows at the foot of the picture. Time runs from left to right in every language, and so do they. A click leaves the focus alone, so that Space keeps meaning play. */
export function ControlBar({ playback, subtitles, chapters, pictures, castMenu, run, say, hasFiles, onFiles, onPip, onHelp }: ControlBarProps) {
  const narrow = useNarrow()
  // A device plays at its own speed, and its picture is there.
  const isHere = usePlaybackState(playback, (state) => state.castStreamId === null)
  return (
    <div className="controls keeps-controls" dir="ltr" role="group" aria-label={words.controls} onMouseDown={keepFocus}>
      <SeekBar playback={playback} chapters={chapters} pictures={pictures} />
      <div className="controls-row">
        <PlayButton playback={playback} />
        <StepButtons run={run} />
        <VolumeControl playback={playback} narrow={narrow} />
        <TimeDisplay playback={playback} />
        <StatusStrip playback={playback} className="status-foot" />
        {narrow || !isHere ? null : <SpeedMenu playback={playback} />}
        <SoundMenu playback={playback} />
        <SubtitleMenu playback={playback} subtitles={subtitles} say={say} />
        {castMenu}
        {narrow ? null : <IconButton icon="files" label={words.files} onClick={onFiles} />}
        {narrow || !isHere ? null : <PipButton playback={playback} onPip={onPip} />}
        <MoreMenu playback={playback} run={run} hasFiles={hasFiles} narrow={narrow} onFiles={onFiles} onPip={onPip} onHelp={onHelp} />
        <FullScreenButton run={run} />
      </div>
    </div>
  )
}

/** The one row of the mini-player. */
export function MiniBar({ playback, run }: Pick<ControlBarProps, 'playback' | 'run'>) {
  const shortcut = useShortcut('mini')
  return (
    <div className="controls mini-controls keeps-controls" dir="ltr" role="group" aria-label={words.controls} onMouseDown={keepFocus}>
      <SeekBar playback={playback} chapters={[]} pictures={null} />
      <div className="controls-row">
        <PlayButton playback={playback} />
        <StepButtons run={run} />
        <VolumeControl playback={playback} narrow />
        <TimeDisplay playback={playback} />
        <span className="mini-space" />
        <IconButton icon="leaveMini" label={words.leaveMini} shortcut={shortcut} onClick={() => { run({ kind: 'toggleMini' }) }} />
      </div>
    </div>
  )
}

function PlayButton({ playback }: { readonly playback: Playback }) {
  const wantsPlay = usePlaybackState(playback, (state) => state.wantsPlay)
  const ended = usePlaybackState(playback, (state) => state.ended)
  const canPause = usePlaybackState(playback, (state) => state.remote?.canPause ?? true)
  const icon = wantsPlay ? 'pause' : ended ? 'replay' : 'play'
  return <IconButton icon={icon} label={words[icon]} shortcut={useShortcut('togglePlay')} disabled={!canPause} onClick={playback.togglePlay} />
}

function StepButtons({ run }: { readonly run: (action: PlayerAction) => void }) {
  return (
    <>
      <IconButton icon="back10" label={words.back10} shortcut={useShortcut('back10')} onClick={() => { run({ kind: 'seekBy', sec: -10 }) }} />
      <IconButton icon="forward10" label={words.forward10} shortcut={useShortcut('forward10')} onClick={() => { run({ kind: 'seekBy', sec: 10 }) }} />
    </>
  )
}

function PipButton({ playback, onPip }: { readonly playback: Playback; readonly onPip: () => void }) {
  const inPip = usePlaybackState(playback, (state) => state.inPip)
  return <IconButton icon="pip" label={inPip ? words.leavePip : words.pip} aria-pressed={inPip} onClick={onPip} />
}

function FullScreenButton({ run }: { readonly run: (action: PlayerAction) => void }) {
  const full = useFullScreen()
  return <IconButton icon={full ? 'leaveFullScreen' : 'fullScreen'} label={full ? words.leaveFullScreen : words.fullScreen} shortcut={useShortcut('fullScreen')} onClick={() => { run({ kind: 'toggleFullScreen' }) }} />
}

function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && !event.target.closest('input')) event.preventDefault()
}
