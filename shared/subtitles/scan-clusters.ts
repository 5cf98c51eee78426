import type { Interval } from '../interval.ts'
import type { Element } from '../window/ebml.ts'
import { elementsIn, readElement, readUint } from '../window/ebml.ts'
import { ID, TOP_LEVEL } from './matroska-ids.ts'
import { bytesIn, viewOf } from './matroska-elements.ts'

/** Where a walk through the clusters of a file stands. */
export interface ScanPlace {
  /** Byte of the file where the next element begins. */
  readonly at: number
  /** The cluster it lies in; null between two. Its time is not known before its Timestamp was met. */
  readonly cluster: { readonly ticks: number | null; readonly end: number } | null
}

/** A block of a wanted track. */
export interface TrackBlock {
  readonly track: number
  readonly ticks: number
  /** Null when the file does not say. */
  readonly durationTicks: number | null
  /** It can be decoded without those before it. */
  readonly isKey: boolean
  /** Borrowed from the bytes given; of a track of which only the heads are looked at not all of them. */
  readonly bytes: Uint8Array
  /** Where they lie in the file. */
  readonly place: Interval
}

export interface Scan {
  readonly blocks: readonly TrackBlock[]
  readonly place: ScanPlace
  /** Bytes wanted from `place.at` on before the walk can go on; it may lie far behind the bytes given. 0 at the end of the file. */
  readonly needBytes: number
  /** What stands at `place.at` is no element. */
  readonly lost: boolean
}

/** ID and size of an element take no more. */
const HEADER_BYTES = 12
/** Track number, time, flags. */
const BLOCK_HEADER_BYTES = 12
/** A group of a picture is stepped over by its first child; larger ones that begin otherwise are no text. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024

/** Numbers of the tracks whose blocks are taken: whole ones, and one of which their heads are enough. */
export interface WantedTracks {
  readonly whole: ReadonlySet<number>
  readonly heads: number | null
}

/**
 * Walks from one element to the next through the bytes [begin, begin + length) of a file and takes the blocks of the
 * wanted tracks; everything else is stepped over without being read.
 */
export function scanClusters(bytes: Uint8Array, begin: number, from: ScanPlace, wanted: WantedTracks, fileLength: number): Scan {
  const view = viewOf(bytes)
  const blocks: TrackBlock[] = []
  let place = from
  for (;;) {
    const local = place.at - begin
    const stop = (needBytes: number, lost = false): Scan => ({ blocks, place, needBytes: Math.min(needBytes, Math.max(0, fileLength - place.at)), lost })
    if (place.at >= fileLength) return stop(0)
    if (local < 0 || local >= bytes.length) return stop(HEADER_BYTES)
    const element = readElement(view, local, fileLength - begin)
    if (!element) return bytes.length - local >= HEADER_BYTES ? stop(0, true) : stop(HEADER_BYTES)
    const step = stepOver(view, element, begin, place, wanted)
    if (typeof step === 'number') return stop(element.begin - local + step)
    if (step.block) blocks.push(step.block)
    place = step.place
  }
}

interface Step {
  readonly place: ScanPlace
  readonly block: TrackBlock | null
}

/** One element further, or how many bytes of its body are needed for that. */
function stepOver(view: DataView, element: Element, begin: number, place: ScanPlace, wanted: WantedTracks): Step | number {
  const { id, end, next } = element
  const cluster = place.cluster && place.at < place.cluster.end && !TOP_LEVEL.has(id) ? place.cluster : null
  const over = (block: TrackBlock | null = null): Step => ({ place: { at: begin + next, cluster }, block })
  if (id === ID.cluster) return { place: { at: begin + element.begin, cluster: { ticks: null, end: begin + end } }, block: null }
  if (!cluster) return over()
  if (id === ID.timestamp) {
    if (end > view.byteLength) return end - element.begin
    return { place: { at: begin + next, cluster: { ...cluster, ticks: readUint(view, element) } }, block: null }
  }
  if (id !== ID.simpleBlock && id !== ID.blockGroup) return over()
  const need = id === ID.simpleBlock ? needOfBlock(view, element, wanted) : needOfGroup(view, element, wanted)
  if (need > 0) return need
  return over(need < 0 || cluster.ticks === null ? null : readBlock(view, element, begin, cluster.ticks))
}

