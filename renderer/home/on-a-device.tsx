import { filmTitle } from '../../shared/playback/film-title.ts'
import { castNoteWords } from '../../shared/text/cast-words.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { isolate } from '../../shared/text/isolate.ts'
import { formatClock } from '../../shared/text/numbers.ts'
import type { CastStatus, RemoteWish } from '../../shared/cast/cast-status.ts'
import { activeCast } from '../cast/is-casting.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** What plays on a device while the person is here: where it is, the way back to it, and what is wanted of it most. */
export function OnADevice() {
  const cast = useApp((state) => activeCast(state.cast))
  return cast === null ? null : (
    <section aria-labelledby="on-device-title">
      <header className="section-head"><h2 id="on-device-title">{catalogue.home.onDevice}</h2></header>
      <DeviceCard cast={cast} />
    </section>
  )
}

function DeviceCard({ cast }: { readonly cast: CastStatus }) {
  const { bridge, opener } = useParts()
  const torrent = useApp((state) => state.torrents.find(({ infoHash }) => infoHash === cast.infoHash))
  const file = torrent?.files.find(({ index }) => index === cast.fileIndex)
  const title = file ? filmTitle(file.name) : torrent?.name ?? ''
  const { positionSec, durationSec, phase } = cast
  const send = (command: RemoteWish) => { void bridge.call('media.castCommand', { command }) }
  const toggle = phase === 'paused' ? 'play' : 'pause'
  return (
    <article className="card">
      <button type="button" className="card-main" aria-description={catalogue.card.resume(title)} onClick={() => { opener.show(cast.infoHash, cast.fileIndex) }}>
        <span className="card-art"><Icon name="castOn" /></span>
        <span className="card-text">
          <span className="card-title" dir="auto">{title}</span>
          <span className="card-line">{[castNoteWords(cast), isolate(durationSec === null ? formatClock(positionSec) : `${formatClock(positionSec)} / ${formatClock(durationSec)}`)].join(' · ')}</span>
        </span>
      </button>
      <div className="card-buttons">
        {cast.canPause ? <IconButton icon={toggle} label={catalogue.player[toggle]} onClick={() => { send({ kind: toggle }) }} /> : null}
        <Button kind="plain" onClick={() => { void bridge.call('media.stopCast', {}) }}>{catalogue.cast.stop}</Button>
      </div>
      {durationSec === null ? null : <div className="card-progress" aria-hidden="true"><i style={{ '--share': Math.min(1, positionSec / durationSec) }} /></div>}
    </article>
  )
}
