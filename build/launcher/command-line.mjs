/** Commands and what they are for, in the order in which the help shows them. */
export const COMMANDS = {
  dev: 'start the app (--watch: rebuild and reload while you edit); other arguments go to the app',
  test: 'everything: types, lint, import rules, unit, http, swarm, process, cast and window tests',
  check: 'the quick half of test: types, lint, import rules, unit tests, notices, sizes',
  build: 'build the app into out/',
  e2e: 'window tests only; arguments go to Playwright',
  swarm: 'an offline swarm to play with',
  replay: 'print the window pictures of a trace file',
  bench: 'measure start-up, seeks and throughput',
  soak: 'long runs that must end where they began',
  screenshots: 'take the pictures of docs/images',
  package: 'a runnable folder of the app in dist/',
  make: 'installers for this system',
}

/** npm scripts whose arguments may be paths. */
const TAKES_PATHS = ['start', 'dev', 'swarm', 'replay', 'bench']

/**
 * What a command line asks for: `{ kind: 'headless' | 'command' | 'help' | 'unknown', name, args }`.
 * `--headless` counts where a command could stand or anywhere among the app's own arguments, because
 * `npm start -- --headless …` reaches us as `dev --headless …`.
 */
export function parseCommandLine(argv) {
  const [first, ...rest] = argv
  if (first === undefined || first === '--help' || first === 'help') return { kind: 'help', name: 'help', args: rest }
  const isAppStart = first === 'dev' || first.startsWith('-')
  const args = first === 'dev' ? rest : isAppStart ? argv : rest
  if (isAppStart && args.includes('--headless')) return { kind: 'headless', name: 'headless', args: withoutFirst(args, '--headless') }
  // How the app is called is known without a window.
  if (isAppStart && args.some(arg => arg === '--help' || arg === '-h')) return { kind: 'headless', name: 'headless', args: ['--help'] }
  if (isAppStart) return { kind: 'command', name: 'dev', args }
  return { kind: Object.hasOwn(COMMANDS, first) ? 'command' : 'unknown', name: first, args }
}

function withoutFirst(list, value) {
  const place = list.indexOf(value)
  return [...list.slice(0, place), ...list.slice(place + 1)]
}

/**
 * The folder relative arguments are meant from. npm moves to the project first and leaves the person's folder in
 * INIT_CWD; the value is inherited by everything npm starts, so it counts only when npm started this very command.
 */
export function callerFolder(env, cwd, projectFolder) {
  const startedByNpm = TAKES_PATHS.includes(env.npm_lifecycle_event) && cwd === projectFolder
  return startedByNpm && env.INIT_CWD ? env.INIT_CWD : cwd
}

export function helpText() {
  const width = Math.max(...Object.keys(COMMANDS).map(name => name.length))
  const lines = Object.entries(COMMANDS).map(([name, purpose]) => `  ${name.padEnd(width)}  ${purpose}`)
  return ['Usage: node build/launch.mjs COMMAND [ARGUMENTS]', '       node build/launch.mjs --headless SOURCE… [OPTIONS]', '', ...lines, ''].join('\n')
}
