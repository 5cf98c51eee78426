import { thinOut } from './index-points.ts'
import type { IndexPoints } from './index-points.ts'
import type { TimePoint } from './time-map.ts'

/** A box of ISO/IEC 14496-12: its type and content, in bytes of the view. */
interface Box {
  readonly type: string
  readonly begin: number
  readonly end: number
}

/** Samples looked at: a film of ten hours at 50 frames a second. */
const MAX_SAMPLES = 1_800_000
/** Movie duration that means "unknown". */
const UNKNOWN_DURATION = 0xffffffff

/**
 * Times and positions of the video track's key frames from a movie box. `bytes` begin with any top-level boxes and hold
 * the whole `moov`. Null when there is none or it has no sample table with samples (a fragmented file).
 */
export function isobmffPoints(bytes: Uint8Array): IndexPoints | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const moov = find(view, { type: '', begin: 0, end: bytes.length }, ['moov'])
  if (!moov) return null
  const mvhd = find(view, moov, ['mvhd'])
  const movie = mvhd && headerTimes(view, mvhd)
  const tracks = [...boxesIn(view, moov)].filter(({ type }) => type === 'trak')
  const track = tracks.find((trak) => handlerOf(view, trak) === 'vide') ?? tracks[0]
  const points = track ? trackPoints(view, track, movie?.timescale ?? 0) : []
  return points.length > 0 ? { durationSec: movie?.durationSec ?? null, points: thinOut(points) } : null
}

function trackPoints(view: DataView, trak: Box, movieTimescale: number): TimePoint[] {
  const mdhd = find(view, trak, ['mdia', 'mdhd'])
  const stbl = find(view, trak, ['mdia', 'minf', 'stbl'])
  const media = mdhd && headerTimes(view, mdhd)
  if (!media || !stbl) return []
  const shiftSec = editShiftSec(view, trak, media.timescale, movieTimescale)
  const isKey = keyFrames(view, stbl)
  const points: TimePoint[] = []
  const time = sampleTimes(view, stbl)
  for (const { sample, byte } of samplePlaces(view, stbl)) {
    const ticks = time(sample)
    if (ticks === null) break
    if (isKey(sample)) points.push({ timeSec: Math.max(0, ticks / media.timescale + shiftSec), byte })
  }
  return points
}

/** Every sample with its place, chunk by chunk (stsc, stco or co64, stsz). */
function* samplePlaces(view: DataView, stbl: Box): Generator<{ sample: number; byte: number }, void, undefined> {
  const chunks = table(view, find(view, stbl, ['co64']), 8) ?? table(view, find(view, stbl, ['stco']), 4)
  const runs = table(view, find(view, stbl, ['stsc']), 12)
  const sizes = sampleSizes(view, stbl)
  if (!chunks || !runs || !sizes) return
  let run = 0
  let sample = 0
  for (let chunk = 0; chunk < chunks.count; chunk++) {
    while (run + 1 < runs.count && view.getUint32(runs.at(run + 1)) <= chunk + 1) run += 1
    let byte = chunks.width === 8 ? uint64(view, chunks.at(chunk)) : view.getUint32(chunks.at(chunk))
    const samples = run < runs.count ? view.getUint32(runs.at(run) + 4) : 0
    for (let i = 0; i < samples && sample < Math.min(sizes.count, MAX_SAMPLES); i++) {
      yield { sample, byte }
      byte += sizes.of(sample)
      sample += 1
    }
  }
}

function sampleSizes(view: DataView, stbl: Box): { count: number; of(sample: number): number } | null {
  const stsz = find(view, stbl, ['stsz'])
  if (!stsz || stsz.end - stsz.begin < 12) return null
  const same = view.getUint32(stsz.begin + 4)
  const count = view.getUint32(stsz.begin + 8)
  if (same > 0) return { count, of: () => same }
  const first = stsz.begin + 12
  const here = Math.min(count, Math.floor((stsz.end - first) / 4))
  return { count: here, of: (sample) => view.getUint32(first + sample * 4) }
}

