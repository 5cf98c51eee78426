import type { MouseEvent, ReactNode } from 'react'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { SeekPictures } from '../../../shared/playback/seek-pictures.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import type { SubtitleControl } from '../../subtitles/create-subtitles.ts'
import { SubtitleMenu } from '../../subtitles/subtitle-menu.tsx'
import { IconButton } from '../../ui/button.tsx'
import type { Playback } from '../create-playback.ts'
import { useFullScreen } from '../full-screen.ts'
import type { KeyAction } from '../keys.ts'
import { usePlaybackState } from '../use-playback.ts'
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
  readonly run: (action: KeyAction) => void
  readonly onFiles: () => void
  readonly onPip: () => void
}

const words = catalogue.player

/** The two rows at the foot of the picture. A click leaves the focus alone, so that Space keeps meaning play. */
export function ControlBar({ playback, subtitles, chapters, pictures, castMenu, run, onFiles, onPip }: ControlBarProps) {
  return (
    <div className="controls keeps-controls" role="group" aria-label={words.controls} onMouseDown={keepFocus}>
      <SeekBar playback={playback} chapters={chapters} pictures={pictures} />
      <div className="controls-row">
        <PlayButton playback={playback} />
        <IconButton icon="back10" label={words.back10} shortcut="J" onClick={() => { run({ kind: 'seekBy', sec: -10 }) }} />
        <IconButton icon="forward10" label={words.forward10} shortcut="L" onClick={() => { run({ kind: 'seekBy', sec: 10 }) }} />
        <VolumeControl playback={playback} />
        <TimeDisplay playback={playback} />
        <StatusStrip playback={playback} className="status-foot" />
        <SpeedMenu playback={playback} />
        <SoundMenu playback={playback} />
        <SubtitleMenu playback={playback} subtitles={subtitles} />
        {castMenu}
        <IconButton icon="files" label={words.files} onClick={onFiles} />
        <IconButton icon="stats" label={words.stats} shortcut="I" className="icon-button wide-only" onClick={() => { run({ kind: 'toggleStats' }) }} />
        <PipButton playback={playback} onPip={onPip} />
        <FullScreenButton run={run} />
      </div>
    </div>
  )
}

function PlayButton({ playback }: { readonly playback: Playback }) {
  const wantsPlay = usePlaybackState(playback, (state) => state.wantsPlay)
  const ended = usePlaybackState(playback, (state) => state.ended)
  const icon = wantsPlay ? 'pause' : ended ? 'replay' : 'play'
  return <IconButton icon={icon} label={words[icon]} shortcut="K" onClick={playback.togglePlay} />
}

function PipButton({ playback, onPip }: { readonly playback: Playback; readonly onPip: () => void }) {
  const inPip = usePlaybackState(playback, (state) => state.inPip)
  return <IconButton icon="pip" label={inPip ? words.leavePip : words.pip} className="icon-button wide-only" aria-pressed={inPip} onClick={onPip} />
}

function FullScreenButton({ run }: { readonly run: (action: KeyAction) => void }) {
  const full = useFullScreen()
  return <IconButton icon={full ? 'leaveFullScreen' : 'fullScreen'} label={full ? words.leaveFullScreen : words.fullScreen} shortcut="F" onClick={() => { run({ kind: 'toggleFullScreen' }) }} />
}

function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && !event.target.closest('input')) event.preventDefault()
}
