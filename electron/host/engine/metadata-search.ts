import type { Wire } from 'webtorrent'
import type { MetadataProgress } from '../../../shared/torrent/snapshot.ts'

/** Watches the search for a torrent's info dictionary: time-out, tries, and the numbers a person sees meanwhile. */
export interface MetadataSearch {
  progress(peers: { readonly found: number; readonly connected: number; readonly percent: number }): Omit<MetadataProgress, 'trackers' | 'dht'>
  close(): void
}

export interface MetadataSearchOptions {
  readonly clock: () => number
  /** One try. */
  readonly timeoutMs: number
  readonly maxAttempts: number
}

export interface MetadataSearchEvents {
  /** A try is over: look again from the start, with fresh connections. */
  onRetry(attempt: number): void
  onGiveUp(): void
}

export function createMetadataSearch({ clock, timeoutMs, maxAttempts }: MetadataSearchOptions, events: MetadataSearchEvents): MetadataSearch {
  const startedAtMs = clock()
  let attempt = 1
  let mostFound = 0
  let timer = setTimeout(onTimeout, timeoutMs)

  function onTimeout() {
    if (attempt >= maxAttempts) { events.onGiveUp(); return }
    attempt += 1
    events.onRetry(attempt)
    timer = setTimeout(onTimeout, timeoutMs)
  }

  return {
    progress: ({ found, connected, percent }) => {
      mostFound = Math.max(mostFound, found)
      return { peersFound: mostFound, peersConnected: connected, percent, attempt, maxAttempts, elapsedMs: clock() - startedAtMs, timeoutMs }
    },
    close: () => { clearTimeout(timer) },
  }
}

/** How much of the info dictionary a peer has sent, 0..100 (BEP 9: pieces of 16 KiB). */
export function metadataPercent({ ut_metadata: extension }: Wire): number {
  const pieces = extension?._numPieces ?? 0
  if (!extension?._bitfield || pieces === 0) return 0
  let here = 0
  for (let piece = 0; piece < pieces; piece++) if (extension._bitfield.get(piece)) here += 1
  return (here / pieces) * 100
}
