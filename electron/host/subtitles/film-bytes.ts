import type { Interval } from '../../../shared/interval.ts'
import { haveRuns } from '../../../shared/window/blocks.ts'
import { readHere } from '../engine/read-here.ts'
import type { TorrentContent } from '../engine/torrent-content.ts'

/**
 * The verified bytes of one file that are here. Reading them asks nobody for anything: no cursor, no window, no request,
 * so that words and chapters never steer the download.
 */
export interface FilmBytes {
  readonly lengthBytes: number
  /** File-relative, sorted, disjoint. */
  here(): readonly Interval[]
  /** A number that changes when `here` does. */
  version(): number
  /** From the beginning of a part without a gap; fewer bytes, or none, when the rest is not here. A copy. */
  read(part: Interval): Promise<Uint8Array>
  /** Where the film is being read; null when nobody reads. */
  readingAt(nowMs: number): number | null
}

/** The bytes of a file of a torrent; null when there is no such file to read. */
export function filmBytes({ files, table, store, controller }: TorrentContent, fileIndex: number): FilmBytes | null {
  const file = files[fileIndex]
  if (!file || file.padding || !file.available) return null
  const { offsetBytes, lengthBytes } = file
  const inTorrent = ({ begin, end }: Interval): Interval => ({ begin: begin + offsetBytes, end: Math.min(end, lengthBytes) + offsetBytes })
  return {
    lengthBytes,
    here: () => haveRuns(table.geometry, { get: table.isVerified }, inTorrent({ begin: 0, end: lengthBytes })).map(({ begin, end }) => ({ begin: begin - offsetBytes, end: end - offsetBytes })),
    version: table.verifiedBytes,
    read: (part) => readHere(table, store, inTorrent(part), 'verified'),
    readingAt: (nowMs) => controller.find(fileIndex)?.cursors.list(nowMs)[0]?.offsetBytes ?? null,
  }
}
