import { FRAMES, SUBVIEWER, TENTHS } from './parse-frames.ts'
import { isSrtTimes } from './parse-srt.ts'

export type SubtitleFormat = 'srt' | 'vtt' | 'ass' | 'microdvd' | 'mpl2' | 'subviewer'

/** What a text is by its look, never by its name; null when it is none of the formats. */
export function sniffSubtitle(lines: readonly string[]): SubtitleFormat | null {
  const head = lines.slice(0, HEAD_LINES)
  if (/^WEBVTT(?:[ \t].*)?$/.test(head[0] ?? '')) return 'vtt'
  if (head.some((line) => /^\[(script info|v4\+? styles)\]/i.test(line.trim()))) return 'ass'
  for (const line of head) {
    if (isSrtTimes(line)) return 'srt'
    if (FRAMES.test(line)) return 'microdvd'
    if (TENTHS.test(line)) return 'mpl2'
    if (SUBVIEWER.test(line)) return 'subviewer'
    if (/^dialogue\s*:/i.test(line)) return 'ass'
  }
  return null
}

/** Headers, notes and advertising stand before the first cue; more than this is no subtitle. */
const HEAD_LINES = 500
