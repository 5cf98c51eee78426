import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LOCK_FILE } from './ensure-dependencies.mjs'
import { at, root } from './places.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'
import { withLock } from './with-lock.mjs'

const CONFIGS = ['build/electron.vite.config.ts', 'build/electron.vite.main.config.ts', 'package.json', 'package-lock.json']

/** The two things that can be built: the whole app, or only what runs without a window (`out/main`). */
const PARTS = {
  app: { config: 'build/electron.vite.config.ts', rooms: ['shared', 'electron', 'renderer'], outputs: ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html'] },
  main: { config: 'build/electron.vite.main.config.ts', rooms: ['shared', 'electron'], outputs: ['out/main/index.js', 'out/main/cli.js'] },
}

/** Builds a part ('app' or 'main') if its sources changed since it was last built. Output goes to standard error. */
export async function ensureBuilt(part) {
  if (await isBuilt(part)) return
  await withLock(LOCK_FILE, async () => {
    if (!(await isBuilt(part))) await build(part)
  })
}

/** Builds a part ('app' or 'main') whatever stands there, and writes down which sources it was made of. */
export async function build(part) {
  say(part === 'app' ? 'building the app' : 'building the part that runs without a window')
  const made = await Promise.all(partsInside(part).map(async name => [name, await fingerprint(name)]))
  const status = await runNode(at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    ['build', '--config', PARTS[part].config, '--logLevel', 'warn', '--ignoreConfigWarning'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`the build failed with status ${status}: see the message above`)
  await mkdir(at('out'), { recursive: true })
  await Promise.all(made.map(([name, print]) => writeFile(stampFile(name), print)))
}

/** The whole app holds the windowless part as well. */
const partsInside = part => (part === 'app' ? ['app', 'main'] : ['main'])

const stampFile = part => at('out', `.made-of-${part}`)

async function isBuilt(part) {
  const outputs = await Promise.all(PARTS[part].outputs.map(file => stat(at(file)).then(() => true, () => false)))
  if (outputs.includes(false)) return false
  const stamp = await readFile(stampFile(part), 'utf8').catch(() => '')
  return stamp === (await fingerprint(part))
}

/** A hash over name, size and time of every source of a part; a removed file and a checkout of an older one change it too. */
async function fingerprint(part) {
  const inRooms = await Promise.all(PARTS[part].rooms.map(room => sourcesBelow(room)))
  const lines = await Promise.all([...CONFIGS, ...inRooms.flat()].sort().map(describeFile))
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

async function sourcesBelow(room) {
  const entries = await readdir(at(room), { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name)).map(entry => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
}

async function describeFile(file) {
  const found = await stat(at(file)).catch(() => null)
  return found ? `${file} ${found.size} ${found.mtimeMs}` : `${file} absent`
}