/** Decoding time of a sample in ticks of the track, asked for in rising order (stts); null beyond the last. */
function sampleTimes(view: DataView, stbl: Box): (sample: number) => number | null {
  const stts = table(view, find(view, stbl, ['stts']), 8)
  let run = 0
  let firstOfRun = 0
  let ticks = 0
  return (sample) => {
    while (stts && run < stts.count) {
      const samples = view.getUint32(stts.at(run))
      const delta = view.getUint32(stts.at(run) + 4)
      if (sample < firstOfRun + samples) return ticks + (sample - firstOfRun) * delta
      firstOfRun += samples
      ticks += samples * delta
      run += 1
    }
    return null
  }
}

/** Tells key frames (stss), asked for in rising order; without the table every sample is one. */
function keyFrames(view: DataView, stbl: Box): (sample: number) => boolean {
  const stss = table(view, find(view, stbl, ['stss']), 4)
  let next = 0
  return (sample) => {
    if (!stss) return true
    while (next < stss.count && view.getUint32(stss.at(next)) - 1 < sample) next += 1
    return next < stss.count && view.getUint32(stss.at(next)) - 1 === sample
  }
}

/** How much later than its own clock a track is shown: empty edits push it back, the first real one cuts its start (elst). */
function editShiftSec(view: DataView, trak: Box, timescale: number, movieTimescale: number): number {
  const elst = find(view, trak, ['edts', 'elst'])
  if (!elst || elst.end - elst.begin < 8 || movieTimescale === 0) return 0
  const wide = view.getUint8(elst.begin) === 1
  const size = wide ? 20 : 12
  const count = Math.min(view.getUint32(elst.begin + 4), Math.floor((elst.end - elst.begin - 8) / size))
  let shiftSec = 0
  for (let i = 0; i < count; i++) {
    const at = elst.begin + 8 + i * size
    const durationTicks = wide ? uint64(view, at) : view.getUint32(at)
    const mediaTime = wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    if (mediaTime >= 0) return shiftSec - mediaTime / timescale
    shiftSec += durationTicks / movieTimescale
  }
  return shiftSec
}

function handlerOf(view: DataView, trak: Box): string {
  const hdlr = find(view, trak, ['mdia', 'hdlr'])
  return hdlr && hdlr.end - hdlr.begin >= 12 ? fourCc(view, hdlr.begin + 8) : ''
}

/** Timescale and duration of mvhd and mdhd, which share their beginning. Null for a broken one. */
function headerTimes(view: DataView, box: Box): { timescale: number; durationSec: number | null } | null {
  const wide = box.begin < box.end && view.getUint8(box.begin) === 1
  if (box.end - box.begin < (wide ? 32 : 20)) return null
  const timescale = view.getUint32(box.begin + (wide ? 20 : 12))
  const duration = wide ? uint64(view, box.begin + 24) : view.getUint32(box.begin + 16)
  if (timescale === 0) return null
  return { timescale, durationSec: duration > 0 && duration !== UNKNOWN_DURATION ? duration / timescale : null }
}

interface Table {
  readonly count: number
  readonly width: number
  at(entry: number): number
}

/** A full box with a count and entries of equal width; no more entries than there are bytes for. */
function table(view: DataView, box: Box | null, width: number): Table | null {
  if (!box || box.end - box.begin < 8) return null
  const first = box.begin + 8
  const count = Math.min(view.getUint32(box.begin + 4), Math.floor((box.end - first) / width))
  return { count, width, at: (entry) => first + entry * width }
}

/** The first box along a path of types. */
function find(view: DataView, parent: Box, path: readonly string[]): Box | null {
  let box: Box | null = parent
  for (const type of path) box = (box && [...boxesIn(view, box)].find((child) => child.type === type)) ?? null
  return box
}

function* boxesIn(view: DataView, { begin, end }: Box): Generator<Box, void, undefined> {
  for (let at = begin; at + 8 <= Math.min(end, view.byteLength);) {
    const size = view.getUint32(at)
    const wide = size === 1 && at + 16 <= view.byteLength
    const whole = size === 0 ? end - at : wide ? uint64(view, at + 8) : size
    if (whole < (wide ? 16 : 8)) return
    yield { type: fourCc(view, at + 4), begin: at + (wide ? 16 : 8), end: Math.min(end, view.byteLength, at + whole) }
    at += whole
  }
}

function fourCc(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}
