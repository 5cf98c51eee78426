import { linePlaces } from '../../../shared/subtitles/line-places.ts'
import type { LinePlace } from '../../../shared/subtitles/line-places.ts'
import { parseMatroskaChapters } from '../../../shared/subtitles/matroska-chapters.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import type { MatroskaHead, MatroskaTrack } from '../../../shared/subtitles/matroska-tracks.ts'
import { parseMatroskaTracks } from '../../../shared/subtitles/matroska-tracks.ts'
import type { TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import type { BlockReader } from './block-readers.ts'
import { createBlockReaders, cueOf, describeTracks, drawPicture } from './block-readers.ts'
import type { ClusterWalk } from './cluster-walk.ts'
import { createClusterWalk } from './cluster-walk.ts'
import type { EarlyWords } from './early-words.ts'
import { createEarlyWords } from './early-words.ts'
import { MAX_LINES_AT_ONCE } from './embedded.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import { createFilmFonts } from './film-fonts.ts'
import { createMatroskaFile } from './matroska-file.ts'

/** Reads subtitle tracks and chapters of a Matroska or WebM file. */
export function createMatroskaReader(film: FilmBytes, events: EmbeddedEvents): EmbeddedReader {
  const file = createMatroskaFile(film)
  const fonts = createFilmFonts(film)
  let walk: ClusterWalk | null = null
  let early: EarlyWords | null = null
  let chaptersDone = false
  /** Null until the index was read; empty when it names none. */
  let lines: readonly LinePlace[] | null = null
  let readers: ReadonlyMap<number, BlockReader> = new Map()

  const findTracks = async ({ tracks, tracksAt }: MatroskaHead): Promise<readonly MatroskaTrack[] | null> => {
    if (tracksAt === null) return tracks
    const behind = await file.readWhole(tracksAt, ID.tracks)
    return behind && parseMatroskaTracks(behind.view, behind.body)
  }

  const readChapters = async ({ chaptersAt }: MatroskaHead) => {
    if (chaptersDone) return
    const found = chaptersAt === null ? null : await file.readWhole(chaptersAt, ID.chapters)
    chaptersDone = chaptersAt === null || found !== null
    if (found) events.onChapters(parseMatroskaChapters(found.view, found.body))
  }

  const readLines = async ({ cuesAt, segmentBegin, scaleNs }: MatroskaHead) => {
    if (lines) return
    const cues = cuesAt === null ? null : await file.readWhole(cuesAt, ID.cues)
    if (cuesAt !== null && !cues) return
    lines = cues ? linePlaces(cues.view, cues.body, { segmentBegin, scaleNs, tracks: textTracks() }) : []
  }

  const textTracks = () => new Set([...readers].flatMap(([track, { isText }]) => (isText ? [track] : [])))

  const linesAt = (filmMs: number) => (lines ?? []).filter((line) => line.startMs <= filmMs && filmMs < line.endMs && walk?.hasWalked(line.bytes.begin) !== true && early?.hasRead(line) !== true)

  const startWalk = async (head: MatroskaHead): Promise<ClusterWalk | null> => {
    const tracks = await findTracks(head)
    if (!tracks) return null
    const described = describeTracks(tracks)
    events.onTracks(described.map(({ number, language, name, isDefault, forced, hearingImpaired, kind, format }) => ({ number, language, title: name, isDefault, forced, hearingImpaired, kind, format })))
    readers = createBlockReaders(described)
    return createClusterWalk({ film, mediaBegin: head.mediaBegin, wanted: new Set(readers.keys()), onBlock: (block) => { takeBlock(block, head, events.onCue) } })
  }

  const openEarly = (head: MatroskaHead) => createEarlyWords({
    film, linesAt,
    mediaBegin: head.mediaBegin,
    wanted: textTracks,
    // A verified block is not always one that was given: behind a jump the head of its cluster may lie in a piece that is never completed.
    onBlock: (block) => { if (walk?.hasWalked(block.place.begin) !== true) takeBlock(block, head, events.onEarlyCue) },
    onGone: events.onEarlyGone,
  })

  const takeBlock = (block: TrackBlock, { scaleNs }: MatroskaHead, tell: EmbeddedEvents['onCue']) => {
    const cue = cueOf(readers, block, scaleNs / 1e6)
    if (cue) tell(block.track, cue)
  }

  /** True when there is more to read at once. */
  const advanceWords = async (words: ClusterWalk, head: MatroskaHead, nowMs: number): Promise<boolean> => {
    await readLines(head)
    const more = await words.advance(nowMs)
    early ??= openEarly(head)
    await early.advance(nowMs)
    if (head.attachmentsAt !== null && await fonts.look(head.attachmentsAt)) events.onFonts(fonts.count())
    return more
  }

  return {
    picture: (track, name) => drawPicture(readers.get(track), name, film.read),
    missingAt: (filmMs, tracks) => linesAt(filmMs).filter(({ track }) => tracks.has(track)).slice(0, MAX_LINES_AT_ONCE).map(({ bytes }) => bytes),
    font: fonts.read,
    isComplete: () => file.isHopeless() || (walk?.isComplete() ?? false),
    advance: async (nowMs) => {
      const head = await file.head()
      if (!head) return false
      await readChapters(head)
      walk ??= await startWalk(head)
      return walk ? advanceWords(walk, head, nowMs) : false
    },
  }
}
