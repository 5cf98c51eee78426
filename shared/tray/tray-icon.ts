/** Points of the icon's sides: what systems show at twice their usual 16. */
export const TRAY_ICON_SIDE = 32

/** The accent of the window, blue first, as bitmaps want it. */
const WATER = [0xc0, 0xc9, 0x35] as const
const RING = { inner: 12.5, outer: 15.5 } as const
const FAINT_ALPHA = 70

/**
 * The icon beside the clock as a bitmap (BGRA, row by row): a play sign in a ring that fills clockwise from its top.
 * `share` 0..1 of what is being fetched; null = nothing is, the ring is full.
 */
export function drawTrayIcon(share: number | null): Uint8Array {
  const bitmap = new Uint8Array(TRAY_ICON_SIDE * TRAY_ICON_SIDE * 4)
  for (let y = 0; y < TRAY_ICON_SIDE; y++) for (let x = 0; x < TRAY_ICON_SIDE; x++) {
    bitmap.set([...WATER, smoothAlpha(x - TRAY_ICON_SIDE / 2, y - TRAY_ICON_SIDE / 2, share ?? 1)], (y * TRAY_ICON_SIDE + x) * 4)
  }
  return bitmap
}

/** Looks into each point of the bitmap so many times in a row and in a column: edges are soft. */
const LOOKS = 4

/** Of the point whose corner is `x`, `y` from the middle: the mean of what lies in it. */
function smoothAlpha(x: number, y: number, share: number): number {
  let sum = 0
  for (let look = 0; look < LOOKS * LOOKS; look++) sum += alphaAt(x + (look % LOOKS + 0.5) / LOOKS, y + (Math.floor(look / LOOKS) + 0.5) / LOOKS, share)
  return Math.round(sum / (LOOKS * LOOKS))
}

/** `x`, `y` from the middle. */
function alphaAt(x: number, y: number, share: number): number {
  const isSign = x >= -4 && x <= 7 && Math.abs(y) <= (7 - x) * 0.6
  const distance = Math.hypot(x, y)
  if (isSign) return 255
  if (distance < RING.inner || distance > RING.outer) return 0
  const turn = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1
  return turn <= share ? 255 : FAINT_ALPHA
}
