import { readElement } from '../../../shared/window/ebml.ts'
import type { Interval } from '../../../shared/interval.ts'
import { contains, intersect } from '../../../shared/interval.ts'
import { createBlockCueReader, writingOf } from '../../../shared/subtitles/block-cues.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import { blockOfLine, linePlaces } from '../../../shared/subtitles/line-places.ts'
import type { LinePlace } from '../../../shared/subtitles/line-places.ts'
import { parseMatroskaChapters } from '../../../shared/subtitles/matroska-chapters.ts'
import { viewOf } from '../../../shared/subtitles/matroska-elements.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import type { MatroskaHead, MatroskaTrack, Packing } from '../../../shared/subtitles/matroska-tracks.ts'
import { parseMatroskaHead, parseMatroskaTracks } from '../../../shared/subtitles/matroska-tracks.ts'
import { createPictureCueReader } from '../../../shared/subtitles/picture-cues.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import type { TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import type { ClusterWalk } from './cluster-walk.ts'
import { createClusterWalk } from './cluster-walk.ts'
import { MAX_LINES_AT_ONCE } from './embedded.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import { createFilmFonts } from './film-fonts.ts'
import { unpack } from './unpack.ts'

/** The front of a file is looked at in growing parts, up to a front full of styles and lists. */
const FIRST_HEAD_BYTES = 64 * 1024
const MAX_HEAD_BYTES = 4 * 1024 * 1024
/** Chapters of a film are a few kilobytes, a list of tracks with styles a few hundred. */
const MAX_ELEMENT_BYTES = 4 * 1024 * 1024

/** What is made of the blocks of one track. */
interface BlockReader {
  readonly isText: boolean
  readonly packing: Packing
  cue(block: Uint8Array, startMs: number, durationMs: number | null, place: Interval): Cue | null
  /** The block a picture lies in. */
  placeOf(name: string): Interval | null
  draw(block: Uint8Array): IndexedPicture | null
}

