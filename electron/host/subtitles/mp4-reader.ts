import { contains } from '../../../shared/interval.ts'
import type { TextSample, TextTrack } from '../../../shared/subtitles/timed-text.ts'
import { parseTextTracks, readTextSample } from '../../../shared/subtitles/timed-text.ts'
import { viewOf } from '../../../shared/subtitles/matroska-elements.ts'
import { MAX_INDEX_BYTES } from '../../../shared/window/index-range.ts'
import { BOX_HEADER_BYTES, fourCc, readBox } from '../../../shared/window/iso-boxes.ts'
import { MAX_LINES_AT_ONCE } from './embedded.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'

/** A sample that was not read yet. */
interface Waiting {
  readonly track: TextTrack
  readonly sample: TextSample
}

/** Samples read in one go, after which others have their turn. */
const TURN_SAMPLES = 500
/** Boxes looked at on the way to the `moov`. */
const MAX_BOXES = 64

/** Reads the timed text of MP4 and MOV files: the index says where each line lies. */
export function createMp4Reader(film: FilmBytes, events: EmbeddedEvents): EmbeddedReader {
  let at = 0
  let boxes = 0
  let hopeless = false
  /** In order of their bytes; null before the index was read. */
  let waiting: readonly Waiting[] | null = null
  let early: { readonly generation: number; readonly read: Set<TextSample> } = { generation: -1, read: new Set() }

  /** One box further towards the `moov`; true when there is reason to go on at once. */
  const findIndex = async (): Promise<boolean> => {
    const header = await film.read({ begin: at, end: Math.min(film.lengthBytes, at + BOX_HEADER_BYTES) })
    const box = readBox(viewOf(header), 0, film.lengthBytes - at)
    if (!box) {
      hopeless = header.length >= Math.min(BOX_HEADER_BYTES, film.lengthBytes - at)
      return false
    }
    boxes += 1
    if (box.type === fourCc('moov')) return readIndex(box.end)
    at += box.next
    hopeless = at >= film.lengthBytes || boxes > MAX_BOXES
    return !hopeless
  }

  const readIndex = async (lengthBytes: number): Promise<boolean> => {
    hopeless = lengthBytes > MAX_INDEX_BYTES
    const bytes = hopeless ? new Uint8Array(0) : await film.read({ begin: at, end: at + lengthBytes })
    if (bytes.length < lengthBytes) return false
    const tracks = parseTextTracks(bytes) ?? []
    events.onTracks(tracks.map(({ number, language, title, format, isDefault, forced }) => ({ number, language, title, isDefault, forced, hearingImpaired: false, kind: format === 'tx3g' ? 'text' : 'unsupported', format })))
    waiting = tracks.filter(({ format }) => format === 'tx3g').flatMap((track) => track.samples.map((sample) => ({ track, sample }))).sort((a, b) => a.sample.begin - b.sample.begin)
    return true
  }

  const readSamples = async (all: readonly Waiting[], nowMs: number): Promise<boolean> => {
    const runs = film.here()
    const isHere = ({ sample }: Waiting) => runs.some((run) => contains(run, sample.begin) && sample.end <= run.end)
    const ready = all.filter(isHere).slice(0, TURN_SAMPLES)
    const taken = new Set(ready)
    for (const { track, sample } of ready) {
      const cue = readTextSample(await film.read(sample), sample)
      if (cue) events.onCue(track.number, cue)
    }
    waiting = all.filter((each) => !taken.has(each))
    await readEarly(waiting, nowMs)
    return ready.length === TURN_SAMPLES
  }

  /** Lines of bytes that have come and are not verified yet: those the person sees the pictures of already. */
  const readEarly = async (missing: readonly Waiting[], nowMs: number) => {
    const arrived = film.arrived(nowMs)
    if (!arrived) return
    if (early.generation !== arrived.generation) {
      early = { generation: arrived.generation, read: new Set() }
      events.onEarlyGone()
    }
    for (const { track, sample } of missing) {
      if (early.read.has(sample) || !arrived.runs.some((run) => contains(run, sample.begin) && sample.end <= run.end)) continue
      early.read.add(sample)
      const cue = readTextSample(await film.readArrived(sample), sample)
      if (cue) events.onEarlyCue(track.number, cue)
    }
  }

  return {
    picture: () => Promise.resolve(null),
    font: () => Promise.resolve(null),
    isComplete: () => hopeless || waiting?.length === 0,
    missingAt: (filmMs, tracks) => (waiting ?? []).filter(({ track, sample }) => tracks.has(track.number) && sample.startMs <= filmMs && filmMs < sample.endMs && !early.read.has(sample)).slice(0, MAX_LINES_AT_ONCE).map(({ sample }) => sample),
    advance: async (nowMs) => {
      while (!waiting && !hopeless && await findIndex());
      return waiting ? readSamples(waiting, nowMs) : false
    },
  }
}
