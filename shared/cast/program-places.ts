import type { Program } from './device.ts'

export interface ProgramSurroundings {
  /** PATH is read. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** As Node names it: `win32`, `darwin`, `linux`. */
  readonly platform: string
  /** Where the person says a player is: the only place looked at for it. */
  readonly chosen?: Readonly<Record<Program['id'], string | null>>
}

/** Where installers put players that are not on PATH. */
const USUAL: Readonly<Record<string, Readonly<Record<Program['id'], readonly string[]>>>> = {
  darwin: { mpv: ['/Applications/mpv.app/Contents/MacOS/mpv', '/opt/homebrew/bin/mpv', '/usr/local/bin/mpv'], vlc: ['/Applications/VLC.app/Contents/MacOS/VLC'] },
  win32: { mpv: ['C:\\Program Files\\mpv\\mpv.exe'], vlc: [] },
}
const MAX_FOLDERS = 200

/**
 * The paths at which players of this computer may lie, best first. VLC of Windows is left out: without a terminal it can be
 * steered only over a port that every program may use.
 */
export function programPlaces({ env, platform, chosen }: ProgramSurroundings): readonly Program[] {
  const windows = platform === 'win32'
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(windows ? ';' : ':').filter((folder) => (windows ? /^[a-z]:[/\\]/i.test(folder) : folder.startsWith('/'))).slice(0, MAX_FOLDERS)
  const usual = (id: Program['id']) => [...folders.map((folder) => `${folder.replace(/[/\\]+$/, '')}${windows ? '\\' : '/'}${id}${windows ? '.exe' : ''}`), ...(USUAL[platform]?.[id] ?? [])]
  const paths = (id: Program['id']) => {
    const path = chosen?.[id] ?? null
    return path === null ? usual(id) : [path]
  }
  const mpv = paths('mpv').map((path): Program => ({ kind: 'program', id: 'mpv', name: 'mpv', model: '', path }))
  const vlc = windows ? [] : paths('vlc').map((path): Program => ({ kind: 'program', id: 'vlc', name: 'VLC', model: '', path }))
  return [...mpv, ...vlc]
}
