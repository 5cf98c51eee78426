import type { Cue, CuePlace, CueRun } from './cue.ts'

/** Cues as WebVTT (W3C), for players that read nothing else: place, weight, slant, line below and colour classes are kept. */
export function formatVtt(cues: readonly Cue[]): string {
  return `WEBVTT\n\n${cues.filter(({ picture }) => picture === null).map(formatCue).join('\n')}`
}

function formatCue({ startMs, endMs, runs, place }: Cue): string {
  return `${stamp(startMs)} --> ${stamp(endMs)}${settingsOf(place)}\n${runs.map(formatRun).join('')}\n`
}

function stamp(ms: number): string {
  const whole = Math.round(ms)
  const digits = (value: number, length: number) => String(value).padStart(length, '0')
  return `${digits(Math.floor(whole / 3_600_000), 2)}:${digits(Math.floor(whole / 60_000) % 60, 2)}:${digits(Math.floor(whole / 1000) % 60, 2)}.${digits(whole % 1000, 3)}`
}

function settingsOf({ corner, at }: CuePlace): string {
  const column = (corner - 1) % 3
  const row = Math.floor((corner - 1) / 3)
  const align = ['start', '', 'end'][column] ?? ''
  const lines = at ? ` line:${percent(at.y)},${['end', 'center', 'start'][row] ?? 'end'}` : ['', ' line:50%,center', ' line:0'][row] ?? ''
  const position = at ? ` position:${percent(at.x)},${['line-left', 'center', 'line-right'][column] ?? 'center'}` : ''
  return `${lines}${position}${align === '' ? '' : ` align:${align}`}`
}

function percent(share: number): string {
  return `${String(Math.round(Math.max(0, Math.min(1, share)) * 10_000) / 100)}%`
}

function formatRun({ text, bold, italic, underline, colour }: CueRun): string {
  const words = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const tags = [bold ? 'b' : '', italic ? 'i' : '', underline ? 'u' : ''].filter((tag) => tag !== '')
  const inner = `${tags.map((tag) => `<${tag}>`).join('')}${words}${[...tags].reverse().map((tag) => `</${tag}>`).join('')}`
  return colour === null ? inner : `<c.x${colour.slice(1)}>${inner}</c>`
}
