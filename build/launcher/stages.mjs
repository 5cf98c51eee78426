import { mkdir, readFile, rm } from 'node:fs/promises'
import { addCounts, countPlaywright, countStatus, countVitest } from './count-tests.mjs'
import { at } from './places.mjs'
import { canHaveOwnNetwork, inOwnNetwork } from './own-network.mjs'
import { run, runNode } from './run.mjs'

const MINUTE_MS = 60_000

/** A stage that hangs must not take the closing line of a run with it. Each limit is several times what the stage needs on two cores. */
const LIMIT_MS = { unit: 3 * MINUTE_MS, http: 10 * MINUTE_MS, swarm: 30 * MINUTE_MS, process: 20 * MINUTE_MS, cast: 15 * MINUTE_MS, window: 40 * MINUTE_MS, other: 10 * MINUTE_MS }

/** A development tool by its own script: no shell, no .cmd shim, the installed version. */
const TOOLS = {
  tsc: 'node_modules/typescript/bin/tsc',
  eslint: 'node_modules/eslint/bin/eslint.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
}

const tool = (name, args, options = {}) => runNode(at(TOOLS[name]), args, { stdio: ['ignore', 'inherit', 'inherit'], limitMs: LIMIT_MS.other, ...options })

export const checkTypes = async () => countStatus(await tool('tsc', ['--build']))

export const checkLint = async () => countStatus(await tool('eslint', ['--config', 'build/eslint.config.mjs', '--max-warnings', '0', '.']))

export const checkNotices = async () => countStatus(await runNode(at('build/scripts/make-notices.mjs'), ['--check'], { stdio: ['ignore', 'inherit', 'inherit'] }))

/** The tests that cast to real receivers, in a network of their own. Where there are none the stage says so and runs no test. */
export async function testCast(env = process.env) {
  const report = await freshReport('cast')
  if (!canHaveOwnNetwork()) return { passed: 0, failed: 0, skipped: 0, note: 'this system makes no network namespaces: not run' }
  const inside = async (script, args, more = {}) => {
    const [command, words] = inOwnNetwork(process.execPath, [at(script), ...args])
    return run(command, words, { stdio: ['ignore', 'inherit', 'inherit'], limitMs: LIMIT_MS.cast, env: { ...env, ...more } })
  }
  const status = await inside(TOOLS.vitest, vitestArgs('cast', report))
  const windowReport = await freshReport('cast-window')
  const windowStatus = await inside(TOOLS.playwright, ['test', '--config', 'e2e/playwright.config.ts', '--project', 'cast', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: windowReport })
  return addCounts(countVitest(await readReport(report), status), countPlaywright(await readReport(windowReport), windowStatus))
}

/** The vitest tests of one project of build/vitest.config.ts. `env` is for tests that start an Electron. */
export async function testProject(project, env = process.env) {
  const report = await freshReport(project)
  const status = await tool('vitest', vitestArgs(project, report), { limitMs: LIMIT_MS[project], env })
  return countVitest(await readReport(report), status)
}

const vitestArgs = (project, report) => ['run', '--config', 'build/vitest.config.ts', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]

/** Playwright's tests of the built app. */
export async function testWindow(env, args = []) {
  const report = await freshReport('window')
  const status = await playwright(['--project', 'window', '--reporter=list,json', ...args], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  return countPlaywright(await readReport(report), status)
}

/** Runs Playwright with its own output alone. */
export const playwright = (args, env) => tool('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], { limitMs: LIMIT_MS.window, env })

async function freshReport(name) {
  const file = at('.cache', 'reports', `${name}.json`)
  await mkdir(at('.cache', 'reports'), { recursive: true })
  await rm(file, { force: true })
  return file
}

const readReport = file => readFile(file, 'utf8').then(text => JSON.parse(text), () => null)
