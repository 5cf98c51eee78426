import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** Runs the headless program in this process, with the command line it would have as a program of its own. */
export async function runHeadless(script: string, words: readonly string[]): Promise<void> {
  app.disableHardwareAcceleration()
  // The runtime takes the signals to end for itself; the program is to hear them as it would on its own.
  app.on('before-quit', (event) => {
    event.preventDefault()
    process.emit('SIGTERM')
  })
  process.argv.splice(1, process.argv.length - 1, path.resolve(script), ...words)
  await import(pathToFileURL(script).href)
}
