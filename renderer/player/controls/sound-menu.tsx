import { useState } from 'react'
import { MAX_DELAY_MS, MAX_VOLUME, SOUND_DELAY_STEP_MS } from '../../../shared/playback/sound-shape.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { soundName } from '../../../shared/text/method-words.ts'
import { useApp, useParts } from '../../state/app-context.tsx'
import { SliderControl, SwitchControl } from '../../settings/controls.tsx'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { languageName } from '../../ui/language-name.ts'
import { heardSound } from '../playback-store.ts'
import { usePlaybackState } from '../use-playback.ts'

const words = catalogue.method.sounds

/** Per cent. */
const LOUDER_STEPS = Array.from({ length: (MAX_VOLUME - 1) * 20 + 1 }, (_, step) => 100 + step * 5)

/** The sounds of the film, where there is more than one, and how they are heard. On a device the latter is the device's own. */
export function SoundMenu({ playback }: { readonly playback: Playback }) {
  const heard = usePlaybackState(playback, heardSound)
  const isHere = usePlaybackState(playback, (state) => state.castStreamId === null)
  const [open, setOpen] = useState(false)
  const hasChoice = heard !== null && heard.sounds.length > 1
  if (!hasChoice && !isHere) return null
  return (
    <Popover face={<Icon name="sound" />} label={words.button} className="icon-button" open={open} onOpenChange={setOpen}>
      <div className="sound-menu">
        {hasChoice ? (
          <ChoiceList label={words.track} choices={heard.sounds.map((sound) => ({ value: sound.audioIndex, name: soundName(sound, languageName) }))} chosen={heard.audioIndex ?? -1} onChoose={(audioIndex) => {
            playback.choose({ audioIndex })
            setOpen(false)
          }} />
        ) : null}
        {isHere ? <SoundShaping playback={playback} /> : null}
      </div>
    </Popover>
  )
}

function SoundShaping({ playback }: { readonly playback: Playback }) {
  const { bridge } = useParts()
  const settings = useApp((state) => state.settings)
  const volume = usePlaybackState(playback, (state) => state.volume)
  if (settings === null) return null
  const { clearVoices, nightMode, soundDelayMs } = settings
  const { settings: named, subtitles: { delayValue } } = catalogue
  const delayTo = (delayMs: number) => { void bridge.call('app.updateSettings', { soundDelayMs: Math.min(MAX_DELAY_MS, Math.max(0, delayMs)) }) }
  const percent = Math.max(100, Math.round(volume * 20) * 5)
  return (
    <div className="subtitle-panel">
      <label className="subtitle-row" title={named.clearVoices.why}>
        <span>{named.clearVoices.name}</span>
        <SwitchControl name={named.clearVoices.name} on={clearVoices} onChange={(on) => { void bridge.call('app.updateSettings', { clearVoices: on }) }} />
      </label>
      <label className="subtitle-row" title={named.nightMode.why}>
        <span>{named.nightMode.name}</span>
        <SwitchControl name={named.nightMode.name} on={nightMode} onChange={(on) => { void bridge.call('app.updateSettings', { nightMode: on }) }} />
      </label>
      <div className="subtitle-row">
        <span>{words.louder}</span>
        <SliderControl name={words.louder} steps={LOUDER_STEPS} value={percent} nameOf={words.percent} onChange={(chosen) => { playback.setVolume(chosen / 100) }} />
      </div>
      <div className="subtitle-row" title={named.soundDelay.why}>
        <span>{words.delay}</span>
        <button type="button" className="text-button" aria-label={words.earlier} title={words.earlier} disabled={soundDelayMs === 0} onClick={() => { delayTo(soundDelayMs - SOUND_DELAY_STEP_MS) }}>−</button>
        <output className="subtitle-delay">{delayValue(soundDelayMs)}</output>
        <button type="button" className="text-button" aria-label={words.later} title={words.later} onClick={() => { delayTo(soundDelayMs + SOUND_DELAY_STEP_MS) }}>+</button>
      </div>
    </div>
  )
}
