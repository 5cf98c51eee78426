import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

/** Stops everything that is fetched or given, or lets it go on. */
export function PauseAll() {
  const { bridge } = useParts()
  const paused = useApp((state) => state.settings?.paused ?? false)
  return <Button kind="quiet" icon={paused ? 'play' : 'pause'} onClick={() => { void bridge.call('app.updateSettings', { paused: !paused }) }}>{paused ? catalogue.home.resumeAll : catalogue.home.pauseAll}</Button>
}
