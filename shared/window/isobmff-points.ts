import type { Interval } from '../interval.ts'
import { pickEvenly } from './index-points.ts'
import type { IndexPoints } from './index-points.ts'
import { boxesIn, findBox, fourCc, readUint64 } from './iso-boxes.ts'
import { createSampleClock, createSamplePlaces, readTable, sampleSizes } from './sample-tables.ts'
import type { TimePoint } from './time-map.ts'

/** Tracks looked at: a film has one picture, some languages and their subtitles. */
const MAX_TRACKS = 64

/**
 * Times and places of the picture's key frames from a movie box (ISO/IEC 14496-12); of any frames where none is marked,
 * of the sound where there is no picture. `bytes` begin with any top-level box and hold the `moov`. Null when they do not.
 * No points in a fragmented file, whose sample tables are empty. Costs no more than a walk through the bytes given.
 */
export function isobmffPoints(bytes: Uint8Array): IndexPoints | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const moov = findBox(view, { begin: 0, end: bytes.length }, 'moov')
  if (!moov) return null
  const movie = headerTimes(view, findBox(view, moov, 'mvhd'))
  const track = bestOf(tracksIn(view, moov))
  return { durationSec: movie?.durationSec ?? null, points: track ? pointsOf(view, track, movie?.timescale ?? 0) : [] }
}

interface Track {
  readonly box: Interval
  readonly stbl: Interval
  readonly timescale: number
  readonly isPicture: boolean
  readonly samples: number
}

function tracksIn(view: DataView, moov: Interval): Track[] {
  const boxes = [...boxesIn(view, moov)].filter(({ type }) => type === fourCc('trak')).slice(0, MAX_TRACKS)
  return boxes.flatMap((box) => {
    const stbl = findBox(view, box, 'mdia', 'minf', 'stbl')
    const hdlr = findBox(view, box, 'mdia', 'hdlr')
    const media = headerTimes(view, findBox(view, box, 'mdia', 'mdhd'))
    if (!stbl || !hdlr || !media || hdlr.end - hdlr.begin < 12) return []
    return [{ box, stbl, timescale: media.timescale, isPicture: view.getUint32(hdlr.begin + 8) === fourCc('vide'), samples: sampleSizes(view, stbl)?.count ?? 0 }]
  })
}

/** The longest picture, so that a cover or the pictures of chapters are not taken for the film. */
function bestOf(tracks: readonly Track[]): Track | undefined {
  return [...tracks].sort((a, b) => Number(b.isPicture) - Number(a.isPicture) || b.samples - a.samples)[0]
}

function pointsOf(view: DataView, track: Track, movieTimescale: number): TimePoint[] {
  const shiftSec = editShiftSec(view, track, movieTimescale)
  const clock = createSampleClock(view, track.stbl)
  const place = createSamplePlaces(view, track.stbl)
  const points: TimePoint[] = []
  for (const sample of wantedSamples(view, track)) {
    const [ticks, byte] = [clock(sample), place(sample)]
    if (ticks === null || byte === null) break
    points.push({ timeSec: ticks / track.timescale + shiftSec, byte })
  }
  return points
}

/** Key frames (stss); without that table every sample is one. Rising, and few enough. */
function wantedSamples(view: DataView, { stbl, samples }: Track): number[] {
  const stss = readTable(view, findBox(view, stbl, 'stss'), 4)
  if (!stss || stss.count === 0) return pickEvenly(samples, (sample) => sample)
  const numbers = pickEvenly(stss.count, (entry) => view.getUint32(stss.at(entry)) - 1)
  let last = -1
  return numbers.filter((sample) => {
    if (sample <= last || sample >= samples) return false
    last = sample
    return true
  })
}

/**
 * How much later than its own clock a track is shown: an empty edit pushes it back, the first real one cuts its start
 * (elst), and the first frame is shown later than decoded (ctts; key frames of a film all as much).
 */
function editShiftSec(view: DataView, { box, stbl, timescale }: Track, movieTimescale: number): number {
  const ctts = readTable(view, findBox(view, stbl, 'ctts'), 8)
  let shiftSec = ctts && ctts.count > 0 ? view.getInt32(ctts.at(0) + 4) / timescale : 0
  const elst = findBox(view, box, 'edts', 'elst')
  const wide = elst !== null && elst.begin < elst.end && view.getUint8(elst.begin) === 1
  const edits = readTable(view, elst, wide ? 20 : 12)
  for (let i = 0; edits && i < edits.count; i++) {
    const at = edits.at(i)
    const mediaTime = wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    if (mediaTime >= 0) return shiftSec - mediaTime / timescale
    if (movieTimescale > 0) shiftSec += (wide ? readUint64(view, at) : view.getUint32(at)) / movieTimescale
  }
  return shiftSec
}

/** Timescale and duration of mvhd and mdhd, which begin alike. Null for a broken one; all ones mean that nobody knows. */
function headerTimes(view: DataView, box: Interval | null): { timescale: number; durationSec: number | null } | null {
  if (!box || box.end - box.begin < 20) return null
  const wide = view.getUint8(box.begin) === 1
  if (wide && box.end - box.begin < 32) return null
  const timescale = view.getUint32(box.begin + (wide ? 20 : 12))
  const ticks = wide ? readUint64(view, box.begin + 24) : view.getUint32(box.begin + 16)
  if (timescale === 0) return null
  return { timescale, durationSec: ticks > 0 && ticks < (wide ? 2 ** 63 : 0xffffffff) ? ticks / timescale : null }
}
