import { useEffect, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

const words = catalogue.linksOffer

/** Asks once, after something was watched, whether magnet links in other programs should open here. Whatever is answered, it never asks again. */
export function LinksOffer() {
  const { bridge } = useParts()
  const isDue = useApp((state) => state.settings?.linksOffered === false && state.library.some(({ files }) => files.length > 0))
  const [elsewhere, setElsewhere] = useState(false)
  useEffect(() => {
    let current = true
    if (isDue) void bridge.call('app.linksOpenHere', {}).then((answer) => { if (current) setElsewhere(answer.ok && !answer.value.here) })
    return () => { current = false }
  }, [bridge, isDue])
  if (!isDue || !elsewhere) return null
  const answer = (here: boolean) => {
    if (here) void bridge.call('app.setLinksOpenHere', { here })
    void bridge.call('app.updateSettings', { linksOffered: true })
  }
  return (
    <section className="links-offer" aria-label={words.title}>
      <Icon name="link" />
      <p><strong>{words.title}</strong> {words.why}</p>
      <div className="button-row">
        <Button kind="primary" onClick={() => { answer(true) }}>{words.yes}</Button>
        <Button kind="quiet" onClick={() => { answer(false) }}>{words.no}</Button>
      </div>
    </section>
  )
}
