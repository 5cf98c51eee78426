/** Where the pixels of an object go: its corner, and the edge they must not cross. */
export interface PixelTarget {
  readonly pixels: Uint8Array
  readonly stride: number
  readonly x: number
  readonly y: number
  readonly right: number
  readonly bottom: number
  /** Added to each colour. */
  readonly firstEntry: number
}

const TYPE = { two: 0x10, four: 0x11, eight: 0x12, endOfLine: 0xf0 }
/** A run of pixels; `null` ends a string. */
type Run = { readonly length: number; readonly colour: number } | null
type Bits = (count: number) => number

/** Draws every second line of an object, from `firstLine` on, out of its sub-blocks (ETSI EN 300 743, 7.2.5.1). What does not fit is left out. */
export function drawDvbField(field: Uint8Array, firstLine: number, target: PixelTarget): void {
  let x = target.x
  let y = target.y + firstLine
  for (let at = 0; at < field.length && y < target.bottom;) {
    const type = field[at++]
    const readRun = type === TYPE.two ? twoBits : type === TYPE.four ? fourBits : type === TYPE.eight ? eightBits : null
    if (type === TYPE.endOfLine) [x, y] = [target.x, y + 2]
    else if (!readRun) return // tables that map colours of fewer bits to more: nobody sends them
    else {
      const string = bitsOf(field, at)
      for (let run = readRun(string.read); run && !string.isOver(); run = readRun(string.read)) {
        const end = Math.min(target.right, x + run.length)
        target.pixels.fill(target.firstEntry + run.colour, y * target.stride + x, y * target.stride + Math.max(x, end))
        x = Math.max(x, end)
      }
      at = string.byte()
    }
  }
}

/** Bits from a byte on, the highest first; zeros behind the end. */
function bitsOf(bytes: Uint8Array, from: number) {
  let at = from * 8
  const read: Bits = (count) => {
    let value = 0
    for (let i = 0; i < count; i++, at++) value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    return value
  }
  return { read, isOver: () => at > bytes.length * 8, byte: () => Math.ceil(at / 8) }
}

function twoBits(read: Bits): Run {
  const colour = read(2)
  if (colour !== 0) return { length: 1, colour }
  if (read(1) === 1) return longer(read, 3, 3, 2)
  if (read(1) === 1) return { length: 1, colour: 0 }
  switch (read(2)) {
    case 0: return null
    case 1: return { length: 2, colour: 0 }
    case 2: return longer(read, 4, 12, 2)
    default: return longer(read, 8, 29, 2)
  }
}

function fourBits(read: Bits): Run {
  const colour = read(4)
  if (colour !== 0) return { length: 1, colour }
  if (read(1) === 0) {
    const length = read(3)
    return length === 0 ? null : { length: length + 2, colour: 0 }
  }
  if (read(1) === 0) return longer(read, 2, 4, 4)
  switch (read(2)) {
    case 0: return { length: 1, colour: 0 }
    case 1: return { length: 2, colour: 0 }
    case 2: return longer(read, 4, 9, 4)
    default: return longer(read, 8, 25, 4)
  }
}

function eightBits(read: Bits): Run {
  const colour = read(8)
  if (colour !== 0) return { length: 1, colour }
  const isColoured = read(1) === 1
  const length = read(7)
  if (isColoured) return { length, colour: read(8) }
  return length === 0 ? null : { length, colour: 0 }
}

/** A length of some bits, over the least that is written so, and a colour. */
function longer(read: Bits, lengthBits: number, least: number, colourBits: number): Run {
  const length = read(lengthBits) + least
  return { length, colour: read(colourBits) }
}
