import { ensureBuilt } from './build-app.mjs'
import { ensureDemo } from './ensure-demo.mjs'
import { ensureSystemPackages } from './ensure-system-packages.mjs'
import { electronEnv } from './find-electron.mjs'
import { prepareToRun } from './start-app.mjs'
import { playwright } from './stages.mjs'
import { withDisplay } from './with-display.mjs'

/** `e2e`: Playwright on the built app; arguments are Playwright's (a file, `--grep`, …). */
export async function runWindowTests(args) {
  await ensureSystemPackages('test')
  const electron = await prepareToRun()
  await ensureBuilt('app')
  await ensureDemo()
  return withDisplay(electronEnv(electron), env => playwright(['--reporter=list', ...args], env))
}

/** `screenshots`: the spec that writes docs/images; the suite of `npm test` leaves it out unless this variable is set. */
export function runScreenshots(args) {
  process.env.MILLRACE_SCREENSHOTS = '1'
  return runWindowTests(['screenshots.spec.ts', ...args])
}
