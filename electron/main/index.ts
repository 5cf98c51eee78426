import { Menu, app, dialog } from 'electron'
import { USAGE } from '../../shared/cli/arguments.ts'
import { check } from '../../shared/ipc/schema.ts'
import type { Result } from '../../shared/result.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { registerBundleScheme } from './app-protocol.ts'
import { boot } from './boot.ts'
import { runHeadless } from './headless.ts'
import { logBugs, openJournal } from './log.ts'
import { absoluteWords, arrivalSchema, createOpenRequests } from './open-requests.ts'
import type { Arrival } from './open-requests.ts'
import { pageAddress } from './origins.ts'
import { programFiles, programWords } from './program-words.ts'
import { readStartWishes } from './start-options.ts'
import type { StartWishes } from './start-options.ts'

const words = programWords(process.argv, app.isPackaged)
const files = programFiles(app.getAppPath())
const wishes = readStartWishes(words, process.env, process.cwd())

// The order counts: everything here must happen before the system is ready. Waiting for that at top level would wait for ever.
if (words.includes('--headless')) await runHeadless(files.cli, words)
else if (!wishes.ok) refuseToStart(wishes)
else if (wishes.value.line.help) showUsage()
else if (!app.requestSingleInstanceLock(arrivalOf(wishes.value))) app.exit(0)
else startWindow(wishes.value)

function startWindow(wishes: StartWishes): void {
  const journal = openJournal(app.getPath('logs'))
  logBugs(journal.log)
  registerBundleScheme()
  // Ours comes with the window; the one that Electron would build instead takes time of the start.
  Menu.setApplicationMenu(null)
  const openRequests = createOpenRequests(journal.log)
  openRequests.addWords(wishes.line.sources, process.cwd(), wishes.line)
  app.on('open-file', (event, file) => { event.preventDefault(); openRequests.addPath(file) })
  app.on('open-url', (event, url) => { event.preventDefault(); openRequests.addWords([url], process.cwd(), { fromLink: true }) })

  const page = pageAddress(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'])
  const shell = app.whenReady().then(() => boot({ page, files, wishes, openRequests, journal }))
  const show = () => { void shell.then(({ showWindow, isClosing }) => (isClosing() ? undefined : showWindow())) }
  app.on('window-all-closed', () => { void shell.then(({ keepsRunning }) => { if (process.platform !== 'darwin' && !keepsRunning()) app.quit() }) })
  app.on('activate', show)
  app.on('second-instance', (_event, _argv, _cwd, payload) => {
    const arrival = check(arrivalSchema, payload)
    void shell.then(({ isClosing }) => {
      if (isClosing()) return arrival.ok ? startAgain(arrival.value) : undefined
      if (arrival.ok) openRequests.addWords(arrival.value.words, arrival.value.cwd, arrival.value)
      show()
    })
  })
  shell.catch((thrown: unknown) => {
    journal.log('main', 'notStarted', { message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
    void journal.close().finally(() => { app.exit(1) })
  })
}

/** What the first start hears of this one when it is not the first. */
function arrivalOf({ line }: StartWishes): Arrival {
  return { words: [...line.sources], cwd: process.cwd(), fromLink: line.fromLink, argv: process.argv.slice(1) }
}

/** The start that came while the program was closing is made once more when it is gone. An AppImage is unpacked for as long as it runs: it is started by its own name. */
function startAgain(arrival: Arrival): void {
  app.relaunch({ args: absoluteWords(arrival), execPath: process.env['APPIMAGE'] ?? process.execPath })
}

function showUsage(): void {
  process.stdout.write(USAGE)
  app.exit(0)
}

function refuseToStart(refusal: Exclude<Result<never>, { ok: true }>): void {
  dialog.showErrorBox(catalogue.system.cannotStart, refusal.error.message)
  app.exit(2)
}
