import { useState } from 'react'
import { statusLine } from '../../../shared/playback/status-line.ts'
import { english } from '../../../shared/text/english.ts'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState, useStreamStatus } from '../use-playback.ts'

/** Peers, rate down, cushion, and how the film is played. */
export function StatusStrip({ playback, className }: { readonly playback: Playback; readonly className: string }) {
  const status = useStreamStatus(playback)
  const method = usePlaybackState(playback, (state) => state.stream?.method ?? null)
  const line = status ? statusLine(status) : null
  return (
    <div className={`status ${className}`} role="group" aria-label={english.status.region}>
      {line ? (
        <>
          <span className="status-peers">{line.peers}</span>
          <span className="status-rate">{line.rate}</span>
          <span className="status-cushion" data-tone={line.tone}>{line.cushion}</span>
        </>
      ) : null}
      {method ? <MethodChip method={method} /> : null}
    </div>
  )
}

function MethodChip({ method }: { readonly method: keyof typeof english.method.why }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover face={english.method[method]} label={english.method[method]} className="chip" open={open} onOpenChange={setOpen}>
      <p className="chip-reason">{english.method.why[method]}</p>
    </Popover>
  )
}
