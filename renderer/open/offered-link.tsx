import { useState } from 'react'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { isMagnetLike, parseMagnet } from '../../shared/torrent/magnet.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = catalogue.offer

/** Another program handed a link over: nothing is fetched before the person says so. */
export function OfferedLink() {
  const { bridge, opener } = useParts()
  const source = useApp((state) => state.offered[0])
  const [always, setAlways] = useState(false)
  if (source === undefined) return null
  const answer = (accepted: boolean) => {
    if (accepted && always) void bridge.call('app.updateSettings', { foreignLinks: 'open' })
    opener.answerOffer(accepted)
  }
  return (
    <Dialog title={words.title} onClose={() => { answer(false) }}>
      <div className="offer">
        <p className="offer-name" dir="auto">{nameOf(source)}</p>
        <p>{words.why}</p>
        <label className="offer-always"><input type="checkbox" checked={always} onChange={({ target }) => { setAlways(target.checked) }} />{words.always}</label>
        <div className="button-row">
          <Button kind="primary" icon="play" onClick={() => { answer(true) }}>{words.open}</Button>
          <Button onClick={() => { answer(false) }}>{words.no}</Button>
        </div>
      </div>
    </Dialog>
  )
}

/** What the link says it is; nobody vouches for it. */
function nameOf(source: OpenSource): string {
  if (source.kind !== 'text') return source.kind === 'path' ? source.path : source.name
  const magnet = isMagnetLike(source.text) ? parseMagnet(source.text, { allowLocal: true }) : null
  return magnet?.ok === true ? magnet.value.displayName ?? magnet.value.infoHash : source.text
}
