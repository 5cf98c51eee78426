import path from 'node:path'

/**
 * The words a person gave the program. `argv` begins with the executable; when it is not packaged, Electron's first
 * argument that is no switch is the program itself.
 */
export function programWords(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const words = argv.slice(1)
  if (isPackaged) return words
  const program = words.findIndex((word) => !word.startsWith('-'))
  return words.filter((_word, i) => i !== program)
}

/** Files of the program, packaged or not. */
export function programFiles(appPath: string) {
  const at = (...names: string[]) => path.join(appPath, 'out', ...names)
  return { host: at('main', 'host.js'), cli: at('main', 'cli.js'), preload: at('preload', 'index.cjs'), page: at('renderer'), demo: at('demo', 'demo.mp4') }
}
