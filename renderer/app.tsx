import { Fragment, useEffect, useState } from 'react'
import { chooseLanguage, directionOf } from '../shared/text/language.ts'
import { Home } from './home/home.tsx'
import { DropHighlight } from './open/drop-highlight.tsx'
import { OfferedLink } from './open/offered-link.tsx'
import { Opening } from './open/opening.tsx'
import { useDrop } from './open/use-drop.ts'
import { usePaste } from './open/use-paste.ts'
import { KeyHelp } from './keys/key-help.tsx'
import { SettingsPlace } from './settings/settings-place.tsx'
import { useApp, useParts } from './state/app-context.tsx'
import type { Place } from './state/place.ts'
import { Toasts } from './toasts.tsx'
import { TorrentPlace } from './torrent-place.tsx'
import { useMenu } from './use-menu.ts'

/** The window: one place at a time, and what works in every place. */
export function App() {
  const place = useApp((state) => state.place)
  const asking = useApp((state) => state.asking)
  const theme = useApp((state) => state.settings?.theme ?? 'system')
  const language = useApp((state) => chooseLanguage(state.settings?.language ?? 'system', navigator.language))
  // Where help was asked for: whoever goes elsewhere, by the menu say, has left it.
  const [helpAt, setHelpAt] = useState<Place | null>(null)
  const [showsStats, setShowsStats] = useState(false)
  const { opener } = useParts()
  const held = useDrop()
  usePaste()
  const help = () => { setHelpAt(place) }
  useMenu({ onHelp: help, onStats: () => { setShowsStats((shown) => !shown) } })
  useEffect(() => { document.documentElement.dataset['theme'] = theme }, [theme])
  useEffect(() => { Object.assign(document.documentElement, { lang: language, dir: directionOf(language) }) }, [language])
  return (
    <Fragment key={language}>
      {place.kind === 'torrent' ? <TorrentPlace infoHash={place.infoHash} fileIndex={place.fileIndex} onHelp={help} showsStats={showsStats} onStats={setShowsStats} /> : asking ? <Opening torrent={null} /> : place.kind === 'settings' ? <SettingsPlace /> : <Home onHelp={help} />}
      <Toasts />
      <OfferedLink />
      {helpAt === place ? <KeyHelp onClose={() => { setHelpAt(null) }} onChange={opener.showSettings} /> : null}
      {held ? <DropHighlight /> : null}
    </Fragment>
  )
}
