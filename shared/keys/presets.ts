import type { ActionId } from './actions.ts'
import { DIGITS } from './key-name.ts'

export const PRESET_IDS = ['default', 'mpv', 'vlc'] as const
export type PresetId = (typeof PRESET_IDS)[number]

/** The keys of every action; one that has none has an empty list. */
export type Preset = Readonly<Record<ActionId, readonly string[]>>

const EVERYWHERE = { openFile: ['Ctrl+O'], paste: ['Ctrl+V'], settings: ['Ctrl+,'], help: ['?'] } as const

/** Keys as people know them from films on the web. */
const DEFAULT: Preset = {
  togglePlay: ['Space', 'K'], back5: ['ArrowLeft'], forward5: ['ArrowRight'], back10: ['J'], forward10: ['L'], back1: ['Shift+ArrowLeft'], forward1: ['Shift+ArrowRight'], back60: [], forward60: [],
  tenths: [DIGITS], start: ['Home'], end: ['End'], frameBack: [','], frameOn: ['.'], slower: ['<'], faster: ['>'], normalSpeed: ['Backspace'], loop: ['B'],
  previousChapter: ['PageUp'], nextChapter: ['PageDown'], previousFile: ['P'], nextFile: ['N'],
  volumeUp: ['ArrowUp'], volumeDown: ['ArrowDown'], mute: ['M'], nextSound: ['#'], toggleSubtitles: ['C'], nextSubtitles: ['V'], subtitlesEarlier: ['G'], subtitlesLater: ['H'],
  fullScreen: ['F'], mini: ['T'], takePicture: ['Shift+S'], stats: ['I'], leave: ['Escape'], ...EVERYWHERE,
}

/** The keys of mpv's own input.conf, as far as there is something for them to do here. */
const MPV: Preset = {
  togglePlay: ['Space', 'P'], back5: ['ArrowLeft'], forward5: ['ArrowRight'], back10: [], forward10: [], back1: ['Shift+ArrowLeft'], forward1: ['Shift+ArrowRight'], back60: ['ArrowDown'], forward60: ['ArrowUp'],
  tenths: [], start: ['Home'], end: [], frameBack: [','], frameOn: ['.'], slower: ['['], faster: [']'], normalSpeed: ['Backspace'], loop: ['L'],
  previousChapter: ['PageDown'], nextChapter: ['PageUp'], previousFile: ['<'], nextFile: ['>'],
  volumeUp: ['0', '*'], volumeDown: ['9', '/'], mute: ['M'], nextSound: ['#'], toggleSubtitles: ['V'], nextSubtitles: ['J'], subtitlesEarlier: ['Z'], subtitlesLater: ['X', 'Shift+Z'],
  fullScreen: ['F'], mini: ['T'], takePicture: ['S', 'Shift+S'], stats: ['I'], leave: ['Escape', 'Q'], ...EVERYWHERE,
}

/** The hotkeys VLC comes with. Its shortest jump is 3 seconds, ours 5. */
const VLC: Preset = {
  togglePlay: ['Space'], back5: ['Shift+ArrowLeft', 'ArrowLeft'], forward5: ['Shift+ArrowRight', 'ArrowRight'], back10: ['Alt+ArrowLeft'], forward10: ['Alt+ArrowRight'], back1: [], forward1: [], back60: ['Ctrl+ArrowLeft'], forward60: ['Ctrl+ArrowRight'],
  tenths: [], start: ['Home'], end: ['End'], frameBack: [], frameOn: ['E'], slower: ['-', '['], faster: ['Plus', ']'], normalSpeed: ['='], loop: ['L'],
  previousChapter: ['Shift+P'], nextChapter: ['Shift+N'], previousFile: ['P'], nextFile: ['N'],
  volumeUp: ['Ctrl+ArrowUp', 'ArrowUp'], volumeDown: ['Ctrl+ArrowDown', 'ArrowDown'], mute: ['M'], nextSound: ['B'], toggleSubtitles: ['Shift+V'], nextSubtitles: ['V'], subtitlesEarlier: ['G'], subtitlesLater: ['H'],
  fullScreen: ['F'], mini: ['Ctrl+H'], takePicture: ['Shift+S'], stats: ['Ctrl+I'], leave: ['Escape'], ...EVERYWHERE, settings: ['Ctrl+P', 'Ctrl+,'], help: ['?', 'F1'],
}

export const PRESETS: Readonly<Record<PresetId, Preset>> = { default: DEFAULT, mpv: MPV, vlc: VLC }