/** Bytes of the body that are missing to go on; 0 = the block is wanted and here, -1 = it is not wanted. */
function needOfBlock(view: DataView, block: Element, { whole, heads }: WantedTracks): number {
  const size = block.end - block.begin
  if (view.byteLength < Math.min(block.end, block.begin + BLOCK_HEADER_BYTES)) return Math.min(size, BLOCK_HEADER_BYTES)
  const track = trackOf(view, block)
  if (track !== null && track.number === heads) return 0
  if (track === null || !whole.has(track.number) || size > MAX_GROUP_BYTES) return -1
  return block.end > view.byteLength ? size : 0
}

function needOfGroup(view: DataView, group: Element, wanted: WantedTracks): number {
  const size = group.end - group.begin
  const peek = Math.min(size, HEADER_BYTES + BLOCK_HEADER_BYTES)
  if (view.byteLength < group.begin + peek) return peek
  const first = readElement(view, group.begin, group.end)
  if (first?.id === ID.block) {
    const need = needOfBlock(view, first, wanted)
    if (need < 0) return -1
  }
  if (size > MAX_GROUP_BYTES) return -1
  return group.end > view.byteLength ? size : 0
}

/** The block that an element is, its time counted from its cluster's; null when it is none. `begin`: where the view begins in the file. */
export function blockIn(view: DataView, element: Element, begin: number): TrackBlock | null {
  return element.id === ID.simpleBlock || element.id === ID.blockGroup ? readBlock(view, element, begin, 0) : null
}

function readBlock(view: DataView, element: Element, begin: number, clusterTicks: number): TrackBlock | null {
  let block: Element | null = element.id === ID.simpleBlock ? element : null
  let durationTicks: number | null = null
  let refersToOthers = false
  if (element.id === ID.blockGroup) {
    for (const child of elementsIn(view, element)) {
      if (child.id === ID.block) block = child
      if (child.id === ID.referenceBlock) refersToOthers = true
      if (child.id === ID.blockDuration) durationTicks = readUint(view, child)
    }
  }
  const track = block && trackOf(view, block)
  if (!block || !track || block.end < track.end + 3) return null
  const flags = view.getUint8(track.end + 2)
  const laced = (flags & 0x06) !== 0
  if (laced) return null
  const isKey = element.id === ID.simpleBlock ? (flags & 0x80) !== 0 : !refersToOthers
  return { track: track.number, ticks: clusterTicks + view.getInt16(track.end), durationTicks, isKey, bytes: bytesIn(view, { begin: track.end + 3, end: block.end }), place: { begin: begin + track.end + 3, end: begin + block.end } }
}

/** The track's number, written like the size of an element. */
function trackOf(view: DataView, { begin, end }: Element): { readonly number: number; readonly end: number } | null {
  const first = begin < Math.min(end, view.byteLength) ? view.getUint8(begin) : 0
  const length = first === 0 ? 0 : Math.clz32(first) - 23
  if (length === 0 || length > 4 || begin + length > Math.min(end, view.byteLength)) return null
  let number = first & (0xff >> length)
  for (let i = 1; i < length; i++) number = number * 256 + view.getUint8(begin + i)
  return { number, end: begin + length }
}

/**
 * Where a cluster begins in bytes of which nothing is known: its ID, a size, and a first child that clusters begin with.
 * Null when there is none; the last `CLUSTER_SIGN_BYTES` of the bytes must be looked at again with what follows.
 */
export function findCluster(bytes: Uint8Array, from = 0): number | null {
  const view = viewOf(bytes)
  for (let at = bytes.indexOf(0x1f, from); at >= 0 && at + CLUSTER_SIGN_BYTES <= bytes.length; at = bytes.indexOf(0x1f, at + 1)) {
    if (view.getUint32(at) !== ID.cluster) continue
    const cluster = readElement(view, at, Number.MAX_SAFE_INTEGER)
    const child = cluster && readElement(view, cluster.begin, cluster.end)
    if (child && FIRST_IN_CLUSTER.has(child.id)) return at
  }
  return null
}

/** A cluster's header and its first child's. */
export const CLUSTER_SIGN_BYTES = 24
const FIRST_IN_CLUSTER: ReadonlySet<number> = new Set([ID.timestamp, ID.checksum, ID.nothing, ID.position, ID.prevSize])
