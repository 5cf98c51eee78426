import type { Reach } from '../../shared/network/reach.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useLooks } from './use-looks.ts'

const words = catalogue.settings.reach

/** A peer may come in at any second. */
const LOOK_MS = 1000

/** What is known of the way in from outside, live, and the button that asks the router again. */
export function PeerReach() {
  const { bridge } = useParts()
  const byProxy = useApp((state) => (state.settings?.proxy ?? null) !== null)
  const reach = useLooks(LOOK_MS, () => bridge.call('media.readReach', { ask: false }))
  return (
    <span className="setting-answer">
      <output className="setting-fact" role="status">{reach === null ? '' : byProxy ? words.byProxy : sentencesOf(reach).join(' ')}</output>
      <Button disabled={reach === null || reach.mapping === 'off' || reach.mapping === 'asking'} onClick={() => { void bridge.call('media.readReach', { ask: true }) }}>{words.test}</Button>
    </span>
  )
}

/** First what was seen, then what was promised. */
function sentencesOf({ port, taken, mapping, lastVisitSec }: Reach): readonly string[] {
  if (port === 0) return [words.none]
  const place = taken ? words.taken(port) : words.open(port)
  return lastVisitSec === null ? [place, words.nobody, words.mapping[mapping]] : [words.visited(lastVisitSec), place]
}
