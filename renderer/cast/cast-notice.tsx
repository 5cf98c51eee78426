import { useState } from 'react'
import { isOver } from '../../shared/cast/cast-media.ts'
import type { CastStatus } from '../../shared/cast/cast-status.ts'
import { castEndWords } from '../../shared/text/cast-words.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { CastablePlayback } from './castable-playback.ts'

/** Why the film came back from a device that nobody here stopped, and what may be done; until it is read or played on. */
export function CastNotice({ playback }: { readonly playback: CastablePlayback }) {
  const cast = useApp((state) => state.cast)
  const [read, setRead] = useState<CastStatus | null>(null)
  if (cast === null || cast === read || !isOver(cast.phase) || (cast.reason === null && cast.problem === null)) return null
  const { what, next } = castEndWords(cast)
  return (
    <div className="cast-notice keeps-controls" role="alert">
      <Icon name="warning" />
      <p><strong>{what}</strong> {next}</p>
      <div className="button-row">
        <Button kind="primary" icon="play" onClick={() => { setRead(cast); playback.play() }}>{catalogue.cast.playHere}</Button>
        <Button onClick={() => { setRead(cast); void playback.castTo(cast.deviceId) }}>{catalogue.common.tryAgain}</Button>
        <Button kind="quiet" onClick={() => { setRead(cast) }}>{catalogue.common.dismiss}</Button>
      </div>
    </div>
  )
}
