import { countStatus, outcomeLine, summaryLine } from './count-tests.mjs'
import { build } from './build-app.mjs'
import { ensureDemo } from './ensure-demo.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { ensureSystemPackages } from './ensure-system-packages.mjs'
import { electronEnv, findElectron } from './find-electron.mjs'
import { troubleLines } from './list-trouble.mjs'
import { at } from './places.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'
import { checkLint, checkNotices, checkTypes, testCast, testProject, testWindow } from './stages.mjs'
import { withDisplay } from './with-display.mjs'

/** What needs neither a build nor a window nor another program. */
const QUICK_STAGES = { types: checkTypes, lint: checkLint, notices: checkNotices, unit: () => testProject('unit') }

/** `check`: the stages that answer in under a minute, and the sizes that are printed to be looked at. */
export async function runCheck() {
  await ensureDependencies()
  const runner = createStageRunner()
  await runner.run(QUICK_STAGES)
  await runNode(at('build', 'scripts', 'print-sizes.mjs'))
  return conclude(runner.close())
}

/** `test`: everything. A failing stage does not keep the later ones from running. */
export async function runTest() {
  await ensureSystemPackages('test').catch(error => say(error.message))
  await ensureDependencies()
  const runner = createStageRunner()
  await runner.run({ ...QUICK_STAGES, build: buildAll, http: () => testProject('http'), swarm: () => testProject('swarm') })
  const env = await electronForTests()
  const onScreen = shown => runner.run({ process: () => testProject('process', shown), cast: () => testCast(shown), window: () => testWindow(shown) })
  await withDisplay(env, onScreen).catch(error => runner.run({ display: () => Promise.reject(error) }))
  return conclude(runner.close())
}

async function buildAll() {
  await build('app')
  await ensureDemo()
  return countStatus(0)
}

/** Without an Electron the tests that need one fail by themselves, with this sentence above them. */
async function electronForTests() {
  try {
    return electronEnv(await findElectron())
  } catch (error) {
    say(error.message)
    return process.env
  }
}

/**
 * Runs stages one after the other and keeps their outcomes; `close` returns them. A stage that throws has failed once.
 * After Ctrl+C or a SIGTERM the stages that are left count as failed, so that the closing line is still true.
 */
function createStageRunner() {
  const outcomes = []
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort(new Error('interrupted'))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt)

  const runOne = async (name, stage) => {
    const begunMs = performance.now()
    const counts = await attempt(stage, interrupted.signal)
    outcomes.push({ ...counts, name, seconds: (performance.now() - begunMs) / 1000 })
  }
  return {
    run: async stages => { for (const [name, stage] of Object.entries(stages)) await runOne(name, stage) },
    close: () => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupt)
      return outcomes
    },
  }
}

async function attempt(stage, signal) {
  try {
    signal.throwIfAborted()
    return await stage()
  } catch (error) {
    return { passed: 0, failed: 1, note: error.message }
  }
}

function conclude(outcomes) {
  const trouble = outcomes.flatMap(outcome => outcome.trouble ?? []).flatMap(troubleLines)
  const lines = [...outcomes.map(outcomeLine), ...trouble, summaryLine(outcomes)]
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return outcomes.some(outcome => outcome.failed > 0) ? 1 : 0
}