/** Reads subtitle tracks and chapters of a Matroska or WebM file. */
export function createMatroskaReader(film: FilmBytes, events: EmbeddedEvents): EmbeddedReader {
  const fonts = createFilmFonts(film)
  let headBytes = FIRST_HEAD_BYTES
  let head: MatroskaHead | null = null
  let hopeless = false
  let walk: ClusterWalk | null = null
  let chaptersDone = false
  let early: { readonly generation: number; readonly walk: ClusterWalk; readonly lines: Set<LinePlace> } | null = null
  /** Null until the index was read; empty when it names none. */
  let lines: readonly LinePlace[] | null = null
  let arrived: readonly Interval[] = []
  let readers: ReadonlyMap<number, BlockReader> = new Map()

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

  const readLines = async ({ cuesAt, segmentBegin, scaleNs }: MatroskaHead) => {
    if (lines) return
    const cues = cuesAt === null ? null : await readWhole(cuesAt, ID.cues)
    if (cuesAt !== null && !cues) return
    lines = cues ? linePlaces(cues.view, cues.body, { segmentBegin, scaleNs, tracks: textTracks() }) : []
  }

  const textTracks = () => new Set([...readers].flatMap(([track, { isText }]) => (isText ? [track] : [])))

  const linesAt = (filmMs: number) => (lines ?? []).filter((line) => line.startMs <= filmMs && filmMs < line.endMs && walk?.hasWalked(line.bytes.begin) !== true && early?.lines.has(line) !== true)

  const startWalk = async (known: MatroskaHead): Promise<ClusterWalk | null> => {
    const tracks = await findTracks(known)
    if (!tracks) return null
    const described = tracks.map((track) => ({ ...track, ...writingOf(track.codec) })).map((track) => (track.packing.kind === 'unknown' ? { ...track, kind: 'unsupported' as const } : track))
    events.onTracks(described.map(({ number, language, name, isDefault, forced, hearingImpaired, kind, format }) => ({ number, language, title: name, isDefault, forced, hearingImpaired, kind, format })))
    readers = new Map(described.flatMap((track): [number, BlockReader][] => (track.kind === 'unsupported' ? [] : [[track.number, track.kind === 'text' ? wordReader(track) : pictureReader(track)]])))
    return createClusterWalk({ film, mediaBegin: known.mediaBegin, wanted: new Set(readers.keys()), onBlock: (block) => { takeBlock(block, known.scaleNs / 1e6, events.onCue) } })
  }

  const takeBlock = ({ track, ticks, durationTicks, bytes, place }: TrackBlock, tickMs: number, tell: (track: number, cue: Cue) => void) => {
    const reader = readers.get(track)
    const block = reader && unpack(bytes, reader.packing)
    const cue = block ? reader.cue(block, Math.round(ticks * tickMs), durationTicks === null ? null : Math.round(durationTicks * tickMs), place) : null
    if (cue) tell(track, cue)
  }

  /** Words of bytes that have come and are not verified yet: those the person sees the pictures of already. */
  const readEarly = async (nowMs: number, { mediaBegin, scaleNs }: MatroskaHead) => {
    const now = film.arrived(nowMs)
    if (!now) return
    arrived = now.runs
    if (early?.generation !== now.generation) {
      const texts = textTracks()
      const bytes: FilmBytes = { ...film, here: () => arrived, read: film.readArrived }
      early = { generation: now.generation, walk: createClusterWalk({ film: bytes, mediaBegin, wanted: texts, onBlock: (block) => { takeEarly(block, scaleNs / 1e6) } }), lines: new Set() }
      events.onEarlyGone()
    }
    await early.walk.advance(nowMs)
    await readLinesHere(early.lines, scaleNs / 1e6)
  }

  /** Lines on the screen that began before the picture that was jumped to: nothing around them need be here, their cluster's head neither. */
  const readLinesHere = async (found: Set<LinePlace>, tickMs: number) => {
    const filmMs = film.playheadMs()
    for (const line of filmMs === null ? [] : linesAt(filmMs).slice(0, MAX_LINES_AT_ONCE)) {
      const run = arrived.find((each) => contains(each, line.bytes.begin))
      const block = run ? blockOfLine(await film.readArrived(intersect(run, line.bytes)), line) : null
      if (!block) continue
      found.add(line)
      takeEarly(block, tickMs)
    }
  }

  /** A verified block is not always one that was given: behind a jump the head of its cluster may lie in a piece that is never completed. */
  const takeEarly = (block: TrackBlock, tickMs: number) => {
    if (walk?.hasWalked(block.place.begin)) return
    takeBlock(block, tickMs, events.onEarlyCue)
  }

  return {
    picture: async (track, name) => {
      const reader = readers.get(track)
      const place = reader?.placeOf(name)
      const packed = place ? await film.read(place) : new Uint8Array(0)
      const block = reader && place && packed.length === place.end - place.begin ? unpack(packed, reader.packing) : null
      return block && reader ? reader.draw(block) : null
    },
    missingAt: (filmMs, tracks) => linesAt(filmMs).filter(({ track }) => tracks.has(track)).slice(0, MAX_LINES_AT_ONCE).map(({ bytes }) => bytes),
    font: fonts.read,
    isComplete: () => hopeless || (walk?.isComplete() ?? false),
    advance: async (nowMs) => {
      while (!head && !hopeless && await readHead());
      if (!head) return false
      await readChapters(head)
      walk ??= await startWalk(head)
      if (walk) await readLines(head)
      const more = walk ? await walk.advance(nowMs) : false
      if (walk) await readEarly(nowMs, head)
      if (walk && head.attachmentsAt !== null && await fonts.look(head.attachmentsAt)) events.onFonts(fonts.count())
      return more
    },
  }
}

function wordReader({ format, codecPrivate, packing }: MatroskaTrack & { readonly format: string }): BlockReader {
  return { isText: true, packing, cue: createBlockCueReader(format, codecPrivate), placeOf: () => null, draw: () => null }
}

/** Pictures stay in the file; only where they lie is remembered. */
function pictureReader({ format, codecPrivate, packing }: MatroskaTrack & { readonly format: string }): BlockReader {
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
