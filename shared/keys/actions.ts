import { DELAY_STEP_MS } from '../subtitles/shift.ts'

/** What a key, a button or a menu asks of the player. */
export type PlayerAction =
  | { readonly kind: 'togglePlay' | 'toggleMute' | 'toggleFullScreen' | 'toggleStats' | 'leave' | 'normalSpeed' | 'toggleSubtitles' | 'nextSubtitles' | 'nextSound' | 'stepLoop' | 'takePicture' | 'toggleMini' }
  | { readonly kind: 'seekBy'; readonly sec: number }
  /** A share of the film, 0..1. */
  | { readonly kind: 'seekToShare'; readonly share: number }
  | { readonly kind: 'volumeBy'; readonly step: number }
  | { readonly kind: 'stepFrame'; readonly direction: 1 | -1 }
  | { readonly kind: 'speedBy'; readonly direction: 1 | -1 }
  | { readonly kind: 'delaySubtitles'; readonly stepMs: number }
  | { readonly kind: 'chapterBy'; readonly direction: 1 | -1 }
  | { readonly kind: 'nextFile'; readonly direction: 1 | -1 }

/** One step of the volume, of 1. */
export const VOLUME_STEP = 0.05

const player = <G extends string>(group: G, action: PlayerAction) => ({ group, action })
const seek = (sec: number) => player('playing', { kind: 'seekBy', sec })

/** Everything that has a key, in the order in which people read it. THE table: keys, menu, tooltips and settings are made from it. */
export const ACTIONS = {
  togglePlay: player('playing', { kind: 'togglePlay' }),
  back5: seek(-5),
  forward5: seek(5),
  back10: seek(-10),
  forward10: seek(10),
  back1: seek(-1),
  forward1: seek(1),
  back60: seek(-60),
  forward60: seek(60),
  /** The digit that was pressed says which tenth. */
  tenths: player('playing', { kind: 'seekToShare', share: 0 }),
  start: player('playing', { kind: 'seekToShare', share: 0 }),
  end: player('playing', { kind: 'seekToShare', share: 1 }),
  frameBack: player('playing', { kind: 'stepFrame', direction: -1 }),
  frameOn: player('playing', { kind: 'stepFrame', direction: 1 }),
  slower: player('playing', { kind: 'speedBy', direction: -1 }),
  faster: player('playing', { kind: 'speedBy', direction: 1 }),
  normalSpeed: player('playing', { kind: 'normalSpeed' }),
  loop: player('playing', { kind: 'stepLoop' }),
  previousChapter: player('playing', { kind: 'chapterBy', direction: -1 }),
  nextChapter: player('playing', { kind: 'chapterBy', direction: 1 }),
  previousFile: player('playing', { kind: 'nextFile', direction: -1 }),
  nextFile: player('playing', { kind: 'nextFile', direction: 1 }),
  volumeUp: player('picture', { kind: 'volumeBy', step: VOLUME_STEP }),
  volumeDown: player('picture', { kind: 'volumeBy', step: -VOLUME_STEP }),
  mute: player('picture', { kind: 'toggleMute' }),
  nextSound: player('picture', { kind: 'nextSound' }),
  toggleSubtitles: player('picture', { kind: 'toggleSubtitles' }),
  nextSubtitles: player('picture', { kind: 'nextSubtitles' }),
  subtitlesEarlier: player('picture', { kind: 'delaySubtitles', stepMs: -DELAY_STEP_MS }),
  subtitlesLater: player('picture', { kind: 'delaySubtitles', stepMs: DELAY_STEP_MS }),
  fullScreen: player('picture', { kind: 'toggleFullScreen' }),
  mini: player('picture', { kind: 'toggleMini' }),
  takePicture: player('picture', { kind: 'takePicture' }),
  stats: player('picture', { kind: 'toggleStats' }),
  leave: player('picture', { kind: 'leave' }),
  openFile: { group: 'window', action: null },
  paste: { group: 'window', action: null },
  settings: { group: 'window', action: null },
  help: { group: 'window', action: null },
} as const satisfies Record<string, { readonly group: string; readonly action: PlayerAction | null }>

export type ActionId = keyof typeof ACTIONS
export type ActionGroup = (typeof ACTIONS)[ActionId]['group']
export const ACTION_GROUPS = ['playing', 'picture', 'window'] as const satisfies readonly ActionGroup[]

/** Every action, in the order of the table. */
export const ACTION_IDS = [
  'togglePlay', 'back5', 'forward5', 'back10', 'forward10', 'back1', 'forward1', 'back60', 'forward60', 'tenths', 'start', 'end', 'frameBack', 'frameOn', 'slower', 'faster', 'normalSpeed', 'loop',
  'previousChapter', 'nextChapter', 'previousFile', 'nextFile', 'volumeUp', 'volumeDown', 'mute', 'nextSound', 'toggleSubtitles', 'nextSubtitles', 'subtitlesEarlier', 'subtitlesLater', 'fullScreen',
  'mini', 'takePicture', 'stats', 'leave', 'openFile', 'paste', 'settings', 'help',
] as const satisfies readonly ActionId[]

/** The system's own, on every computer: shown, never changed. */
export const isFixed = (id: ActionId): boolean => id === 'paste'
