import { drawDvbField } from './dvb-pixels.ts'
import { viewOf } from './matroska-elements.ts'
import type { IndexedPicture, PictureBox } from './picture.ts'
import { isBox, rgbOf } from './picture.ts'

/** What a display set of DVB subtitles does (ETSI EN 300 743): a picture for some time, or an empty screen. */
export type DvbSet = { readonly kind: 'clear' } | { readonly kind: 'picture'; readonly box: PictureBox; readonly timeOutMs: number }

interface Segment { readonly type: number; readonly begin: number; readonly end: number }
interface Placed { readonly x: number; readonly y: number }
interface Region extends Placed {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly clut: number
  readonly background: number
  readonly objects: readonly (Placed & { readonly id: number })[]
}
interface Page {
  readonly segments: readonly Segment[]
  readonly timeOutMs: number
  /** Those that this set describes; the page may name others. */
  readonly regions: readonly Region[]
  readonly isEmpty: boolean
  readonly screen: { readonly width: number; readonly height: number }
}

const TYPE = { page: 0x10, region: 0x11, colours: 0x12, object: 0x13, display: 0x14 }
const SYNC = 0x0f
const MAX_SEGMENTS = 200
const MAX_REGIONS = 16
const MAX_OBJECTS = 32
/** Of a set that does not say (5.1.3). */
const SCREEN = { width: 720, height: 576 }

/** Reads what the content of a PES packet does. Null when it shows nothing of its own. */
export function parseDvbSet(block: Uint8Array): DvbSet | null {
  const page = readPage(block)
  if (!page) return null
  if (page.isEmpty) return { kind: 'clear' }
  const box = boxOf(page)
  return box && { kind: 'picture', box, timeOutMs: page.timeOutMs }
}

/** Draws it; null when it is damaged. */
export function drawDvbSet(block: Uint8Array): IndexedPicture | null {
  const page = readPage(block)
  const box = page && boxOf(page)
  if (!page || !box) return null
  const palette = new Uint8Array(1024)
  const pixels = new Uint8Array(box.width * box.height).fill(CLEAR)
  let firstEntry = 0
  for (const region of page.regions) {
    const entries = 1 << region.depth
    if (firstEntry + entries > CLEAR + 1) break
    readColours(viewOf(block), page.segments, region, palette, firstEntry)
    drawRegion(block, page, region, { pixels, box, firstEntry })
    firstEntry += entries
  }
  palette.fill(0, CLEAR * 4)
  return { width: box.width, height: box.height, pixels, palette }
}

/** The entry between regions: seen through. A region of 256 colours loses its last one, which nobody uses. */
const CLEAR = 255

function readPage(block: Uint8Array): Page | null {
  const view = viewOf(block)
  const segments = segmentsOf(view)
  const first = segments.find(({ type, begin, end }) => type === TYPE.page && end - begin >= 2)
  if (!first) return null
  const display = segments.find(({ type, begin, end }) => type === TYPE.display && end - begin >= 5)
  const placed = new Map<number, Placed>()
  for (let at = first.begin + 2; at + 6 <= first.end && placed.size < MAX_REGIONS; at += 6) placed.set(view.getUint8(at), { x: view.getUint16(at + 2), y: view.getUint16(at + 4) })
  return {
    segments, timeOutMs: view.getUint8(first.begin) * 1000, isEmpty: placed.size === 0,
    regions: segments.filter(({ type }) => type === TYPE.region).slice(0, MAX_REGIONS).flatMap((segment) => readRegion(view, segment, placed)),
    screen: display ? { width: view.getUint16(display.begin + 1) + 1, height: view.getUint16(display.begin + 3) + 1 } : SCREEN,
  }
}

/** Behind the two bytes of the data field: sync, type, page, length, content (7.2). */
function segmentsOf(view: DataView): readonly Segment[] {
  const segments: Segment[] = []
  for (let at = 2; at + 6 <= view.byteLength && view.getUint8(at) === SYNC && segments.length < MAX_SEGMENTS;) {
    const end = at + 6 + view.getUint16(at + 4)
    if (end > view.byteLength) break
    segments.push({ type: view.getUint8(at + 1), begin: at + 6, end })
    at = end
  }
  return segments
}

