/** Where ffmpeg is looked for, and by what the places are known. */
export interface FfmpegSurroundings {
  /** The person's own choice in the settings; null = none. */
  readonly chosen: string | null
  /** FFMPEG_PATH and PATH are read. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The packaged program's own folder of resources; null when it is not packaged. */
  readonly resourcesDir: string | null
  /** As Node names it: `win32`, `darwin`, `linux`. */
  readonly platform: string
}

/** A program started from the dock does not get the shell's PATH; packages of macOS put ffmpeg here. */
const USUAL_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin']
/** Folders of PATH looked through; a longer PATH is a mistake. */
const MAX_FOLDERS = 200

/**
 * The paths at which an ffmpeg may lie, best first: the setting, FFMPEG_PATH, the one packed with the program, PATH, the
 * usual folders of macOS. Relative folders of PATH are left out: what lies in the current folder is not to be trusted.
 */
export function ffmpegPlaces({ chosen, env, resourcesDir, platform }: FfmpegSurroundings): readonly string[] {
  const windows = platform === 'win32'
  const slash = windows ? '\\' : '/'
  const inFolder = (folder: string) => `${folder.replace(/[/\\]+$/, '')}${slash}ffmpeg${windows ? '.exe' : ''}`
  const named = [chosen, env['FFMPEG_PATH']].flatMap((path) => (path ? [path] : []))
  const bundled = resourcesDir === null ? [] : [inFolder(`${resourcesDir}${slash}ffmpeg`)]
  const search = (env['PATH'] ?? env['Path'] ?? '').split(windows ? ';' : ':').filter((folder) => isAbsolute(folder, windows)).slice(0, MAX_FOLDERS)
  const usual = platform === 'darwin' ? USUAL_FOLDERS : []
  return [...new Set([...named, ...bundled, ...[...search, ...usual].map(inFolder)])]
}

/** The ffprobe that belongs to an ffmpeg: same folder, same ending. Null when the name is not one we understand. */
export function ffprobeBeside(ffmpeg: string): string | null {
  const beside = ffmpeg.replace(/ffmpeg([^/\\]*)$/i, 'ffprobe$1')
  return beside === ffmpeg ? null : beside
}

function isAbsolute(folder: string, windows: boolean): boolean {
  return windows ? /^[a-z]:[/\\]/i.test(folder) : folder.startsWith('/')
}
