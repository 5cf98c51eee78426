import { existsSync } from 'node:fs'
import path from 'node:path'
import { build, ensureBuilt } from './build-app.mjs'
import { callerFolder } from './command-line.mjs'
import { ensureDemo } from './ensure-demo.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { ensureSystemPackages } from './ensure-system-packages.mjs'
import { electronEnv, findElectron } from './find-electron.mjs'
import { at, root } from './places.mjs'
import { run, runNode } from './run.mjs'
import { adviseOnSandbox } from './sandbox-advice.mjs'
import { withDisplay } from './with-display.mjs'

/** `dev`: everything a fresh clone lacks, then the app itself in the folder the person stands in. */
export async function startApp(args) {
  const watch = args.includes('--watch')
  const appArgs = args.filter(arg => arg !== '--watch')
  const cwd = callerFolder(process.env, process.cwd(), root)
  const electron = await prepareToRun()
  if (!watch) await ensureBuilt('app')
  await ensureDemo()
  return withDisplay(electronEnv(electron), env => watch ? runWatching(appArgs, cwd, env) : run(electron.executable, [root, ...appArgs], { cwd, env }))
}

/** Packages, system libraries and an Electron; what starting the app and testing its window both need. */
export async function prepareToRun() {
  await ensureSystemPackages('window')
  await ensureDependencies()
  const electron = await findElectron()
  adviseOnSandbox(electron)
  return electron
}

/** electron-vite's loop: the page reloads in place, main restarts. It runs in the project, so relative paths are made absolute. */
function runWatching(appArgs, cwd, env) {
  const absolute = appArgs.map(arg => existsSync(path.resolve(cwd, arg)) ? path.resolve(cwd, arg) : arg)
  return runNode(at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), ['dev', '--watch', '--config', 'build/electron.vite.config.ts', '--', ...absolute], { env })
}

/** `build`: the app into out/, whatever stands there. */
export async function buildOnly() {
  await ensureDependencies()
  await build('app')
  await ensureDemo()
  return 0
}
