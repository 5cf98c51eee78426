import { catalogue } from '../../../shared/text/catalogue.ts'
import { useShortcut } from '../../keys/use-key-map.ts'
import { IconButton } from '../../ui/button.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState } from '../use-playback.ts'

/** Mute button and, where there is room, the slider. */
export function VolumeControl({ playback, narrow }: { readonly playback: Playback; readonly narrow: boolean }) {
  const { silent, volume, fixed } = useVolume(playback)
  const shortcut = useShortcut('mute')
  const words = catalogue.player
  return (
    <div className="volume">
      <IconButton icon={silent ? 'muted' : volume < 0.5 ? 'volumeLow' : 'volume'} label={fixed ? catalogue.cast.ownVolume : silent ? words.unmute : words.mute} shortcut={fixed ? '' : shortcut} disabled={fixed} onClick={() => { playback.setMuted(!silent) }} />
      {narrow ? null : <VolumeSlider playback={playback} />}
    </div>
  )
}

/** The volume as a slider. */
export function VolumeSlider({ playback }: { readonly playback: Playback }) {
  const { silent, volume, fixed } = useVolume(playback)
  const percent = Math.round((silent ? 0 : Math.min(1, volume)) * 100)
  return (
    <input className="volume-slider" style={{ '--filled': `${String(percent)}%` }} type="range" min={0} max={100} value={percent} disabled={fixed} title={fixed ? catalogue.cast.ownVolume : undefined} aria-label={catalogue.player.volume} aria-valuetext={`${String(percent)} %`}
      onChange={(event) => {
        playback.setVolume(Number(event.target.value) / 100)
        playback.setMuted(false)
      }} />
  )
}

function useVolume(playback: Playback): { readonly silent: boolean; readonly volume: number; readonly fixed: boolean } {
  const volume = usePlaybackState(playback, (state) => state.volume)
  const muted = usePlaybackState(playback, (state) => state.muted)
  // Some devices leave it to the amplifier behind them.
  const fixed = usePlaybackState(playback, (state) => state.remote?.canSetVolume === false)
  return { silent: muted || volume === 0, volume, fixed }
}
