import type { InfoHash } from '../../shared/ids.ts'
import type { Bridge } from '../bridge.ts'
import { applyTorrent } from '../state/apply-events.ts'
import type { AppStore } from '../state/store.ts'

interface ReopenParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly infoHash: InfoHash
  readonly signal: AbortSignal
}

/** Opens a torrent the engine has forgotten, by its magnet link, and waits until its files are known again or it failed. */
export async function reopenTorrent({ bridge, app, infoHash, signal }: ReopenParts): Promise<void> {
  const magnet = app.getState().torrents.find((torrent) => torrent.infoHash === infoHash)?.magnet ?? `magnet:?xt=urn:btih:${infoHash}`
  const answer = await bridge.call('media.openSource', { source: { kind: 'text', text: magnet } })
  if (!answer.ok) return
  applyTorrent(app, answer.value)
  await settled(app, infoHash, signal)
}

function settled(app: AppStore, infoHash: InfoHash, signal: AbortSignal): Promise<void> {
  const isSettled = () => app.getState().torrents.some((torrent) => torrent.infoHash === infoHash && (torrent.phase === 'ready' || torrent.phase === 'failed'))
  return new Promise((resolve) => {
    const finish = () => {
      unsubscribe()
      resolve()
    }
    const unsubscribe = app.subscribe(() => { if (isSettled()) finish() })
    signal.addEventListener('abort', finish, { once: true })
    if (isSettled() || signal.aborted) finish()
  })
}
