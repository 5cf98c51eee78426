import { DELAY_STEP_MS } from '../../shared/subtitles/shift.ts'

/** What a key asks of the player. */
export type KeyAction =
  | { readonly kind: 'togglePlay' | 'toggleMute' | 'toggleFullScreen' | 'toggleStats' | 'toggleHelp' | 'leave' | 'normalSpeed' | 'toggleSubtitles' | 'nextSubtitles' | 'nextSound' }
  | { readonly kind: 'seekBy'; readonly sec: number }
  /** A share of the film, 0..1. */
  | { readonly kind: 'seekToShare'; readonly share: number }
  | { readonly kind: 'volumeBy'; readonly step: number }
  | { readonly kind: 'stepFrame'; readonly direction: 1 | -1 }
  | { readonly kind: 'speedBy'; readonly direction: 1 | -1 }
  | { readonly kind: 'delaySubtitles'; readonly stepMs: number }
  | { readonly kind: 'chapterBy'; readonly direction: 1 | -1 }
  | { readonly kind: 'nextFile'; readonly direction: 1 | -1 }

export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

const VOLUME_STEP = 0.05

/** The keys of the player; null for a key that is not ours. Keys with Ctrl, Alt or Meta belong to menus and the system. */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null
  if (/^\d$/u.test(press.key)) return { kind: 'seekToShare', share: Number(press.key) / 10 }
  if (press.shiftKey && press.key === 'ArrowLeft') return { kind: 'seekBy', sec: -1 }
  if (press.shiftKey && press.key === 'ArrowRight') return { kind: 'seekBy', sec: 1 }
  return KEYS.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null
}

const KEYS: ReadonlyMap<string, KeyAction> = new Map(Object.entries<KeyAction>({
  ' ': { kind: 'togglePlay' },
  k: { kind: 'togglePlay' },
  ArrowLeft: { kind: 'seekBy', sec: -5 },
  ArrowRight: { kind: 'seekBy', sec: 5 },
  j: { kind: 'seekBy', sec: -10 },
  l: { kind: 'seekBy', sec: 10 },
  ArrowUp: { kind: 'volumeBy', step: VOLUME_STEP },
  ArrowDown: { kind: 'volumeBy', step: -VOLUME_STEP },
  m: { kind: 'toggleMute' },
  f: { kind: 'toggleFullScreen' },
  Escape: { kind: 'leave' },
  Home: { kind: 'seekToShare', share: 0 },
  End: { kind: 'seekToShare', share: 1 },
  ',': { kind: 'stepFrame', direction: -1 },
  '.': { kind: 'stepFrame', direction: 1 },
  '<': { kind: 'speedBy', direction: -1 },
  '>': { kind: 'speedBy', direction: 1 },
  Backspace: { kind: 'normalSpeed' },
  n: { kind: 'nextFile', direction: 1 },
  p: { kind: 'nextFile', direction: -1 },
  PageUp: { kind: 'chapterBy', direction: -1 },
  PageDown: { kind: 'chapterBy', direction: 1 },
  c: { kind: 'toggleSubtitles' },
  v: { kind: 'nextSubtitles' },
  g: { kind: 'delaySubtitles', stepMs: -DELAY_STEP_MS },
  h: { kind: 'delaySubtitles', stepMs: DELAY_STEP_MS },
  '#': { kind: 'nextSound' },
  i: { kind: 'toggleStats' },
  '?': { kind: 'toggleHelp' },
}))

/** Speeds offered, slowest first. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 3] as const

/** The next speed in a direction; stays at either end. */
export function nextSpeed(rate: number, direction: 1 | -1): number {
  const further = SPEEDS.filter((speed) => (direction > 0 ? speed > rate : speed < rate))
  return (direction > 0 ? further[0] : further.at(-1)) ?? rate
}
