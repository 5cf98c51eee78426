import { useState } from 'react'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { soundName } from '../../../shared/text/method-words.ts'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { languageName } from '../language-name.ts'
import { usePlaybackState } from '../use-playback.ts'

const words = catalogue.method.sounds

/** The sounds of the film, where there is more than one. */
export function SoundMenu({ playback }: { readonly playback: Playback }) {
  const film = usePlaybackState(playback, (state) => state.stream?.film ?? null)
  const [open, setOpen] = useState(false)
  if (!film || film.sounds.length < 2) return null
  return (
    <Popover face={<Icon name="sound" />} label={words.button} className="icon-button" open={open} onOpenChange={setOpen}>
      <ChoiceList label={words.button} choices={film.sounds.map((sound) => ({ value: sound.audioIndex, name: soundName(sound, languageName) }))} chosen={film.audioIndex ?? -1} onChoose={(audioIndex) => {
        playback.choose({ audioIndex })
        setOpen(false)
      }} />
    </Popover>
  )
}