function readRegion(view: DataView, { begin, end }: Segment, placed: ReadonlyMap<number, Placed>): Region[] {
  const place = end - begin >= 10 ? placed.get(view.getUint8(begin)) : undefined
  if (!place) return []
  const depth = 1 << ((view.getUint8(begin + 6) >> 2) & 7)
  const objects: Region['objects'][number][] = []
  for (let at = begin + 10; at + 6 <= end && objects.length < MAX_OBJECTS;) {
    const kind = view.getUint8(at + 2) >> 6
    objects.push({ id: view.getUint16(at), x: view.getUint16(at + 2) & 0x0fff, y: view.getUint16(at + 4) & 0x0fff })
    at += kind === 1 || kind === 2 ? 8 : 6 // letters have two colours more
  }
  const isFilled = (view.getUint8(begin + 1) & 0x08) !== 0
  const codes = view.getUint8(begin + 9)
  const background = depth === 8 ? view.getUint8(begin + 8) : depth === 4 ? codes >> 4 : (codes >> 2) & 3
  return depth > 8 ? [] : [{ ...place, width: view.getUint16(begin + 2), height: view.getUint16(begin + 4), depth, clut: view.getUint8(begin + 7), background: isFilled ? background : 0, objects }]
}

/** Around all regions; null when there is none in this set, or one lies outside the screen. */
function boxOf({ regions, screen }: Page): PictureBox | null {
  if (regions.length === 0) return null
  const x = Math.min(...regions.map((region) => region.x))
  const y = Math.min(...regions.map((region) => region.y))
  const box = { x, y, width: Math.max(...regions.map((region) => region.x + region.width)) - x, height: Math.max(...regions.map((region) => region.y + region.height)) - y, screenWidth: screen.width, screenHeight: screen.height }
  return isBox(box) ? box : null
}

/** Colours are those of ITU-R BT.601 for every screen (7.2.4). */
function readColours(view: DataView, segments: readonly Segment[], { clut }: Region, palette: Uint8Array, firstEntry: number): void {
  for (const { begin, end } of segments.filter((segment) => segment.type === TYPE.colours && segment.end > segment.begin && view.getUint8(segment.begin) === clut)) {
    for (let at = begin + 2; at + 4 <= end;) {
      const isFull = (view.getUint8(at + 1) & 1) !== 0
      if (isFull && at + 6 > end) return
      const entry = firstEntry + view.getUint8(at)
      const [y, cr, cb, clear] = isFull ? [view.getUint8(at + 2), view.getUint8(at + 3), view.getUint8(at + 4), view.getUint8(at + 5)] : shortColour(view.getUint16(at + 2))
      if (entry < CLEAR + 1) palette.set([...rgbOf(y, cb, cr, SCREEN.height), y === 0 ? 0 : 255 - clear], entry * 4)
      at += isFull ? 6 : 4
    }
  }
}

/** Six, four, four and two bits: luma, Cr, Cb, how far it is seen through. */
function shortColour(bits: number): readonly [number, number, number, number] {
  return [(bits >> 10) << 2, ((bits >> 6) & 15) << 4, ((bits >> 2) & 15) << 4, (bits & 3) * 85]
}

function drawRegion(block: Uint8Array, { segments }: Page, region: Region, { pixels, box, firstEntry }: { readonly pixels: Uint8Array; readonly box: PictureBox; readonly firstEntry: number }): void {
  const view = viewOf(block)
  const [left, top] = [region.x - box.x, region.y - box.y]
  for (let y = top; y < top + region.height; y++) pixels.fill(firstEntry + region.background, y * box.width + left, y * box.width + left + region.width)
  for (const { id, x, y } of region.objects) {
    const object = segments.find(({ type, begin, end }) => type === TYPE.object && end - begin >= 7 && view.getUint16(begin) === id)
    if (!object || (view.getUint8(object.begin + 2) & 0x0c) !== 0) continue // letters instead of pixels
    const [topBytes, bottomBytes] = [view.getUint16(object.begin + 3), view.getUint16(object.begin + 5)]
    const middle = Math.min(object.end, object.begin + 7 + topBytes)
    const fields = [block.subarray(object.begin + 7, middle), block.subarray(middle, Math.min(object.end, middle + bottomBytes))] as const
    const target = { pixels, stride: box.width, x: left + x, y: top + y, right: left + region.width, bottom: top + region.height, firstEntry }
    drawDvbField(fields[0], 0, target)
    drawDvbField(bottomBytes === 0 ? fields[0] : fields[1], 1, target)
  }
}
