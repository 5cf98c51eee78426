import { useEffect, useState } from 'react'
import type { CommandResult } from '../../shared/ipc/contract.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = catalogue.settings.clearNow

type Sizes = CommandResult<'media.measureData'>

/** How much lies on the disk, and the button that deletes what nobody needs, after a question. */
export function ClearDownloads() {
  const { bridge } = useParts()
  const { sizes, measure } = useSizes()
  const [asking, setAsking] = useState(false)
  const [freedBytes, setFreedBytes] = useState<number | null>(null)
  const clear = async () => {
    setAsking(false)
    const answer = await bridge.call('media.clearNow', {})
    if (answer.ok) setFreedBytes(answer.value.freedBytes)
    measure()
  }
  const removableBytes = sizes?.removableBytes ?? 0
  return (
    <>
      <output className="setting-fact" role="status">{sizes === null ? '' : freedBytes !== null && removableBytes === 0 ? words.done(freedBytes) : factsOf(sizes)}</output>
      <Button disabled={removableBytes === 0} onClick={() => { measure(); setAsking(true) }}>{words.show}</Button>
      {asking ? (
        <Dialog title={words.title} onClose={() => { setAsking(false) }}>
          <p>{words.what(removableBytes)}</p>
          <p className="dialog-choices">
            <Button onClick={() => { setAsking(false) }}>{catalogue.common.cancel}</Button>
            <Button kind="primary" onClick={() => { void clear() }}>{words.confirm(removableBytes)}</Button>
          </p>
        </Dialog>
      ) : null}
    </>
  )
}

function factsOf({ removableBytes, keptBytes }: Sizes): string {
  const kept = keptBytes > 0 ? [words.kept(keptBytes)] : []
  return [removableBytes > 0 ? words.removable(removableBytes) : words.none, ...kept].join(' · ')
}

/** Measured when the place is entered and whenever a torrent comes or goes; null until the first answer. */
function useSizes() {
  const { bridge } = useParts()
  const count = useApp((state) => state.torrents.length)
  const [asked, setAsked] = useState(0)
  const [sizes, setSizes] = useState<Sizes | null>(null)
  useEffect(() => {
    let isOver = false
    void bridge.call('media.measureData', {}).then((answer) => { if (!isOver && answer.ok) setSizes(answer.value) })
    return () => { isOver = true }
  }, [bridge, count, asked])
  return { sizes, measure: () => { setAsked((times) => times + 1) } }
}
