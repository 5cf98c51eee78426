import { existsSync } from 'node:fs'
import { ensureBuilt } from './build-app.mjs'
import { ensureDemo } from './ensure-demo.mjs'
import { ensureElectronZip } from './electron-zip.mjs'
import { electronEnv, pinnedVersion } from './find-electron.mjs'
import { at } from './places.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'
import { prepareToRun } from './start-app.mjs'

/** `package`: the app and its Electron in one folder below dist/. Needs no connection once an Electron is here. */
export const packageApp = args => runForge('package', args)

/** `make`: installers; electron-builder fetches its tools for them, so this needs a connection. */
export const makeInstallers = args => runForge('make', args)

async function runForge(command, args) {
  const electron = await prepareToRun()
  await ensureBuilt('app')
  await ensureDemo()
  const env = { ...electronEnv(electron), ...(await zipSetting(electron)), ...ffmpegSetting(args) }
  return runNode(at('node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js'), [command, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] })
}

/** What `npm run bundle-ffmpeg` made for the system that is packaged, or a folder that was named. */
function ffmpegSetting(args) {
  if (process.env.MILLRACE_FFMPEG_DIR) return {}
  const wished = name => args[args.indexOf(name) + 1]
  const platform = args.includes('--platform') ? wished('--platform') : process.platform
  const arch = args.includes('--arch') ? wished('--arch') : process.arch
  const folder = at('.cache', 'ffmpeg', `${platform}-${arch}`, 'ffmpeg')
  if (existsSync(folder)) return { MILLRACE_FFMPEG_DIR: folder }
  say('no ffmpeg is packed: `npm run bundle-ffmpeg` makes one ready; without it the app takes the one of the computer it runs on')
  return {}
}

/** Forge takes its Electron from a zip named after the pinned version; that version itself it fetches (and has cached) on its own. */
async function zipSetting(electron) {
  const pinned = await pinnedVersion()
  if (electron.version === pinned) return {}
  if (process.platform === 'darwin') throw new Error(`Electron ${electron.version} cannot be packaged on macOS: only ${pinned}, the pinned one`)
  say(`test package: built with Electron ${electron.version}, not with the pinned ${pinned}`)
  return { MILLRACE_ELECTRON_ZIP_DIR: await ensureElectronZip(electron) }
}
