import process from 'node:process'
import { helpText, parseCommandLine } from './command-line.mjs'
import { runHeadless } from './headless.mjs'
import { makeInstallers, packageApp } from './package-app.mjs'
import { runCheck, runTest } from './run-checks.mjs'
import { runBench, runReplay, runSoak, runSwarm } from './programs.mjs'
import { say } from './say.mjs'
import { buildOnly, startApp } from './start-app.mjs'
import { runScreenshots, runWindowTests } from './window-tests.mjs'

const HANDLERS = {
  dev: startApp,
  test: runTest,
  check: runCheck,
  build: buildOnly,
  e2e: runWindowTests,
  swarm: runSwarm,
  replay: runReplay,
  bench: runBench,
  soak: runSoak,
  screenshots: runScreenshots,
  package: packageApp,
  make: makeInstallers,
}

/** Runs one command line and resolves with the exit status: the started program's own, 2 for an unknown command, 1 for a failure of ours. */
export async function main(argv) {
  const { kind, name, args } = parseCommandLine(argv)
  try {
    if (kind === 'headless') return await runHeadless(args)
    if (kind === 'command') return await HANDLERS[name](args)
  } catch (error) {
    say(error.message)
    if (process.env.MILLRACE_DEBUG) process.stderr.write(`${error.stack}\n`)
    return 1
  }
  if (kind === 'unknown') say(`there is no command "${name}"`)
  process.stdout.write(helpText())
  return kind === 'unknown' ? 2 : 0
}
