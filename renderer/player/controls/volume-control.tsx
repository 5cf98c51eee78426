import { catalogue } from '../../../shared/text/catalogue.ts'
import { IconButton } from '../../ui/button.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState } from '../use-playback.ts'

/** Mute button and slider. */
export function VolumeControl({ playback }: { readonly playback: Playback }) {
  const volume = usePlaybackState(playback, (state) => state.volume)
  const muted = usePlaybackState(playback, (state) => state.muted)
  const silent = muted || volume === 0
  const percent = Math.round((silent ? 0 : volume) * 100)
  const words = catalogue.player
  return (
    <div className="volume" style={{ '--filled': `${String(percent)}%` }}>
      <IconButton icon={silent ? 'muted' : volume < 0.5 ? 'volumeLow' : 'volume'} label={silent ? words.unmute : words.mute} shortcut="M" onClick={() => { playback.setMuted(!silent) }} />
      <input className="volume-slider" type="range" min={0} max={100} value={percent} aria-label={words.volume} aria-valuetext={`${String(percent)} %`}
        onChange={(event) => {
          playback.setVolume(Number(event.target.value) / 100)
          playback.setMuted(false)
        }} />
    </div>
  )
}
