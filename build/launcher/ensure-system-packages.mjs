import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { run } from './run.mjs'
import { say } from './say.mjs'

const LISTS = new URL('./system-packages.json', import.meta.url)

/** Asked by every Debian maintainer script whether a service may start; 101 = no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Makes sure the system packages of a use ('window' or 'test', which includes it) are there. Debian and Ubuntu as root:
 * installs what is missing. As another user there: prints the line to type. Elsewhere: names what the tests use, once.
 */
export async function ensureSystemPackages(use) {
  if (process.platform !== 'linux') return adviseElsewhere(use)
  const wanted = await wantedPackages(use)
  if (!existsSync('/usr/bin/dpkg-query')) return adviseOtherLinux(use)
  const missing = missingPackages(wanted, await installedNames())
  if (missing.length === 0) return
  if (process.getuid() !== 0) return say(`system packages are missing; type: sudo apt-get install ${missing.map(names => names.at(-1)).join(' ')}`)
  await install(missing)
}

async function wantedPackages(use) {
  const lists = JSON.parse(await readFile(LISTS, 'utf8'))
  const entries = use === 'test' ? [...lists.window, ...lists.test] : lists.window
  return entries.map(entry => [entry].flat())
}

/** The packages none of whose names is installed. */
export const missingPackages = (wanted, installed) => wanted.filter(names => !names.some(name => installed.has(name)))

async function installedNames() {
  const { stdout } = await promisify(execFile)('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n'], { maxBuffer: 16 << 20 })
  const lines = stdout.split('\n').filter(line => line.startsWith('installed '))
  return new Set(lines.map(line => line.slice('installed '.length)))
}

async function install(missing) {
  say(`installing system packages: ${missing.map(names => names.at(-1)).join(' ')}`)
  await apt(['update', '-qq'])
  const names = await Promise.all(missing.map(knownName))
  await withoutServices(() => apt(['install', '-y', '-qq', '--no-install-recommends', ...names]))
}

async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const status = await run('apt-get', args, { stdio: ['ignore', 'ignore', 2], env })
  if (status !== 0) throw new Error(`apt-get ${args[0]} ended with status ${status}: try it by hand: apt-get ${args.join(' ')}`)
}

/** The first of a package's names that this release offers. */
async function knownName(names) {
  for (const name of names) {
    const { stdout } = await promisify(execFile)('apt-cache', ['policy', name])
    if (/Candidate: (?!\(none\))/.test(stdout)) return name
  }
  return names.at(-1)
}

/** transmission-daemon starts a service that listens on every address when it is installed; the tests start their own on loopback. */
async function withoutServices(action) {
  if (existsSync(SERVICE_POLICY)) return action()
  await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await action()
  } finally {
    await rm(SERVICE_POLICY, { force: true })
  }
}

function adviseOtherLinux(use) {
  if (use === 'test') say('the tests use: Xvfb (without a display), ffmpeg, DejaVu fonts, mpv, transmission-daemon, python3 with libtorrent, aria2c, curl')
}

function adviseElsewhere(use) {
  if (use !== 'test') return
  const line = process.platform === 'darwin' ? 'brew install ffmpeg mpv transmission-cli libtorrent-rasterbar aria2' : 'winget install Gyan.FFmpeg aria2.aria2'
  say(`the swarm tests use other clients and ffmpeg; if they are missing type: ${line}`)
}
