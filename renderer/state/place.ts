import type { AppError } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { resumeSec } from '../../shared/library/resume.ts'

/** Where the person is. `fileIndex` null: the file the engine chooses. */
export type Place =
  | { readonly kind: 'home' | 'settings' }
  | { readonly kind: 'torrent'; readonly infoHash: InfoHash; readonly fileIndex: FileIndex | null }

/** The page's own state: where the person is, what they asked for, what went wrong with it. */
export interface PlaceSlice {
  readonly place: Place
  /** A source is being read and belongs to no torrent yet. */
  readonly asking: boolean
  /** Why the last thing could not be opened; shown where the person looks. */
  readonly problem: AppError | null
  /** What other programs handed over and the person has not decided on yet, the oldest first. */
  readonly offered: readonly OpenSource[]
  /** Where files go on, in seconds, by `positionKey`. */
  readonly positions: Readonly<Record<string, number>>
}

export const initialPlace: PlaceSlice = { place: { kind: 'home' }, asking: false, problem: null, offered: [], positions: {} }

/** The key of a file in `positions`. */
export function positionKey(infoHash: InfoHash, fileIndex: FileIndex): string {
  return `${infoHash}/${String(fileIndex)}`
}

/** Remembers where a file was left; near its beginning or end it starts over next time. */
export function rememberPosition(positions: PlaceSlice['positions'], key: string, sec: number, durationSec: number | null): PlaceSlice['positions'] {
  return { ...positions, [key]: resumeSec(sec, durationSec) }
}
