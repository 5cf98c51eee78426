import { catalogue } from '../../shared/text/catalogue.ts'
import { Icon } from '../ui/icon.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** What is seen here while the picture is elsewhere. */
export function PipNotice({ playback }: { readonly playback: Playback }) {
  const inPip = usePlaybackState(playback, (state) => state.inPip)
  if (!inPip) return null
  return (
    <div className="pip-notice">
      <Icon name="pip" />
      <p>{catalogue.player.inPip}</p>
    </div>
  )
}
