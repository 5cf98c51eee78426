import type { Interval } from '../../../shared/interval.ts'
import { createBlockCueReader, writingOf } from '../../../shared/subtitles/block-cues.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import type { MatroskaTrack, Packing } from '../../../shared/subtitles/matroska-tracks.ts'
import { createPictureCueReader } from '../../../shared/subtitles/picture-cues.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import type { TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import { unpack } from './unpack.ts'

/** A track and how it is written. */
export type WrittenTrack = MatroskaTrack & ReturnType<typeof writingOf>

/** What is made of the blocks of one track. */
export interface BlockReader {
  readonly isText: boolean
  readonly packing: Packing
  cue(block: Uint8Array, startMs: number, durationMs: number | null, place: Interval): Cue | null
  /** The block a picture lies in. */
  placeOf(name: string): Interval | null
  draw(block: Uint8Array): IndexedPicture | null
}

/** The tracks of a file with how they are written; one that is packed in an unknown way is not read. */
export function describeTracks(tracks: readonly MatroskaTrack[]): readonly WrittenTrack[] {
  return tracks.map((track) => ({ ...track, ...writingOf(track.codec) })).map((track) => (track.packing.kind === 'unknown' ? { ...track, kind: 'unsupported' as const } : track))
}

/** A reader for each track that can be read, by its number. */
export function createBlockReaders(tracks: readonly WrittenTrack[]): ReadonlyMap<number, BlockReader> {
  return new Map(tracks.flatMap((track): [number, BlockReader][] => (track.kind === 'unsupported' ? [] : [[track.number, track.kind === 'text' ? wordReader(track) : pictureReader(track)]])))
}

/** What a block says; null for one that says nothing, and of tracks nobody reads. `tickMs`: milliseconds a tick of its time. */
export function cueOf(readers: ReadonlyMap<number, BlockReader>, { track, ticks, durationTicks, bytes, place }: TrackBlock, tickMs: number): Cue | null {
  const reader = readers.get(track)
  const block = reader && unpack(bytes, reader.packing)
  return block ? reader.cue(block, Math.round(ticks * tickMs), durationTicks === null ? null : Math.round(durationTicks * tickMs), place) : null
}

/** A picture from where its block lies; null when there is none of the name, or its bytes are not here. */
export async function drawPicture(reader: BlockReader | undefined, name: string, read: (bytes: Interval) => Promise<Uint8Array>): Promise<IndexedPicture | null> {
  const place = reader?.placeOf(name)
  if (!reader || !place) return null
  const packed = await read(place)
  const block = packed.length === place.end - place.begin ? unpack(packed, reader.packing) : null
  return block && reader.draw(block)
}

function wordReader({ format, codecPrivate, packing }: WrittenTrack): BlockReader {
  return { isText: true, packing, cue: createBlockCueReader(format, codecPrivate), placeOf: () => null, draw: () => null }
}

/** Pictures stay in the file; only where they lie is remembered. */
function pictureReader({ format, codecPrivate, packing }: WrittenTrack): BlockReader {
  const reader = createPictureCueReader(format, codecPrivate)
  const places: Interval[] = []
  return {
    isText: false,
    packing,
    cue: (block, startMs, durationMs, place) => {
      if (places.length >= SUBTITLE_LIMITS.cues) return null
      const cue = reader.cue(block, String(places.length), startMs, durationMs)
      if (cue?.picture?.name) places.push(place)
      return cue
    },
    placeOf: (name) => (/^\d{1,6}$/.test(name) ? places[Number(name)] ?? null : null),
    draw: reader.draw,
  }
}
