import type { FileIndex } from '../ids.ts'
import type { Interval } from '../interval.ts'
import type { Metainfo } from './metainfo.ts'
import type { TorrentFile } from './snapshot.ts'

export function toTorrentFiles(metainfo: Pick<Metainfo, 'files'>): TorrentFile[] {
  return metainfo.files.map(() => { throw new Error('not built') })
}

export function chooseFile(files: readonly TorrentFile[], selectedFiles: readonly Interval[] | null): FileIndex | null {
  return selectedFiles === null ? files[0]?.index ?? null : null
}

export function compareNatural(a: string, b: string): number {
  return a < b ? -1 : 1
}
