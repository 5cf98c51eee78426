import { readFile } from 'node:fs/promises'
import { at } from './places.mjs'
import { runNpm } from './run.mjs'
import { say } from './say.mjs'
import { withLock } from './with-lock.mjs'

/** Launchers that would install or build at the same time take turns here. */
export const LOCK_FILE = at('.cache', 'launch.lock')

/**
 * Makes node_modules what package-lock.json says: `npm ci` when it is missing or differs. Its output goes to standard
 * error; it gets no standard input, which belongs to the program started later.
 */
export async function ensureDependencies() {
  if (await dependenciesStand()) return
  await withLock(LOCK_FILE, async () => {
    if (await dependenciesStand()) return
    say('installing the packages of package-lock.json (npm ci)')
    const status = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error(`npm ci ended with status ${status}: see its message above; "npm ci" alone repeats it`)
  })
}

async function dependenciesStand() {
  const [wanted, installed] = await Promise.all([readTree(at('package-lock.json')), readTree(at('node_modules', '.package-lock.json'))])
  if (!wanted) throw new Error('package-lock.json is missing or damaged: take it from the repository again')
  return installed !== null && differences(wanted, installed).length === 0
}

const readTree = file => readFile(file, 'utf8').then(text => JSON.parse(text).packages ?? null, () => null)

/**
 * Places whose installed package is not the one the lockfile names. `wanted` and `installed` are the `packages` maps of
 * package-lock.json and of npm's own record inside node_modules; packages for other systems may be absent from the latter.
 */
export function differences(wanted, installed) {
  const missing = Object.entries(wanted).filter(([place, entry]) => place !== '' && !isSame(entry, installed[place])).map(([place]) => place)
  const surplus = Object.keys(installed).filter(place => !(place in wanted))
  return [...missing, ...surplus]
}

function isSame(entry, found) {
  if (found === undefined) return entry.optional === true || entry.devOptional === true
  return found.version === entry.version && found.integrity === entry.integrity
}
