import type { WindowState } from '../records/window-state.ts'

/** A part of the screen, in the system's own pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const FIRST_SIZE = { width: 1180, height: 720 }
/** Below this the controls no longer fit. */
export const MIN_SIZE = { width: 480, height: 320 }

/**
 * Where the window opens: where it was, if enough of its title bar is still on some display to take hold of it; else
 * only its size is kept, or the first size, and the system chooses the place. Never larger than the largest display.
 */
export function placeWindow(saved: WindowState | null, displays: readonly Rectangle[]): Partial<Rectangle> {
  const size = fitSize(saved ?? FIRST_SIZE, displays)
  if (saved === null || !displays.some((display) => isReachable(saved, display))) return size
  return { x: saved.x, y: saved.y, ...size }
}

/** Where the mini-player goes: in the corner below, as wide as a hand's breadth, in the shape of the picture (`aspect`, width by height). */
export function miniPlace(workArea: Rectangle, aspect: number): Rectangle {
  const width = clamp(MINI_WIDTH, 1, workArea.width)
  const height = Math.round(clamp(width / aspect, width / MINI_FLATTEST, Math.min(workArea.height, width)))
  return { x: workArea.x + workArea.width - width - MINI_MARGIN, y: workArea.y + workArea.height - height - MINI_MARGIN, width, height }
}

const MINI_WIDTH = 400
const MINI_MARGIN = 24
/** A picture that is flatter gets bars, or the buttons would cover it. */
const MINI_FLATTEST = 2.4

function fitSize({ width, height }: { readonly width: number; readonly height: number }, displays: readonly Rectangle[]): { width: number; height: number } {
  const widest = Math.max(MIN_SIZE.width, ...displays.map((display) => display.width))
  const highest = Math.max(MIN_SIZE.height, ...displays.map((display) => display.height))
  return { width: clamp(width, MIN_SIZE.width, widest), height: clamp(height, MIN_SIZE.height, highest) }
}

function isReachable(window: Rectangle, display: Rectangle): boolean {
  const visible = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  return visible >= GRIP_PIXELS && window.y >= display.y && window.y <= display.y + display.height - GRIP_PIXELS
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}

/** Enough of a title bar for a pointer. */
const GRIP_PIXELS = 80
