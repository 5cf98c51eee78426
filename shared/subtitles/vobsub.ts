import { viewOf } from './matroska-elements.ts'
import type { IndexedPicture, PictureBox } from './picture.ts'
import { isBox } from './picture.ts'

/** What a VobSub track says of itself: the text of its .idx file. */
export interface VobSubHead {
  readonly screenWidth: number
  readonly screenHeight: number
  /** 16 colours as red, green, blue. */
  readonly colours: readonly (readonly [number, number, number])[]
}

/** When a picture is shown, from the time of its block on, and where. */
export interface VobSubPicture {
  readonly box: PictureBox
  readonly delayMs: number
  /** Null when it does not say. */
  readonly durationMs: number | null
}

/** Reads `size` and `palette` of the text; a screen of PAL and greys where they are missing. */
export function parseVobSubHead(idx: string): VobSubHead {
  const [, width = '720', height = '576'] = /^size:\s*(\d{1,4})x(\d{1,4})/m.exec(idx) ?? []
  const list = /^palette:\s*([0-9a-f, ]{6,200})/im.exec(idx)?.[1] ?? ''
  const named = list.split(',').map((colour) => Number.parseInt(colour.trim(), 16))
  const colours = Array.from({ length: 16 }, (_, i) => {
    const value = named[i] ?? NaN
    return Number.isFinite(value) ? [(value >> 16) & 255, (value >> 8) & 255, value & 255] as const : [i * 17, i * 17, i * 17] as const
  })
  return { screenWidth: Number(width), screenHeight: Number(height), colours }
}

interface Control {
  readonly box: PictureBox | null
  readonly entries: readonly number[]
  readonly opacities: readonly number[]
  readonly fields: readonly [number, number] | null
  readonly startTicks: number
  readonly stopTicks: number | null
}

/** A tick of the control sequences: 1024 of 90 kHz. */
const TICK_MS = 1024 / 90
const MAX_SEQUENCES = 50

/** Reads when and where the picture of a block is shown; null for a damaged one. */
export function parseVobSubPicture(block: Uint8Array, head: VobSubHead): VobSubPicture | null {
  const { box, startTicks, stopTicks } = readControl(block, head)
  return box && isBox(box) ? { box, delayMs: startTicks * TICK_MS, durationMs: stopTicks === null ? null : (stopTicks - startTicks) * TICK_MS } : null
}

/** Draws the picture of a block; null for a damaged one. */
export function drawVobSubPicture(block: Uint8Array, head: VobSubHead): IndexedPicture | null {
  const { box, fields, entries, opacities } = readControl(block, head)
  if (!box || !fields || !isBox(box)) return null
  const palette = new Uint8Array(1024)
  entries.forEach((entry, i) => { palette.set([...(head.colours[entry] ?? [0, 0, 0]), (opacities[i] ?? 0) * 17], i * 4) })
  const pixels = new Uint8Array(box.width * box.height)
  drawField(block, fields[0], pixels, box, 0)
  drawField(block, fields[1], pixels, box, 1)
  return { width: box.width, height: box.height, pixels, palette }
}

/** The control sequences behind the pixels: a time, where the next one is, and commands. */
function readControl(block: Uint8Array, { screenWidth, screenHeight }: VobSubHead): Control {
  const view = viewOf(block)
  const control: Mutable<Control> = { box: null, entries: [0, 0, 0, 0], opacities: [0, 0, 0, 0], fields: null, startTicks: 0, stopTicks: null }
  let at = block.length >= 4 ? view.getUint16(2) : block.length
  for (let seen = 0; seen < MAX_SEQUENCES && at + 4 <= block.length; seen++) {
    const ticks = view.getUint16(at)
    const next = view.getUint16(at + 2)
    readCommands(view, at + 4, ticks, control, screenWidth, screenHeight)
    if (next <= at) break
    at = next
  }
  return control
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function readCommands(view: DataView, from: number, ticks: number, control: Mutable<Control>, screenWidth: number, screenHeight: number): void {
  for (let at = from; at < view.byteLength;) {
    const command = view.getUint8(at)
    const size = SIZES.get(command)
    if (size === undefined || at + 1 + size > view.byteLength) return
    const nibbles = () => Array.from({ length: 4 }, (_, i) => (view.getUint16(at + 1) >> (i * 4)) & 15)
    switch (command) {
      case 0x00: case 0x01: control.startTicks = ticks; break
      case 0x02: control.stopTicks ??= ticks; break
      case 0x03: control.entries = nibbles(); break
      case 0x04: control.opacities = nibbles(); break
      case 0x05: control.box = readBox(view, at + 1, screenWidth, screenHeight); break
      case 0x06: control.fields = [view.getUint16(at + 1), view.getUint16(at + 3)]; break
    }
    at += 1 + size
  }
}

/** Bytes behind a command; 0xff ends the commands and is not here. */
const SIZES: ReadonlyMap<number, number> = new Map([[0x00, 0], [0x01, 0], [0x02, 0], [0x03, 2], [0x04, 2], [0x05, 6], [0x06, 4]])

/** Four numbers of twelve bits: left, right, top, bottom, all included. */
function readBox(view: DataView, at: number, screenWidth: number, screenHeight: number): PictureBox {
  const byte = (i: number) => view.getUint8(at + i)
  const left = (byte(0) << 4) | (byte(1) >> 4)
  const right = ((byte(1) & 15) << 8) | byte(2)
  const top = (byte(3) << 4) | (byte(4) >> 4)
  const bottom = ((byte(4) & 15) << 8) | byte(5)
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1, screenWidth, screenHeight }
}

/** Every second line: runs of two to sixteen bits, the last two of which are the colour; a run of length 0 ends the line. */
function drawField(block: Uint8Array, from: number, pixels: Uint8Array, { width, height }: PictureBox, firstLine: number): void {
  let nibbleAt = from * 2
  const nibble = () => {
    const byte = block[nibbleAt >> 1] ?? 0
    const value = nibbleAt % 2 === 0 ? byte >> 4 : byte & 15
    nibbleAt += 1
    return value
  }
  for (let y = firstLine; y < height && nibbleAt < block.length * 2; y += 2) {
    for (let x = 0; x < width;) {
      let code = nibble()
      for (let length = 1; length < 4 && code < (LONGER[length - 1] ?? 0); length++) code = code * 16 + nibble()
      const run = code >> 2
      const end = run === 0 ? width : Math.min(width, x + run)
      pixels.fill(code & 3, y * width + x, y * width + end)
      x = end
    }
    nibbleAt += nibbleAt % 2 // lines begin with a byte
  }
}

/** Below these a code of one, two, three nibbles goes on. */
const LONGER = [0x4, 0x10, 0x40] as const
