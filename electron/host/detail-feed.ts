import type { StreamId } from '../../shared/ids.ts'
import type { StreamDetail } from '../../shared/torrent/snapshot.ts'
import type { Streams } from './streams.ts'

/** Tells what one stream does, closely, while somebody looks. */
export interface DetailFeed {
  /** From now on this stream and no other; null = none. */
  watch(streamId: StreamId | null): void
  close(): void
}

/** As often as an eye follows. */
const LOOK_MS = 250

/** Runs only while there is something to tell; ends with the stream. */
export function createDetailFeed({ streams, clock, tell }: { readonly streams: Pick<Streams, 'detail' | 'has'>; readonly clock: () => number; readonly tell: (detail: StreamDetail) => void }): DetailFeed {
  let timer: NodeJS.Timeout | undefined
  const stop = () => { clearInterval(timer) }
  return {
    watch: (streamId) => {
      stop()
      if (streamId === null) return
      timer = setInterval(() => {
        if (!streams.has(streamId)) return stop()
        const detail = streams.detail(streamId, clock())
        if (detail) tell(detail)
      }, LOOK_MS)
    },
    close: stop,
  }
}
