import { Menu, app, dialog } from 'electron'
import { USAGE } from '../../shared/cli/arguments.ts'
import { check } from '../../shared/ipc/schema.ts'
import type { Result } from '../../shared/result.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { registerBundleScheme } from './app-protocol.ts'
import { boot } from './boot.ts'
import { runHeadless } from './headless.ts'
import { logBugs, openJournal } from './log.ts'
import { absoluteWords, arrivalSchema, createOpenRequests, fitArrival } from './open-requests.ts'
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
  const page = pageAddress(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'])
  const shell = app.whenReady().then(() => boot({ page, files, wishes, openRequests, journal }))
  const show = () => { void shell.then(({ showWindow, isClosing }) => (isClosing() ? undefined : showWindow())) }
  app.on('window-all-closed', () => { void shell.then(({ keepsRunning }) => { if (process.platform !== 'darwin' && !keepsRunning()) app.quit() }) })
  app.on('activate', show)
  /** What comes while the program is closing is opened by a new start, when this one is gone. */
  const arrive = (arrival: Arrival, open: () => void) => { void shell.then(({ isClosing }) => { if (isClosing()) startAgain(wishes, arrival); else open() }) }
  app.on('open-file', (event, file) => {
    event.preventDefault()
    arrive({ words: [file], cwd: process.cwd(), fromLink: false }, () => { openRequests.addPath(file) })
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const arrival = { words: [url], cwd: process.cwd(), fromLink: true }
    arrive(arrival, () => { openRequests.addWords(arrival.words, arrival.cwd, arrival) })
  })
  app.on('second-instance', (_event, _argv, cwd, payload) => {
    const checked = check(arrivalSchema, payload)
    const arrival = checked.ok ? checked.value : { words: [], cwd, fromLink: false }
    arrive(arrival, () => {
      openRequests.addWords(arrival.words, arrival.cwd, arrival)
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
  return fitArrival({ words: [...line.sources], cwd: process.cwd(), fromLink: line.fromLink }, MAX_ARRIVAL_CHARS)
}

/** Chromium hands the command line over beside it, and a first start that is told more than 32 KiB in all dies of it. */
const MAX_ARRIVAL_CHARS = 12_000

/** Begins the program once more when this one is gone: with its own options, and what came last. */
function startAgain({ line }: StartWishes, arrival: Arrival): void {
  const own = process.argv.slice(1).filter((word) => word !== '--' && word !== FROM_LINK && !line.sources.includes(word))
  app.relaunch({ args: [...own, ...(arrival.fromLink ? [FROM_LINK] : []), ...absoluteWords(arrival)], execPath: appImage() ?? process.execPath })
}

const FROM_LINK = '--from-link'

/** An AppImage is unpacked for as long as it runs, so that it is started by its own name. The variable is inherited by whatever another one starts. */
function appImage(): string | null {
  const { APPIMAGE, APPDIR } = process.env
  return APPIMAGE !== undefined && APPDIR !== undefined && process.execPath.startsWith(`${APPDIR}/`) ? APPIMAGE : null
}

function showUsage(): void {
  process.stdout.write(USAGE)
  app.exit(0)
}

function refuseToStart(refusal: Exclude<Result<never>, { ok: true }>): void {
  dialog.showErrorBox(catalogue.system.cannotStart, refusal.error.message)
  app.exit(2)
}
