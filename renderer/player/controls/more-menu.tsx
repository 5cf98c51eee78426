import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { ActionId, PlayerAction } from '../../../shared/keys/actions.ts'
import { ACTIONS } from '../../../shared/keys/actions.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { useShortcut } from '../../keys/use-key-map.ts'
import { moveFocus } from '../../ui/choice-list.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState } from '../use-playback.ts'
import { VolumeSlider } from './volume-control.tsx'

interface MoreMenuProps {
  readonly playback: Playback
  readonly run: (action: PlayerAction) => void
  /** The torrent has other files to go to. */
  readonly hasFiles: boolean
  /** The window has no room for some buttons: they are here. */
  readonly narrow: boolean
  readonly onFiles: () => void
  readonly onPip: () => void
  readonly onHelp: () => void
}

const words = catalogue.player

/** What is wanted now and then, and what a small window has no room for. */
export function MoreMenu({ playback, run, hasFiles, narrow, onFiles, onPip, onHelp }: MoreMenuProps) {
  const [open, setOpen] = useState(false)
  const loop = usePlaybackState(playback, (state) => state.loop)
  const isHere = usePlaybackState(playback, (state) => state.castStreamId === null)
  const act = (id: ActionId) => {
    const { action } = ACTIONS[id]
    if (action) run(action)
  }
  const item = (icon: IconName, name: string, id: ActionId) => <Item icon={icon} name={name} id={id} onPick={() => { act(id); setOpen(false) }} />
  const other = (icon: IconName, name: string, pick: () => void, id: ActionId | null = null) => <Item icon={icon} name={name} id={id} onPick={() => { pick(); setOpen(false) }} />
  return (
    <Popover face={<Icon name="more" />} label={words.more} className={`icon-button${loop ? ' is-on' : ''}`} open={open} onOpenChange={setOpen}>
      <div className="more-menu choices">
        {narrow ? <div className="more-row"><Icon name="volume" /><VolumeSlider playback={playback} /></div> : null}
        {narrow && isHere ? <SpeedRow playback={playback} act={act} /> : null}
        <Items>
          {item('loop', loop === null ? words.loop.from : loop.toSec === null ? words.loop.to : words.loop.off, 'loop')}
          {isHere ? item('camera', words.takePicture, 'takePicture') : null}
          {item('mini', words.mini, 'mini')}
          {narrow && isHere ? other('pip', words.pip, onPip) : null}
          {narrow ? other('files', words.files, onFiles) : null}
          {hasFiles ? item('previousFile', words.previousFile, 'previousFile') : null}
          {hasFiles ? item('nextFile', words.nextFile, 'nextFile') : null}
          {item('stats', words.stats, 'stats')}
          {other('keys', words.keys, onHelp, 'help')}
        </Items>
      </div>
    </Popover>
  )
}

/** Up and down move, Enter or Space chooses. */
function Items({ children }: { readonly children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => { list.current?.querySelector('button')?.focus({ preventScroll: true }) }, [])
  return <div ref={list} className="more-items" role="menu" aria-label={words.more} onKeyDown={moveFocus}>{children}</div>
}

/** Chosen by a key, the focus goes back to the menu's button; by the pointer it stays with the film, whose keys go on. */
function Item({ icon, name, id, onPick }: { readonly icon: IconName; readonly name: string; readonly id: ActionId | null; readonly onPick: () => void }) {
  return (
    <button type="button" className="choice" role="menuitem" onClick={({ detail, currentTarget }) => {
      if (detail === 0) currentTarget.closest('.popover')?.querySelector('button')?.focus()
      onPick()
    }}>
      <Icon name={icon} />
      <span className="more-name">{name}</span>
      {id === null ? null : <Shortcut id={id} />}
    </button>
  )
}

function Shortcut({ id }: { readonly id: ActionId }): ReactNode {
  const shortcut = useShortcut(id)
  return shortcut === '' ? null : <kbd dir="ltr" aria-hidden="true">{shortcut}</kbd>
}

function SpeedRow({ playback, act }: { readonly playback: Playback; readonly act: (id: ActionId) => void }) {
  const rate = usePlaybackState(playback, (state) => state.rate)
  return (
    <div className="more-row" role="group" aria-label={words.speed}>
      <span className="more-name">{words.speed}</span>
      <IconButton icon="minus" label={words.slower} onClick={() => { act('slower') }} />
      <output>{words.speedName(rate)}</output>
      <IconButton icon="plus" label={words.faster} onClick={() => { act('faster') }} />
    </div>
  )
}
