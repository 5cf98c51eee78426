import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { callerFolder } from './command-line.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { ensureSystemPackages } from './ensure-system-packages.mjs'
import { at, root } from './places.mjs'
import { run } from './run.mjs'

/** Lets Node run the project's TypeScript where it stands. */
const RUN_TS = pathToFileURL(at('build', 'run-ts.mjs')).href

/** Runs one of the project's own TypeScript programs with the person's folder as its own. */
async function runProgram(file, args) {
  if (!existsSync(at(file))) throw new Error(`there is no ${file} in this version`)
  await ensureDependencies()
  return run(process.execPath, ['--import', RUN_TS, at(file), ...args], { cwd: callerFolder(process.env, process.cwd(), root) })
}

export const runSwarm = args => ensureSystemPackages('test').then(() => runProgram('e2e/lab/play-swarm.ts', args))
export const runReplay = args => runProgram('build/scripts/replay.ts', args)
export const runBench = args => ensureSystemPackages('test').then(() => runProgram('e2e/bench/main.ts', args))
export const runSoak = args => ensureSystemPackages('test').then(() => runProgram('e2e/soak/main.ts', args))
