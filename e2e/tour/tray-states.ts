import { rm, writeFile } from 'node:fs/promises'
import { drawTrayIcon, TRAY_ICON_SIDE } from '../../shared/tray/tray-icon.ts'
import { mustRun } from '../lab/run-tool.ts'

/** Nothing is fetched; then a download at its beginning, in its middle and near its end; all of it on a dark panel and on a light one. */
const SHARES = [null, 0, 0.25, 0.6, 0.9] as const
const PANELS = [[0x1c, 0x1f, 0x24], [0xf2, 0xf2, 0xf0]] as const
const SIDE = 48
/** Systems show it smaller; here it is to be looked at. */
const ENLARGED = 3

/** Draws the states of the icon beside the clock as it would lie on the system's panel. No system shows its own panel to a test. */
export async function drawTrayStates(path: string): Promise<void> {
  const [width, height] = [SIDE * SHARES.length, SIDE * PANELS.length]
  const pixels = Buffer.alloc(width * height * 3)
  for (const [row, panel] of PANELS.entries()) for (const [column, share] of SHARES.entries()) {
    const icon = drawTrayIcon(share)
    for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) {
      pixels.set(laidOver(panel, pixelAt(icon, x - (SIDE - TRAY_ICON_SIDE) / 2, y - (SIDE - TRAY_ICON_SIDE) / 2)), ((row * SIDE + y) * width + column * SIDE + x) * 3)
    }
  }
  await writeFile(`${path}.raw`, pixels)
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${String(width)}x${String(height)}`, '-i', `${path}.raw`, '-vf', `scale=iw*${String(ENLARGED)}:-1:flags=lanczos`, path])
  await rm(`${path}.raw`)
}

interface Pixel {
  readonly rgb: readonly number[]
  readonly alpha: number
}

function pixelAt(icon: Uint8Array, x: number, y: number): Pixel {
  if (x < 0 || y < 0 || x >= TRAY_ICON_SIDE || y >= TRAY_ICON_SIDE) return { rgb: [0, 0, 0], alpha: 0 }
  const [blue = 0, green = 0, red = 0, alpha = 0] = icon.subarray((y * TRAY_ICON_SIDE + x) * 4)
  return { rgb: [red, green, blue], alpha: alpha / 255 }
}

function laidOver(ground: readonly number[], { rgb, alpha }: Pixel): number[] {
  return ground.map((value, channel) => Math.round(value * (1 - alpha) + (rgb[channel] ?? 0) * alpha))
}
