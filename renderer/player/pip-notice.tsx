import { catalogue } from '../../shared/text/catalogue.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** What is seen here while the picture is elsewhere, and the way back. */
export function PipNotice({ playback, onBack }: { readonly playback: Playback; readonly onBack: () => void }) {
  const inPip = usePlaybackState(playback, (state) => state.inPip)
  if (!inPip) return null
  return (
    <div className="pip-notice">
      <Icon name="pip" />
      <p>{catalogue.player.inPip}</p>
      {/* a click on the picture pauses, two fill the screen */}
      <div onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}><Button onClick={onBack}>{catalogue.player.backFromPip}</Button></div>
    </div>
  )
}
