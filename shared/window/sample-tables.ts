import type { Interval } from '../interval.ts'
import { findBox, readUint64 } from './iso-boxes.ts'

/**
 * The sample tables of one track (ISO/IEC 14496-12, 8.6 and 8.7): when a sample is decoded and at which byte it lies.
 * Samples count from 0 and must be asked for in rising order, so that every entry of a table is looked at once, whatever
 * the tables claim.
 */
export interface Table {
  /** Entries that are really there. */
  readonly count: number
  /** Where an entry begins. */
  at(entry: number): number
}

/** A box of a version, a count and entries of equal width. */
export function readTable(view: DataView, box: Interval | null, widthBytes: number): Table | null {
  if (!box || box.end - box.begin < 8) return null
  const first = box.begin + 8
  const count = Math.min(view.getUint32(first - 4), Math.floor((box.end - first) / widthBytes))
  return { count, at: (entry) => first + entry * widthBytes }
}

export interface SampleSizes {
  readonly count: number
  readonly same: number | null
  of(sample: number): number
}

/** Sizes in bytes (stsz, or stz2 with 4, 8 or 16 bits each). Null when they are missing. */
export function sampleSizes(view: DataView, stbl: Interval): SampleSizes | null {
  const box = findBox(view, stbl, 'stsz') ?? findBox(view, stbl, 'stz2')
  if (!box || box.end - box.begin < 12) return null
  const compact = findBox(view, stbl, 'stsz') === null
  const claimed = view.getUint32(box.begin + 8)
  const first = box.begin + 12
  const same = compact ? 0 : view.getUint32(box.begin + 4)
  if (same > 0) return { count: claimed, same, of: () => same }
  const bits = compact ? view.getUint8(box.begin + 7) : 32
  if (![4, 8, 16, 32].includes(bits)) return null
  const count = Math.min(claimed, Math.floor(((box.end - first) * 8) / bits))
  return { count, same: null, of: (sample) => readBits(view, first, sample, bits) }
}

function readBits(view: DataView, first: number, index: number, bits: number): number {
  if (bits === 32) return view.getUint32(first + index * 4)
  if (bits === 16) return view.getUint16(first + index * 2)
  const byte = view.getUint8(first + Math.floor((index * bits) / 8))
  if (bits === 8) return byte
  return index % 2 === 0 ? byte >> 4 : byte & 15
}

/** Decoding time of a sample in ticks of its track (stts); null past the last. */
export function createSampleClock(view: DataView, stbl: Interval): (sample: number) => number | null {
  const stts = readTable(view, findBox(view, stbl, 'stts'), 8)
  let entry = 0
  let firstSample = 0
  let ticks = 0
  return (sample) => {
    for (; stts && entry < stts.count; entry++) {
      const samples = view.getUint32(stts.at(entry))
      const delta = view.getUint32(stts.at(entry) + 4)
      if (sample < firstSample + samples) return ticks + (sample - firstSample) * delta
      firstSample += samples
      ticks += samples * delta
    }
    return null
  }
}

/** Byte of a sample in the file (stsc, stco or co64, stsz); null past the last or when the tables contradict each other. */
export function createSamplePlaces(view: DataView, stbl: Interval): (sample: number) => number | null {
  const offsets = chunkOffsets(view, stbl)
  const sizes = sampleSizes(view, stbl)
  const find = createChunkFinder(view, stbl)
  let upTo = 0
  let bytesBefore = 0
  return (sample) => {
    const chunk = find(sample)
    if (!offsets || !sizes || !chunk || chunk.index >= offsets.count || sample >= sizes.count) return null
    if (sizes.same !== null) return offsets.of(chunk.index) + (sample - chunk.firstSample) * sizes.same
    if (chunk.firstSample > upTo) [upTo, bytesBefore] = [chunk.firstSample, 0]
    for (; upTo < sample; upTo++) bytesBefore += sizes.of(upTo)
    return offsets.of(chunk.index) + bytesBefore
  }
}

function chunkOffsets(view: DataView, stbl: Interval): { readonly count: number; of(chunk: number): number } | null {
  const wide = readTable(view, findBox(view, stbl, 'co64'), 8)
  if (wide) return { count: wide.count, of: (chunk) => readUint64(view, wide.at(chunk)) }
  const table = readTable(view, findBox(view, stbl, 'stco'), 4)
  return table && { count: table.count, of: (chunk) => view.getUint32(table.at(chunk)) }
}

/** The chunk a sample lies in. An entry of stsc holds from its first chunk up to that of the next one. */
function createChunkFinder(view: DataView, stbl: Interval): (sample: number) => { index: number; firstSample: number } | null {
  const stsc = readTable(view, findBox(view, stbl, 'stsc'), 12)
  let entry = 0
  let firstSample = 0
  return (sample) => {
    for (; stsc && entry < stsc.count; entry++) {
      const firstChunk = view.getUint32(stsc.at(entry))
      const perChunk = view.getUint32(stsc.at(entry) + 4)
      const chunks = entry + 1 < stsc.count ? view.getUint32(stsc.at(entry + 1)) - firstChunk : Infinity
      if (firstChunk < 1 || perChunk < 1 || chunks < 1) return null
      if (sample >= firstSample + chunks * perChunk) { firstSample += chunks * perChunk; continue }
      const behind = Math.floor((sample - firstSample) / perChunk)
      return { index: firstChunk - 1 + behind, firstSample: firstSample + behind * perChunk }
    }
    return null
  }
}
