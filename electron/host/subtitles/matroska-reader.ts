import { inflateSync } from 'node:zlib'
import { readElement } from '../../../shared/window/ebml.ts'
import type { BlockCueReader } from '../../../shared/subtitles/block-cues.ts'
import { createBlockCueReader, writingOf } from '../../../shared/subtitles/block-cues.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import { parseMatroskaChapters } from '../../../shared/subtitles/matroska-chapters.ts'
import { viewOf } from '../../../shared/subtitles/matroska-elements.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import type { MatroskaHead, MatroskaTrack, Packing } from '../../../shared/subtitles/matroska-tracks.ts'
import { parseMatroskaHead, parseMatroskaTracks } from '../../../shared/subtitles/matroska-tracks.ts'
import type { TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import type { ClusterWalk } from './cluster-walk.ts'
import { createClusterWalk } from './cluster-walk.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'

/** The front of a file is looked at in growing parts, up to a front full of styles and lists. */
const FIRST_HEAD_BYTES = 64 * 1024
const MAX_HEAD_BYTES = 4 * 1024 * 1024
/** Chapters of a film are a few kilobytes, a list of tracks with styles a few hundred. */
const MAX_ELEMENT_BYTES = 4 * 1024 * 1024

/** Reads subtitle tracks and chapters of a Matroska or WebM file. */
export function createMatroskaReader(film: FilmBytes, events: EmbeddedEvents): EmbeddedReader {
  let headBytes = FIRST_HEAD_BYTES
  let head: MatroskaHead | null = null
  let hopeless = false
  let walk: ClusterWalk | null = null
  let chaptersDone = false

  const readHead = async (): Promise<boolean> => {
    const bytes = await film.read({ begin: 0, end: headBytes })
    const parsed = parseMatroskaHead(bytes, film.lengthBytes)
    if (parsed === 'needsMore') {
      hopeless = bytes.length >= MAX_HEAD_BYTES || bytes.length >= film.lengthBytes
      if (bytes.length < headBytes || hopeless) return false
      headBytes *= 2
      return true
    }
    head = parsed
    hopeless = parsed === null
    return parsed !== null
  }

  /** An element of the segment that is here whole; null when it is not, or is no such one. */
  const readWhole = async (at: number, id: number): Promise<{ readonly view: DataView; readonly body: { readonly begin: number; readonly end: number } } | null> => {
    const first = await film.read({ begin: at, end: Math.min(film.lengthBytes, at + FIRST_HEAD_BYTES) })
    const element = readElement(viewOf(first), 0, Math.min(film.lengthBytes - at, MAX_ELEMENT_BYTES))
    if (element?.id !== id) return null
    const bytes = element.end <= first.length ? first : await film.read({ begin: at, end: at + element.end })
    return bytes.length < element.end ? null : { view: viewOf(bytes), body: element }
  }

  const findTracks = async ({ tracks, tracksAt }: MatroskaHead): Promise<readonly MatroskaTrack[] | null> => {
    if (tracksAt === null) return tracks
    const behind = await readWhole(tracksAt, ID.tracks)
    return behind && parseMatroskaTracks(behind.view, behind.body)
  }

  const readChapters = async ({ chaptersAt }: MatroskaHead) => {
    if (chaptersDone) return
    const found = chaptersAt === null ? null : await readWhole(chaptersAt, ID.chapters)
    chaptersDone = chaptersAt === null || found !== null
    if (found) events.onChapters(parseMatroskaChapters(found.view, found.body))
  }

  const startWalk = async (known: MatroskaHead): Promise<ClusterWalk | null> => {
    const tracks = await findTracks(known)
    if (!tracks) return null
    const described = tracks.map((track) => ({ ...track, ...writingOf(track.codec) })).map((track) => (track.packing.kind === 'unknown' ? { ...track, kind: 'unsupported' as const } : track))
    events.onTracks(described.map(({ number, language, name, isDefault, forced, hearingImpaired, kind, format }) => ({ number, language, title: name, isDefault, forced, hearingImpaired, kind, format })))
    const readers = new Map(described.filter(({ kind }) => kind === 'text').map((track) => [track.number, { read: createBlockCueReader(track.format, track.codecPrivate), packing: track.packing }]))
    return createClusterWalk({ film, mediaBegin: known.mediaBegin, wanted: new Set(readers.keys()), onBlock: (block) => { takeBlock(block, readers.get(block.track), known.scaleNs / 1e6) } })
  }

  const takeBlock = ({ track, ticks, durationTicks, bytes }: TrackBlock, reader: { readonly read: BlockCueReader; readonly packing: Packing } | undefined, tickMs: number) => {
    const words = reader && unpack(bytes, reader.packing)
    const cue = words ? reader.read(words, Math.round(ticks * tickMs), durationTicks === null ? null : Math.round(durationTicks * tickMs)) : null
    if (cue) events.onCue(track, cue)
  }

  return {
    isComplete: () => hopeless || (walk?.isComplete() ?? false),
    advance: async (nowMs) => {
      while (!head && !hopeless && await readHead());
      if (!head) return false
      await readChapters(head)
      walk ??= await startWalk(head)
      return walk ? walk.advance(nowMs) : false
    },
  }
}

/** The words of a block; null when they are damaged or longer than words are. */
function unpack(bytes: Uint8Array, packing: Packing): Uint8Array | null {
  if (packing.kind === 'plain') return bytes
  if (packing.kind === 'prefix') return Buffer.concat([packing.bytes, bytes])
  try {
    return inflateSync(bytes, { maxOutputLength: SUBTITLE_LIMITS.bytes })
  } catch {
    return null // a damaged block: its cue is missing, the others are read
  }
}
