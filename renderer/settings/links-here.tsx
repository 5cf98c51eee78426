import { useEffect, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useParts } from '../state/app-context.tsx'
import { SwitchControl } from './controls.tsx'

const words = catalogue.settings.linksHere

/** Whether magnet links in other programs open here; the system has the last word, and it is shown. */
export function LinksHere() {
  const { bridge } = useParts()
  const [here, setHere] = useState<boolean | null>(null)
  const [refused, setRefused] = useState(false)
  useEffect(() => { void bridge.call('app.linksOpenHere', {}).then((answer) => { if (answer.ok) setHere(answer.value.here) }) }, [bridge])
  if (here === null) return null
  const change = async (wish: boolean) => {
    const answer = await bridge.call('app.setLinksOpenHere', { here: wish })
    if (answer.ok) setHere(answer.value.here)
    setRefused(!answer.ok || answer.value.here !== wish)
  }
  return (
    <span className="setting-answer">
      {refused ? <span role="status">{words.refused}</span> : null}
      <SwitchControl name={words.name} on={here} onChange={(wish) => { void change(wish) }} />
    </span>
  )
}
