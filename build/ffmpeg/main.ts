import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { bundleFfmpeg } from './bundle.ts'

// npm run bundle-ffmpeg -- [--platform linux|darwin|win32] [--arch x64|arm64] [--from FOLDER|FILE|ADDRESS --sha256 HEX --source ADDRESS]

const root = path.resolve(import.meta.dirname, '..', '..')

try {
  const { values } = parseArgs({ options: { platform: { type: 'string' }, arch: { type: 'string' }, from: { type: 'string' }, sha256: { type: 'string' }, source: { type: 'string' } } })
  const { platform = process.platform, arch = process.arch, from = null, sha256 = null, source = null } = values
  const target = path.join(root, '.cache', 'ffmpeg', `${platform}-${arch}`, 'ffmpeg')
  const lines = await bundleFfmpeg({ platform, arch, from, sha256, source, target, cache: path.join(root, '.cache', 'ffmpeg', 'archives') })
  process.stdout.write(`${[...lines, `ready in ${path.relative(root, target)}: \`npm run package\` puts it beside the app`].join('\n')}\n`)
} catch (error) {
  process.stderr.write(`millrace: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
