// Makes build/icon.png, build/icon.ico and build/icon.icns out of build/icon.svg (`npm run icons`); the results are committed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { electronEnv } from '../launcher/find-electron.mjs'
import { at } from '../launcher/places.mjs'
import { run } from '../launcher/run.mjs'
import { prepareToRun } from '../launcher/start-app.mjs'
import { withDisplay } from '../launcher/with-display.mjs'
import { toIcns, toIco } from './icon-containers.mjs'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-icons-'))
try {
  const drawn = await drawIcons(folder)
  await writeFile(at('build', 'icon.png'), drawn.get(512))
  await writeFile(at('build', 'icon.ico'), toIco(drawn))
  await writeFile(at('build', 'icon.icns'), toIcns(drawn))
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Each size as the bytes of a PNG. */
async function drawIcons(target) {
  const electron = await prepareToRun()
  const env = { ...electronEnv(electron), ICON_SVG: at('build', 'icon.svg'), ICON_SIZES: SIZES.join(), ICON_FOLDER: target }
  const status = await withDisplay(env, shown => run(electron.executable, ['--disable-gpu', at('build', 'scripts', 'icon-renderer')], { env: shown }))
  if (status !== 0) throw new Error(`drawing the icons ended with status ${status}`)
  return new Map(await Promise.all(SIZES.map(async size => [size, await readFile(path.join(target, `${size}.png`))])))
}
