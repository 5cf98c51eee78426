import type { Interval } from '../../../shared/interval.ts'
import { haveRuns } from '../../../shared/window/blocks.ts'
import { createArrivedBytes } from './arrived-bytes.ts'
import type { ArrivedBytes } from './arrived-bytes.ts'
import { readHere } from '../engine/read-here.ts'
import type { TorrentContent } from '../engine/torrent-content.ts'

/**
 * The verified bytes of one file that are here. Reading them asks nobody for anything: no cursor, no window, no request,
 * so that words and chapters never steer the download, but for a line that is on the screen (`want`).
 */
export interface FilmBytes {
  readonly lengthBytes: number
  /** File-relative, sorted, disjoint. */
  here(): readonly Interval[]
  /** A number that changes when `here` or `arrived` does. */
  version(): number
  /** From the beginning of a part without a gap; fewer bytes, or none, when the rest is not here. A copy. */
  read(part: Interval): Promise<Uint8Array>
  /** What has come around the place that is read, its hash still to come or not; null when nobody reads. */
  arrived(nowMs: number): ArrivedBytes | null
  /** As `read`, of what has come. */
  readArrived(part: Interval): Promise<Uint8Array>
  /** Where the film is being read; null when nobody reads. */
  readingAt(nowMs: number): number | null
  /** Where the person is in the film; null when no player says. */
  playheadMs(): number | null
  /** Has the window fetch these few blocks sooner than it would; a later call takes their place. */
  want(parts: readonly Interval[]): void
}

/** The bytes of a file of a torrent; null when there is no such file to read. */
export function filmBytes({ files, table, store, controller }: TorrentContent, fileIndex: number): FilmBytes | null {
  const file = files[fileIndex]
  if (!file || file.padding || !file.available) return null
  const { offsetBytes, lengthBytes } = file
  const inTorrent = ({ begin, end }: Interval): Interval => ({ begin: begin + offsetBytes, end: Math.min(end, lengthBytes) + offsetBytes })
  const arrivedAt = createArrivedBytes(table, { begin: offsetBytes, end: offsetBytes + lengthBytes })
  const readingAt = (nowMs: number) => controller.find(fileIndex)?.cursors.list(nowMs)[0]?.offsetBytes ?? null
  return {
    lengthBytes,
    here: () => haveRuns(table.geometry, { get: table.isVerified }, inTorrent({ begin: 0, end: lengthBytes })).map(({ begin, end }) => ({ begin: begin - offsetBytes, end: end - offsetBytes })),
    version: () => table.verifiedBytes() + table.memoryBytes(),
    read: (part) => readHere(table, store, inTorrent(part), 'verified'),
    arrived: (nowMs) => {
      const at = readingAt(nowMs)
      return at === null ? null : arrivedAt(at)
    },
    readArrived: (part) => readHere(table, store, inTorrent(part), 'received'),
    readingAt,
    playheadMs: () => {
      const playhead = controller.find(fileIndex)?.playhead()
      return playhead ? playhead.timeSec * 1000 : null
    },
    want: (parts) => { controller.find(fileIndex)?.wantWords(parts) },
  }
}
