import type { InfoHash } from '../../shared/ids.ts'
import type { EventName, EventValue } from '../../shared/ipc/contract.ts'

/** What the system shows of downloads outside the window: a bar on the taskbar, a word when one is complete. */
export interface DownloadSigns {
  readonly seeEvent: <N extends EventName>(name: N, value: EventValue<N>) => void
}

export interface DownloadSignsOptions {
  /** 0..1, null = nothing is being fetched. */
  readonly showProgress: (share: number | null) => void
  /** Called once for each torrent that becomes complete while this program watches. */
  readonly sayComplete: (name: string) => void
}

/** Torrents that were complete when they were first seen are no news. */
export function createDownloadSigns({ showProgress, sayComplete }: DownloadSignsOptions): DownloadSigns {
  const names = new Map<InfoHash, string>()
  const shares = new Map<InfoHash, number>()
  let shown: number | null = null

  function show(): void {
    const open = [...shares.values()].filter((share) => share < 1)
    const share = open.length === 0 ? null : open.reduce((sum, each) => sum + each, 0) / open.length
    if (share !== shown) showProgress(share)
    shown = share
  }

  function seeProgress({ infoHash, progress, metadata }: EventValue<'media.torrentProgress'>): void {
    if (metadata !== null) return
    const before = shares.get(infoHash)
    shares.set(infoHash, progress)
    if (before !== undefined && before < 1 && progress >= 1) sayComplete(names.get(infoHash) ?? '')
    show()
  }

  const isEvent = <N extends EventName>(wanted: N, name: EventName, value: unknown): value is EventValue<N> => name === wanted && value !== undefined
  return {
    seeEvent: (name, value) => {
      if (isEvent('media.torrentChanged', name, value)) names.set(value.infoHash, value.name)
      if (isEvent('media.torrentProgress', name, value)) seeProgress(value)
      if (isEvent('media.torrentRemoved', name, value)) {
        shares.delete(value.infoHash)
        names.delete(value.infoHash)
        show()
      }
    },
  }
}
