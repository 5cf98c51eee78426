import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { usePlace } from '../ui/use-place.ts'
import { DropField } from './drop-field.tsx'
import { FilmRow } from './film-row.tsx'
import { OpenNow } from './open-now.tsx'
import { ThemeChoice } from './theme-choice.tsx'

/** Where everything begins. With something open the way in is smaller and the list comes first below it. */
export function Home({ onHelp }: { readonly onHelp: () => void }) {
  const place = usePlace(null)
  const version = useApp((state) => state.version)
  const filled = useApp((state) => state.torrents.length > 0)
  return (
    <div className="home" data-filled={filled}>
      <header className="home-head">
        <Mark />
        <span className="wordmark">{catalogue.appName}</span>
        <span className="home-space" />
        <Button kind="quiet" icon="keys" onClick={onHelp}>{catalogue.home.shortcuts}</Button>
        <ThemeChoice />
      </header>
      <main ref={place} tabIndex={-1} className="home-main">
        <DropField />
        <OpenNow />
        <FilmRow />
      </main>
      <footer className="home-foot">{version === '' ? null : catalogue.home.version(version)}</footer>
    </div>
  )
}
