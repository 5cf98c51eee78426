import { ensureBuilt } from './build-app.mjs'
import { callerFolder } from './command-line.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { at, root } from './places.mjs'
import { runNode } from './run.mjs'

/**
 * The stream server without a window, a display or an Electron. The program inherits our standard streams whole, so
 * that standard output carries its JSON lines alone and the end of standard input reaches it.
 */
export async function runHeadless(args) {
  await ensureDependencies()
  await ensureBuilt('main')
  return runNode(at('out', 'main', 'cli.js'), args, { cwd: callerFolder(process.env, process.cwd(), root) })
}
