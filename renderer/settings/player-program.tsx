import { useEffect, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

const words = catalogue.settings.players

/** Whether a player of this computer was found, and the way to show where it is. */
export function PlayerProgram({ player, path }: { readonly player: 'mpv' | 'vlc'; readonly path: string | null }) {
  const { bridge } = useParts()
  const [found, setFound] = useState<boolean | null>(null)
  useEffect(() => {
    let current = true
    void bridge.call('media.findPlayers', {}).then((answer) => { if (current && answer.ok) setFound(answer.value.players.some(({ id }) => id === player)) })
    return () => { current = false }
  }, [bridge, player, path])
  return (
    <span className="setting-answer">
      <output className="setting-fact" dir="auto">{path ?? (found === null ? '' : found ? words.found : words.notFound)}</output>
      <Button onClick={() => { void bridge.call('app.choosePlayer', { player, reset: false }) }}>{words.choose}</Button>
    </span>
  )
}
