import { concatBytes } from '../concat-bytes.ts'
import { viewOf } from './matroska-elements.ts'
import type { IndexedPicture, PictureBox } from './picture.ts'
import { isBox, rgbOf } from './picture.ts'

/** What a display set of Presentation Graphics (Blu-ray subtitles) does: a picture, or an empty screen. */
export type PgsSet = { readonly kind: 'clear' } | { readonly kind: 'picture'; readonly box: PictureBox }

/** `begin`, `end`: of its content. */
interface Segment {
  readonly type: number
  readonly begin: number
  readonly end: number
}

interface Composition {
  readonly screenWidth: number
  readonly screenHeight: number
  readonly paletteId: number
  readonly objects: readonly { readonly id: number; readonly x: number; readonly y: number }[]
}

interface PgsObject {
  readonly width: number
  readonly height: number
  readonly runs: Uint8Array
}

export const PGS_TYPE = { palette: 0x14, object: 0x15, composition: 0x16, end: 0x80 } as const
/** Two are what a player must show at a time. */
const MAX_OBJECTS = 2
const MAX_SEGMENTS = 200

/** Reads what a display set does, as Matroska keeps it (one set a block, RFC 9559 codec S_HDMV/PGS). Null when it shows nothing of its own. */
export function parsePgsSet(block: Uint8Array): PgsSet | null {
  const set = readSet(block)
  if (!set) return null
  if (set.composition.objects.length === 0) return { kind: 'clear' }
  const box = boxOf(set.composition, set.objects)
  return box && { kind: 'picture', box }
}

/** Draws a display set; null when it is damaged. */
export function drawPgsSet(block: Uint8Array): IndexedPicture | null {
  const set = readSet(block)
  const box = set && boxOf(set.composition, set.objects)
  if (!set || !box) return null
  const palette = readPalette(viewOf(block), set.segments, set.composition)
  const pixels = new Uint8Array(box.width * box.height).fill(clearEntry(palette))
  for (const { id, x, y } of set.composition.objects) {
    const object = set.objects.get(id)
    if (object) drawRuns(object, pixels, box.width, (y - box.y) * box.width + (x - box.x))
  }
  return { width: box.width, height: box.height, pixels, palette }
}

function readSet(block: Uint8Array): { segments: readonly Segment[]; composition: Composition; objects: ReadonlyMap<number, PgsObject> } | null {
  const view = viewOf(block)
  const segments = pgsSegments(block)
  const first = segments.find(({ type }) => type === PGS_TYPE.composition)
  const composition = first && readComposition(view, first)
  return composition ? { segments, composition, objects: readObjects(block, segments) } : null
}

/** The segments of a set, up to one that is not here whole. */
export function pgsSegments(block: Uint8Array): readonly Segment[] {
  const view = viewOf(block)
  const segments: Segment[] = []
  for (let at = 0; at + 3 <= block.length && segments.length < MAX_SEGMENTS;) {
    const end = at + 3 + view.getUint16(at + 1)
    if (end > block.length) break
    segments.push({ type: view.getUint8(at), begin: at + 3, end })
    at = end
  }
  return segments
}

function readComposition(view: DataView, { begin, end }: Segment): Composition | null {
  if (end - begin < 11) return null
  const objects: Composition['objects'][number][] = []
  const count = Math.min(MAX_OBJECTS, view.getUint8(begin + 10))
  for (let i = 0, at = begin + 11; i < count && at + 8 <= end; i++) {
    objects.push({ id: view.getUint16(at), x: view.getUint16(at + 4), y: view.getUint16(at + 6) })
    at += (view.getUint8(at + 3) & 0x80) !== 0 ? 16 : 8 // a cropped one says where
  }
  return { screenWidth: view.getUint16(begin), screenHeight: view.getUint16(begin + 2), paletteId: view.getUint8(begin + 9), objects }
}

/** An object may lie in several segments, the first of which says how large it is. */
function readObjects(block: Uint8Array, segments: readonly Segment[]): Map<number, PgsObject> {
  const view = viewOf(block)
  const parts = new Map<number, { width: number; height: number; runs: Uint8Array[] }>()
  for (const { begin, end } of segments.filter(({ type }) => type === PGS_TYPE.object)) {
    if (end - begin < 4) continue
    const id = view.getUint16(begin)
    const isFirst = (view.getUint8(begin + 3) & 0x80) !== 0
    if (isFirst && end - begin >= 11) parts.set(id, { width: view.getUint16(begin + 7), height: view.getUint16(begin + 9), runs: [block.subarray(begin + 11, end)] })
    else if (!isFirst) parts.get(id)?.runs.push(block.subarray(begin + 4, end))
  }
  return new Map([...parts].map(([id, { width, height, runs }]) => [id, { width, height, runs: concatBytes(runs) }]))
}

/** Around all objects; null when one of them is not in this set (then it only changes colours) or lies outside. */
function boxOf({ screenWidth, screenHeight, objects: placed }: Composition, objects: ReadonlyMap<number, PgsObject>): PictureBox | null {
  const boxes = placed.flatMap(({ id, x, y }) => { const object = objects.get(id); return object ? [{ x, y, right: x + object.width, bottom: y + object.height }] : [] })
  if (boxes.length === 0 || boxes.length < placed.length) return null
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const box = { x, y, width: Math.max(...boxes.map(({ right }) => right)) - x, height: Math.max(...boxes.map(({ bottom }) => bottom)) - y, screenWidth, screenHeight }
  return isBox(box) ? box : null
}

function readPalette(view: DataView, segments: readonly Segment[], { paletteId, screenHeight }: Composition): Uint8Array {
  const palette = new Uint8Array(1024)
  for (const { begin, end } of segments.filter((segment) => segment.type === PGS_TYPE.palette && segment.end > segment.begin && view.getUint8(segment.begin) === paletteId)) {
    for (let at = begin + 2; at + 5 <= end; at += 5) {
      const [red, green, blue] = rgbOf(view.getUint8(at + 1), view.getUint8(at + 3), view.getUint8(at + 2), screenHeight)
      palette.set([red, green, blue, view.getUint8(at + 4)], view.getUint8(at) * 4)
    }
  }
  return palette
}

/** An entry that is seen through; entries that no segment names are. */
function clearEntry(palette: Uint8Array): number {
  for (let entry = 255; entry >= 0; entry--) if (palette[entry * 4 + 3] === 0) return entry
  return 0
}

/**
 * Runs of one colour: CC once; 00 LL of colour 0; 00 4L LL; 00 8L CC; 00 CL LL CC; 00 00 ends a line. What does not fit into
 * the object is left out.
 */
function drawRuns({ width, height, runs }: PgsObject, pixels: Uint8Array, stride: number, origin: number): void {
  let [x, y] = [0, 0]
  for (let at = 0; at < runs.length && y < height;) {
    const first = runs[at++] ?? 0
    let [length, colour] = [1, first]
    if (first === 0) {
      const second = runs[at++] ?? 0
      if (second === 0) { [x, y] = [0, y + 1]; continue }
      length = (second & 0x40) !== 0 ? ((second & 0x3f) << 8) | (runs[at++] ?? 0) : second & 0x3f
      colour = (second & 0x80) !== 0 ? runs[at++] ?? 0 : 0
    }
    const end = Math.min(width, x + length)
    pixels.fill(colour, origin + y * stride + x, origin + y * stride + end)
    x = end
  }
}
