import { useEffect, useState } from 'react'
import type { CommandResult } from '../../shared/ipc/contract.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

const words = catalogue.settings.ffmpeg

type Found = CommandResult<'media.findFfmpeg'>

/** Which ffmpeg converts, looked for anew whenever another was chosen, and the button that chooses one. */
export function FfmpegChoice({ chosen }: { readonly chosen: string | null }) {
  const { bridge } = useParts()
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    let isOver = false
    void bridge.call('media.findFfmpeg', {}).then((answer) => { if (!isOver && answer.ok) setFound(answer.value) })
    return () => { isOver = true }
  }, [bridge, chosen])
  return (
    <>
      <output className="setting-fact" role="status" dir="auto">{found === null ? '' : factOf(found, chosen)}</output>
      <Button onClick={() => { void bridge.call('app.chooseFfmpeg', { reset: false }) }}>{words.choose}</Button>
    </>
  )
}

function factOf({ path, version }: Found, chosen: string | null): string {
  if (path === null || version === null) return words.missing
  return chosen === null || chosen === path ? words.found(version, path) : words.notChosen(version, path)
}
