import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** Runs the headless program in this process, with the command line it would have as a program of its own. */
export async function runHeadless(script: string, words: readonly string[]): Promise<void> {
  process.argv.splice(1, process.argv.length - 1, path.resolve(script), ...words)
  await import(pathToFileURL(script).href)
}
