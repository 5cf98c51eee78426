import { countStatus, outcomeLine, summaryLine } from './count-tests.mjs'
import { build } from './build-app.mjs'
import { ensureDemo } from './ensure-demo.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { ensureSystemPackages } from './ensure-system-packages.mjs'
import { electronEnv, findElectron } from './find-electron.mjs'
import { at } from './places.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'
import { checkLint, checkNotices, checkTypes, testProject, testWindow } from './stages.mjs'
import { withDisplay } from './with-display.mjs'

/** What needs neither a build nor a window nor another program. */
const QUICK_STAGES = { types: checkTypes, lint: checkLint, notices: checkNotices, unit: () => testProject('unit') }

/** `check`: the stages that answer in under a minute, and the sizes that are printed to be looked at. */
export async function runCheck() {
  await ensureDependencies()
  const outcomes = await runStages(QUICK_STAGES)
  await runNode(at('build', 'scripts', 'print-sizes.mjs'))
  return conclude(outcomes)
}

/** `test`: everything. A failing stage does not keep the later ones from running. */
export async function runTest() {
  await ensureSystemPackages('test').catch(error => say(error.message))
  await ensureDependencies()
  const quick = await runStages({ ...QUICK_STAGES, build: buildAll })
  const plain = await runStages({ http: () => testProject('http'), swarm: () => testProject('swarm') })
  const env = await electronForTests()
  const onScreen = await withDisplay(env, shown => runStages({ process: () => testProject('process', shown), window: () => testWindow(shown) }))
    .catch(error => [brokenStage('display', error)])
  return conclude([...quick, ...plain, ...onScreen])
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

async function runStages(stages) {
  const outcomes = []
  for (const [name, run] of Object.entries(stages)) {
    say(`stage ${name}`)
    const begunMs = performance.now()
    const counts = await run().catch(error => brokenStage(name, error))
    outcomes.push({ ...counts, name, seconds: (performance.now() - begunMs) / 1000 })
  }
  return outcomes
}

const brokenStage = (name, error) => ({ name, passed: 0, failed: 1, note: error.message, seconds: 0 })

function conclude(outcomes) {
  const lines = [...outcomes.map(outcomeLine), summaryLine(outcomes)]
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return outcomes.some(outcome => outcome.failed > 0) ? 1 : 0
}
