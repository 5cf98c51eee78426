import { castNoteWords } from '../../shared/text/cast-words.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { CastablePlayback } from './castable-playback.ts'
import { activeCast } from './is-casting.ts'

const words = catalogue.cast

/** What stands in place of the picture while it is on a device; the film's name is above it as ever. */
export function CastScreen({ playback }: { readonly playback: CastablePlayback }) {
  const cast = useApp((state) => activeCast(state.cast))
  if (cast === null) return null
  return (
    <div className="cast-screen" role="status" aria-label={words.buttonOn(cast.deviceName)}>
      <Icon name="castOn" />
      <p className="cast-where">{castNoteWords(cast)}</p>
      {cast.form.method === 'direct' ? null : <p className="cast-form">{words.needs[cast.form.method]}</p>}
      <Button kind="plain" onClick={(event) => { event.stopPropagation(); playback.stopCast() }}>{words.stop}</Button>
    </div>
  )
}
