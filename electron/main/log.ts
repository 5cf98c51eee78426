import type { LogFacts } from '../../shared/log.ts'
import { formatLogLine } from '../../shared/log.ts'

/** One line an event on standard error; a reader that went away is no reason to stop. */
export function log(area: string, event: string, facts?: LogFacts): void {
  process.stderr.write(`${formatLogLine(area, event, facts)}\n`)
}

/** Keeps the program alive through a closed standard error and through bugs, each of which is one line. */
export function logBugs(): void {
  process.stderr.on('error', () => undefined)
  process.on('uncaughtException', (thrown) => { log('main', 'uncaughtException', { message: thrown.stack ?? thrown.message }) })
  process.on('unhandledRejection', (thrown) => { log('main', 'unhandledRejection', { message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }) })
}
