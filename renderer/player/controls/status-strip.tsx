import { statusLine } from '../../../shared/playback/status-line.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import type { Playback } from '../create-playback.ts'
import { MethodChip } from './method-chip.tsx'
import { useStreamStatus } from '../use-playback.ts'

/** Peers, rate down, cushion, and how the film is played. The rate is an average: with nobody left to send it would still fade. */
export function StatusStrip({ playback, className }: { readonly playback: Playback; readonly className: string }) {
  const status = useStreamStatus(playback)
  const line = status ? statusLine(status) : null
  return (
    <div className={`status as-written ${className}`} role="group" aria-label={catalogue.status.region}>
      {line ? (
        <>
          <span className="status-numbers">
            <span className="status-peers">{line.peers}</span>
            {status && (status.peers === 0 || (status.complete && status.downloadBytesPerSec === 0)) ? null : <span className="status-rate">{line.rate}</span>}
          </span>
          <span className="status-cushion" data-tone={line.tone}>{line.cushion}</span>
        </>
      ) : null}
      <MethodChip playback={playback} />
    </div>
  )
}
