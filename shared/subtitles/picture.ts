/** A subtitle that is a picture: one byte a pixel, each an entry of the palette. */
export interface IndexedPicture {
  readonly width: number
  readonly height: number
  /** width * height entries, row by row. */
  readonly pixels: Uint8Array
  /** 256 times red, green, blue, opacity. */
  readonly palette: Uint8Array
}

/** Where a picture lies on the screen it was made for, in pixels. */
export interface PictureBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly screenWidth: number
  readonly screenHeight: number
}

/** A screen of 4K and a little more; larger ones are an attack. */
const MAX_SIDE = 4096

/** True for a box that lies in its screen. */
export function isBox({ x, y, width, height, screenWidth, screenHeight }: PictureBox): boolean {
  return width > 0 && height > 0 && screenWidth > 0 && screenHeight > 0 && screenWidth <= MAX_SIDE && screenHeight <= MAX_SIDE && x >= 0 && y >= 0 && x + width <= screenWidth && y + height <= screenHeight
}

/** One entry of a palette: YCbCr of narrow range (ITU-R BT.601 for small screens, BT.709 for large ones) as red, green, blue. */
export function rgbOf(y: number, cb: number, cr: number, screenHeight: number): readonly [number, number, number] {
  const [kr, kg1, kg2, kb] = screenHeight > 576 ? [1.793, 0.213, 0.533, 2.112] : [1.596, 0.392, 0.813, 2.017]
  const luma = 1.164 * (y - 16)
  const clip = (value: number) => Math.max(0, Math.min(255, Math.round(value)))
  return [clip(luma + kr * (cr - 128)), clip(luma - kg1 * (cb - 128) - kg2 * (cr - 128)), clip(luma + kb * (cb - 128))]
}
