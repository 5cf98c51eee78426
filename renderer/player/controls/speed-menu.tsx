import { useState } from 'react'
import { SPEEDS } from '../../../shared/playback/speeds.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState } from '../use-playback.ts'

/** The speed, and the list of speeds when opened. */
export function SpeedMenu({ playback }: { readonly playback: Playback }) {
  const rate = usePlaybackState(playback, (state) => state.rate)
  const [open, setOpen] = useState(false)
  const { speed, speedName } = catalogue.player
  return (
    <Popover face={speedName(rate)} label={`${speed}: ${speedName(rate)}`} className="text-button" open={open} onOpenChange={setOpen}>
      <ChoiceList label={speed} choices={SPEEDS.map((value) => ({ value, name: speedName(value) }))} chosen={rate} onChoose={(value) => {
        playback.setRate(value)
        setOpen(false)
      }} />
    </Popover>
  )
}
