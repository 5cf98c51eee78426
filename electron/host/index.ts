import { serveHost } from '../../shared/ipc/serve-host.ts'
import type { LogFacts } from '../../shared/log.ts'
import { formatLogLine } from '../../shared/log.ts'
import { openParentPort } from './parent-port.ts'
import { startHost } from './start-host.ts'

/** The media host as a process of its own: it obeys its port, and a bug ends it, for main starts it again. */
function log(area: string, event: string, facts?: LogFacts): void {
  process.stderr.write(`${formatLogLine(area, event, facts)}\n`)
}

function endByBug(what: string, thrown: unknown): void {
  log('host', what, { message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
  process.exit(EXIT_BUG)
}

/** Any code but 0: main does not look at it, people who read logs do (sysexits: EX_SOFTWARE). */
const EXIT_BUG = 70

// A reader of the log that went away is no bug of ours.
process.stderr.on('error', () => undefined)
process.on('uncaughtException', (thrown) => { endByBug('uncaughtException', thrown) })
process.on('unhandledRejection', (thrown) => { endByBug('unhandledRejection', thrown) })

const port = openParentPort()
if (port === null) {
  log('host', 'noParent', { advice: 'this program is started by the app; the one for people is the headless mode' })
  process.exit(2)
}

const close = serveHost({ port, start: startHost, createCanceller: () => new AbortController(), exit: (code) => process.exit(code), log })
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { void close() })
