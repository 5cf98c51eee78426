import { Console } from 'node:console'
import { randomBytes } from 'node:crypto'
import { parseArguments, USAGE } from '../../shared/cli/arguments.ts'
import type { CommandLine } from '../../shared/cli/arguments.ts'
import { formatLogLine } from '../../shared/log.ts'
import type { Log } from '../../shared/log.ts'
import { readEnvironment } from '../../shared/settings/environment.ts'
import type { EnvironmentSettings } from '../../shared/settings/environment.ts'
import { ffmpegPlaces } from '../../shared/transcode/ffmpeg-places.ts'
import { createPrinter } from './cli/output.ts'
import { runHeadless } from './cli/run-headless.ts'
import type { ExitCode } from './cli/run-headless.ts'
import { startHost } from './start-host.ts'

/** The headless mode: sources in, stream URLs out. Standard output carries JSON lines alone; all else goes to standard error. */

/** Bytes of the URL's secret: 128 bits cannot be guessed over any network. */
const TOKEN_BYTES = 16
/** Cleaning up takes far less unless a disk hangs. */
const CLOSE_LIMIT_MS = 15_000

const log: Log = (area, event, facts) => { process.stderr.write(`${formatLogLine(area, event, facts)}\n`) }

async function main(): Promise<ExitCode> {
  const parsed = parseArguments(['--headless', ...process.argv.slice(2)], { unknownOptions: 'refuse' })
  if (!parsed.ok) return refuse(`${parsed.error.message}\n\n${USAGE}`)
  if (parsed.value.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const settings = readEnvironment(process.env)
  return settings.ok ? run(parsed.value, settings.value) : refuse(`${settings.error.message}\n`)
}

function refuse(text: string): ExitCode {
  process.stderr.write(text)
  return 2
}

async function run(line: CommandLine, settings: EnvironmentSettings): Promise<ExitCode> {
  // A library that writes to the console must not write between the JSON lines.
  globalThis.console = new Console(process.stderr, process.stderr)
  const stop = new AbortController()
  let crashed = false
  const onCrash = (thrown: unknown) => {
    log('headless', 'crashed', { message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
    crashed = true
    end(stop)
  }
  process.on('uncaughtException', onCrash).on('unhandledRejection', onCrash)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { end(stop) })
  // Whoever read our lines has gone, so nobody can use the URLs any more.
  process.stdout.on('error', () => { end(stop) })
  process.stderr.on('error', () => undefined)
  const code = await runHeadless(line, settings, {
    startHost, log, print: createPrinter(process.stdout), stdin: process.stdin, cwd: process.cwd(),
    runId: randomBytes(TOKEN_BYTES).toString('hex'), ownerPid: process.pid, token: randomBytes(TOKEN_BYTES).toString('base64url'),
    ffmpegPlaces: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: resourcesDir(), platform: process.platform }),
    storageLimitBytes: Number(process.env['MILLRACE_STORAGE_LIMIT']) || null,
    tracePath: process.env['MILLRACE_TRACE'] ?? null,
  }, stop)
  return crashed ? 1 : code
}

/** The packaged program runs inside Electron, which says where its resources are; Node alone has none. */
function resourcesDir(): string | null {
  return 'resourcesPath' in process && typeof process.resourcesPath === 'string' ? process.resourcesPath : null
}

/** Begins the end. A terminal and a launcher may both pass the same signal on, so a second one changes nothing. */
function end(stop: AbortController): void {
  if (stop.signal.aborted) return
  stop.abort()
  setTimeout(() => {
    log('headless', 'cleanedUpTooSlowly', { limitMs: CLOSE_LIMIT_MS })
    process.exit(1)
  }, CLOSE_LIMIT_MS).unref()
}

const code = await main()
// Lines that are still on their way to a pipe go first; what a library may have left open does not keep us.
process.stdout.write('', () => { process.exit(code) })
