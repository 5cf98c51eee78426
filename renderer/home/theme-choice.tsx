import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'

const THEMES = ['system', 'light', 'dark'] as const

/** Colours of the window: the system's, light or dark. The player is always dark. */
export function ThemeChoice() {
  const { bridge } = useParts()
  const chosen = useApp((state) => state.settings?.theme ?? 'system')
  return (
    <div className="themes" role="radiogroup" aria-label={catalogue.home.theme}>
      {THEMES.map((theme) => (
        <label key={theme} className="theme">
          <input type="radio" name="theme" checked={theme === chosen} onChange={() => { void bridge.call('app.updateSettings', { theme }) }} />
          <span>{catalogue.home.themeNames[theme]}</span>
        </label>
      ))}
    </div>
  )
}
