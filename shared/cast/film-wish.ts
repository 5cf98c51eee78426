import type { Packaging } from './cast-forms.ts'
import type { CastForm, StartCast } from './cast-status.ts'

/** A film on a device, as it is wanted: which, from where, with which sound and words, and in which form. */
export interface FilmWish {
  readonly infoHash: StartCast['infoHash']
  readonly fileIndex: number
  readonly atSec: number
  readonly paused: boolean
  readonly subtitleTrackId: string | null
  /** Words later by so much; negative: earlier. */
  readonly subtitleDelayMs: number
  /** Words made for another rate of pictures: their times are multiplied by it. */
  readonly subtitleSpeed: number
  /** Null: the one heard by default. */
  readonly audioIndex: number | null
  readonly method: CastForm['method'] | null
  /** Null: the one this device is given first. */
  readonly packaging: Packaging | null
}

/** What a decision about a film on a device depends on. */
export type PlanWish = Pick<FilmWish, 'infoHash' | 'fileIndex' | 'method' | 'audioIndex'>

/** What the person began a cast with, the rest as it is by default. */
export function toFilmWish({ infoHash, fileIndex, atSec, paused, subtitleTrackId, subtitleDelayMs = 0, subtitleSpeed = 1, audioIndex = null, method }: StartCast): FilmWish {
  return { infoHash, fileIndex, atSec, paused, subtitleTrackId, subtitleDelayMs, subtitleSpeed, audioIndex, method: method ?? null, packaging: null }
}

/** Another file of the same torrent from its beginning: nothing that was chosen for the one before holds for it. */
export function otherFile({ infoHash }: FilmWish, fileIndex: number): FilmWish {
  return { infoHash, fileIndex, atSec: 0, paused: false, subtitleTrackId: null, subtitleDelayMs: 0, subtitleSpeed: 1, audioIndex: null, method: null, packaging: null }
}

/** Whether two wishes are for the same file of the same torrent. */
export function isSameFile(one: FilmWish, other: FilmWish): boolean {
  return one.infoHash === other.infoHash && one.fileIndex === other.fileIndex
}
