import { useDeferredValue, useMemo, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { usePlace } from '../ui/use-place.ts'
import { ContinueWatching } from './continue-watching.tsx'
import { DropField } from './drop-field.tsx'
import { FilmRow } from './film-row.tsx'
import { LinksOffer } from './links-offer.tsx'
import { matchesTitle } from './match-title.ts'
import { Mended } from './mended.tsx'
import { Moving } from './moving.tsx'
import { OnADevice } from './on-a-device.tsx'
import { OpenNow } from './open-now.tsx'
import { SearchField } from './search-field.tsx'
import { WatchedBefore } from './watched-before.tsx'

/** Below this many films everything is seen at a glance. */
const SEARCH_FROM = 6

/** Where everything begins. With something open the way in is smaller and the list comes first below it. */
export function Home({ onHelp }: { readonly onHelp: () => void }) {
  const place = usePlace(null)
  const version = useApp((state) => state.version)
  const filled = useApp((state) => state.torrents.length > 0 || state.library.length > 0)
  const many = useApp((state) => state.library.length >= SEARCH_FROM)
  const { opener } = useParts()
  const [typed, setQuery] = useState('')
  // The letter is in the field at once; the list follows as soon as there is time.
  const query = useDeferredValue(typed)
  return (
    <div className="home" data-filled={filled}>
      <header className="home-head">
        <Mark />
        <span className="wordmark">{catalogue.appName}</span>
        <span className="home-space" />
        <Button kind="quiet" icon="keys" onClick={onHelp}>{catalogue.home.shortcuts}</Button>
        <Button kind="quiet" icon="settings" onClick={opener.showSettings}>{catalogue.common.settings}</Button>
      </header>
      <main ref={place} tabIndex={-1} className="home-main">
        <Mended />
        <DropField />
        {many ? <SearchField label={catalogue.home.search} query={typed} onQuery={setQuery} /> : null}
        <NothingFound query={query} />
        <OnADevice />
        <Moving />
        <ContinueWatching query={query} />
        <LinksOffer />
        <OpenNow query={query} />
        <WatchedBefore query={query} />
        <FilmRow />
      </main>
      <footer className="home-foot">{version === '' ? null : catalogue.home.version(version)}</footer>
    </div>
  )
}

/** Says that nothing of the person's own fits what is searched for. */
function NothingFound({ query }: { readonly query: string }) {
  const library = useApp((state) => state.library)
  const torrents = useApp((state) => state.torrents)
  const nothing = useMemo(() => query.trim() !== '' && ![...torrents, ...library].some(({ name }) => matchesTitle(name, query)) && !library.some(({ files }) => files.some((file) => matchesTitle(file.name, query))), [library, torrents, query])
  return nothing ? <p role="status" className="settings-none">{catalogue.home.nothingFound(query)}</p> : null
}
