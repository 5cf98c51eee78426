// Runs the application whose folder is the first argument that is not a switch, as Electron's own default app does.
// It is packed into the fallback runtime by fallback-electron.mjs.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const args = process.argv.slice(1)

if (args.includes('--version')) {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
}

const folder = args.find(arg => !arg.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('electron: name the folder of an application\n')
  process.exit(2)
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const appPath = path.resolve(folder)
const manifest = JSON.parse(readFileSync(path.join(appPath, 'package.json'), 'utf8'))
app.name = manifest.productName ?? manifest.name
app.setVersion(manifest.version ?? '0.0.0')
app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
app.setAppPath(appPath)

// Awaited, because the system becomes ready as soon as this module is done, and some calls are allowed before that only.
try {
  await import(pathToFileURL(path.join(appPath, manifest.main ?? 'index.js')).href)
} catch (error) {
  process.stderr.write(`electron: ${appPath} could not be started\n${error.stack ?? error}\n`)
  process.exit(1)
}
