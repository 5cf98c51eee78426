import type { CastLoad, CastSubtitle, RemoteCommand } from './cast-media.ts'
import type { ProgramEvent } from './program-session.ts'

/** Properties of mpv that are followed, with the numbers their changes come under. */
const FOLLOWED = ['time-pos', 'duration', 'pause', 'paused-for-cache', 'volume', 'mute'] as const

/** What is asked of mpv as soon as it listens: to tell of its changes. */
export const MPV_HELLO: readonly string[] = FOLLOWED.map((name, id) => line('observe_property', id + 1, name))

/** The event a line of mpv's JSON protocol tells; null when it tells nothing we follow. */
export function readMpvLine(text: string): ProgramEvent | 'loaded' | null {
  const fields = parse(text)
  if (fields === null) return null
  if (fields['event'] === 'file-loaded') return 'loaded'
  if (fields['event'] === 'end-file') return endOf(fields['reason'])
  return fields['event'] === 'property-change' ? changeOf(fields['name'], fields['data']) : null
}

/** The lines that make mpv play an address from a second on. Options are properties of it, and the file takes them over. */
export function mpvLoad({ media: { url, title, audioTrack }, startSec, paused }: CastLoad): readonly string[] {
  return [line('set_property', 'aid', audioTrack === null ? 'auto' : audioTrack + 1), line('set_property', 'start', String(startSec)), line('set_property', 'pause', paused), line('set_property', 'force-media-title', title), line('loadfile', url, 'replace')]
}

/** Shows a subtitle by its address; null = none. */
export function mpvSubtitle(subtitle: CastSubtitle | null): string {
  return subtitle === null ? line('set_property', 'sid', 'no') : line('sub-add', subtitle.vttUrl, 'select', subtitle.name, subtitle.language)
}

/** The line for what the person asks; null for subtitles, which need their address. */
export function mpvCommand(command: RemoteCommand): string | null {
  switch (command.kind) {
    case 'play': return line('set_property', 'pause', false)
    case 'pause': return line('set_property', 'pause', true)
    case 'seek': return line('seek', command.toSec, 'absolute+exact')
    case 'volume': return line('set_property', 'volume', Math.round(command.level * 100))
    case 'mute': return line('set_property', 'mute', command.muted)
    case 'stop': return line('quit')
    case 'subtitle': return null
  }
}

function line(...command: readonly (string | number | boolean)[]): string {
  return `${JSON.stringify({ command })}\n`
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null // A line of another program's: nothing it could tell us.
  }
}

function endOf(reason: unknown): ProgramEvent | null {
  if (reason === 'eof') return { kind: 'over', why: 'ended' }
  if (reason === 'error') return { kind: 'over', why: 'failed' }
  return reason === 'quit' ? { kind: 'over', why: 'quit' } : null
}

function changeOf(name: unknown, data: unknown): ProgramEvent | null {
  const said = (news: Extract<ProgramEvent, { kind: 'said' }>['news']): ProgramEvent => ({ kind: 'said', news })
  if (typeof data === 'number' && Number.isFinite(data)) {
    if (name === 'time-pos') return said({ positionSec: Math.max(0, data) })
    if (name === 'duration') return said({ durationSec: Math.max(0, data) })
    if (name === 'volume') return said({ volume: Math.min(1, Math.max(0, data / 100)) })
  }
  if (typeof data === 'boolean') {
    if (name === 'pause') return said({ paused: data })
    if (name === 'paused-for-cache') return said({ waiting: data })
    if (name === 'mute') return said({ muted: data })
  }
  return null
}
