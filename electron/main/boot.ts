import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { BrowserWindow, Menu, Notification, app, nativeTheme, powerMonitor, powerSaveBlocker } from 'electron'
import { isOver } from '../../shared/cast/cast-media.ts'
import { isInfoHash } from '../../shared/ids.ts'
import { createKeyMap } from '../../shared/keys/key-map.ts'
import { hearNotices } from '../../shared/ipc/rpc.ts'
import type { EventListener } from '../../shared/ipc/rpc.ts'
import type { Log } from '../../shared/log.ts'
import type { KeptFolders } from '../../shared/library/kept-folders.ts'
import { networkFields, networkOf } from '../../shared/network/network-wish.ts'
import type { Result } from '../../shared/result.ts'
import { ffmpegPlaces } from '../../shared/transcode/ffmpeg-places.ts'
import type { Preferences, SettingsPatch } from '../../shared/settings/settings.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { chooseLanguage, speak } from '../../shared/text/language.ts'
import { createFrameFolder } from '../records/frame-folder.ts'
import { openLibraryStore } from '../records/library-store.ts'
import { openSettingsStore } from '../records/settings-store.ts'
import { createWindowStateFile } from '../records/window-state.ts'
import { createAppHandlers } from './app-handlers.ts'
import { serveBundle } from './app-protocol.ts'
import { createDownloadSigns } from './download-signs.ts'
import { startHostProcess } from './host-process.ts'
import { openGateway } from './ipc-gateway.ts'
import type { Journal } from './log.ts'
import { menuTemplate } from './menus.ts'
import type { OpenRequests } from './open-requests.ts'
import { originOf } from './origins.ts'
import type { PageAddress } from './origins.ts'
import { createMiniWindow } from './mini-window.ts'
import { createOneWindow } from './one-window.ts'
import { createWakeKeeper } from './power.ts'
import { createPageStreams } from './page-streams.ts'
import type { programFiles } from './program-words.ts'
import { closeBeforeQuit } from './quit.ts'
import { secureProgram } from './security.ts'
import type { StartWishes } from './start-options.ts'
import { keptPlaces, toSettings, toStartOptions } from './start-options.ts'
import { createTrayIcon } from './tray.ts'
import { watchLibrary } from './watch-library.ts'
import { openMainWindow } from './windows.ts'

export interface BootOptions {
  readonly page: PageAddress
  readonly files: ReturnType<typeof programFiles>
  readonly wishes: StartWishes
  readonly openRequests: OpenRequests
  readonly journal: Journal
}

export interface Shell {
  /** Brings the window to the front, opening it when there is none. */
  readonly showWindow: () => Promise<void>
  /** True when the program goes on without a window: it can be reached otherwise. */
  readonly keepsRunning: () => boolean
  /** True when the program is about to end and opens nothing any more. */
  readonly isClosing: () => boolean
}

/** Composes the parts of main once the system is ready. */
export async function boot({ page, files, wishes, openRequests, journal }: BootOptions): Promise<Shell> {
  const { log } = journal
  const userData = app.getPath('userData')
  // The host comes later; until then there is no server to be asked.
  let mediaOrigin: () => string | null = () => null
  secureProgram({ pageOrigin: page.origin, mediaOrigin: () => mediaOrigin(), log })
  // Together: the window waits for all of them.
  const [store, libraryStore] = await Promise.all([
    openSettingsStore(path.join(userData, 'settings.json'), log),
    openLibraryStore({ file: path.join(userData, 'library.json'), log, after }),
    page.url.startsWith('app:') ? serveBundle(files.page) : null,
  ])
  if (store.get().paused) store.update({ paused: false })
  const stateFile = createWindowStateFile(path.join(userData, 'window.json'), log)
  const window = createOneWindow(async () => {
    const opened = await openMainWindow({ preload: files.preload, url: page.url, stateFile })
    watchPage(opened, page.origin, () => {
      openRequests.stopDelivery()
      pageStreams.leave()
    }, log)
    return opened
  })
  nativeTheme.themeSource = store.get().theme
  speak(chooseLanguage(store.get().language, app.getLocale()))
  const frames = createFrameFolder(path.join(userData, 'frames'), log)
  void frames.tidy(new Set(libraryStore.get().map(({ infoHash }) => infoHash)))
  const wakeKeeper = createWakeKeeper({ start: () => powerSaveBlocker.start('prevent-display-sleep'), stop: (id) => { powerSaveBlocker.stop(id) } }, after)
  // The screen may go dark while a television plays, but the computer that feeds it may not sleep.
  const castKeeper = createWakeKeeper({ start: () => powerSaveBlocker.start('prevent-app-suspension'), stop: (id) => { powerSaveBlocker.stop(id) } }, after)

  // The gateway comes after the host it calls; until then nobody listens.
  let send: EventListener = () => undefined
  const library = watchLibrary({
    store: libraryStore,
    nowMs: Date.now,
    onChange: (entry) => { send('app.libraryChanged', entry) },
    onForgotten: (infoHash) => {
      // What nobody can find any more need not stay.
      void host.call('media.keepTorrent', { infoHash, kept: false })
      send('app.libraryForgotten', { infoHash })
    },
    keepsAll: () => store.get().afterWatching === 'keep',
  })
  const tray = createTrayIcon({ show: () => { void window.show() }, setPaused: (paused) => { changeSettings({ paused }) }, quit: () => { app.quit() } })
  const signs = createDownloadSigns({
    showProgress: (share) => {
      window.current()?.setProgressBar(share ?? -1)
      tray.showProgress(share)
    },
    sayComplete: (name) => {
      if (store.get().notifications && window.current()?.isFocused() === false && Notification.isSupported()) new Notification({ title: catalogue.system.complete.title, body: catalogue.system.complete.body(name) }).show()
    },
  })
  const setLimits = () => {
    const { downLimitBytesPerSec, upLimitBytesPerSec, automaticSpeed, storageLimitBytes } = store.get()
    void host.call('media.setLimits', { downBytesPerSec: downLimitBytesPerSec, upBytesPerSec: upLimitBytesPerSec, automatic: automaticSpeed })
    void host.call('media.setStorageLimit', { limitBytes: storageLimitBytes })
    void host.call('media.useFfmpeg', { path: store.get().ffmpegPath })
  }
  const setNetwork = () => { void host.call('media.setNetwork', networkOf(store.get())) }
  const setKeptFolder = (folders: KeptFolders) => {
    const { keptDir, formerKeptDirs } = keptPlaces(folders, usualKeptDir())
    return host.call('media.setKeptFolder', { folder: keptDir, former: formerKeptDirs, isChosen: folders.keptFolder !== null })
  }
  const setPaused = () => { void host.call('media.setPaused', { paused: store.get().paused }) }
  const setPlayers = () => {
    const { mpvPath, vlcPath } = store.get()
    void host.call('media.setPlayers', { mpvPath, vlcPath })
  }
  const setCleanup = () => {
    void host.call('media.setCleanup', { afterWatching: store.get().afterWatching, kept: libraryStore.get().filter(({ kept }) => kept).map(({ infoHash }) => infoHash) })
  }
  let pageIsThere: () => void = () => undefined
  const host = startHostProcess({
    script: files.host,
    inProcess: process.env['HOST_IN_PROCESS'] === '1',
    startOptions: toStartOptions(wishes, startFacts(page.origin, files.demo), store.get()),
    onChange: (state) => {
      send('app.hostChanged', state)
      if (state.state !== 'running') return
      setLimits()
      // A host that was brought back was told what held at the start of the program.
      if (state.restarts > 0) {
        setNetwork()
        void setKeptFolder(store.get())
      }
      if (store.get().paused) setPaused()
      setCleanup()
      setPlayers()
    },
    onEvent: (name, value) => {
      library.seeEvent(name, value)
      signs.seeEvent(name, value)
      if (name === 'media.castChanged' && 'deviceId' in value) castKeeper.seePlayhead({ paused: isOver(value.phase) })
      send(name, value)
    },
    onLine: journal.relay,
    log,
    // With nothing to open yet the window comes first: the host's start would take the processor from it.
    whenWanted: (begin) => {
      if (wishes.line.sources.length > 0) return begin()
      const callOff = after(PAGE_PATIENCE_MS, begin)
      pageIsThere = () => {
        pageIsThere = () => undefined
        callOff()
        after(FIRST_DRAWING_MS, begin)
      }
    },
  })
  mediaOrigin = host.mediaOrigin
  // A lid that is closed stops the television too, instead of leaving it waiting for bytes.
  powerMonitor.on('suspend', () => { void host.call('media.castCommand', { command: { kind: 'pause' } }) })
  const pageStreams = createPageStreams((streamId) => {
    library.seeEnd(streamId)
    void host.call('media.closeStream', { streamId })
  })
  const seeNotice = hearNotices({ 'media.playhead': (report) => {
    wakeKeeper.seePlayhead(report)
    library.seePlayhead(report)
  }, 'media.hover': () => undefined, 'media.upNext': () => undefined })
  const gateway = openGateway({
    window: window.current,
    pageOrigin: page.origin,
    appHandlers: createAppHandlers({
      window: window.current,
      store,
      startSettings: wishes.settings,
      tailLog: journal.tail,
      hostState: host.state,
      callHost: host.call,
      mediaOrigin: host.mediaOrigin,
      onPageReady: () => {
        pageIsThere()
        gateway.send('app.hostChanged', host.state())
        openRequests.startDelivery((source, foreign) => { gateway.send('app.openRequest', { source, ask: foreign && store.get().foreignLinks === 'ask' }) })
      },
      onChosen: (source) => { gateway.send('app.openRequest', { source, ask: false }) },
      onSettings: (settings, patch) => {
        applySettings(patch)
        gateway.send('app.settingsChanged', settings)
      },
      library, frames, setKeptFolder,
      mini: createMiniWindow(window.current),
      entries: libraryStore.get,
      takeMended: () => [store.takeProblem(), libraryStore.takeProblem()].filter((problem) => problem !== null),
      files: { log: journal.path, licences: licencesPath() },
    }),
    callMedia: async (name, args) => {
      const streamId: unknown = name === 'media.closeStream' ? Reflect.get(args, 'streamId') : null
      if (typeof streamId === 'string') {
        library.seeEnd(streamId)
        pageStreams.forget(streamId)
      }
      const take = name === 'media.openStream' ? pageStreams.ask() : null
      const answer = await host.call(name, args)
      if (take !== null && answer.ok && 'streamId' in answer.value) take(answer.value.streamId)
      if (name === 'media.keepTorrent' && answer.ok && 'kept' in args && 'infoHash' in args) library.act({ kind: 'keep', infoHash: args.infoHash, kept: args.kept })
      if (name === 'media.openDemo') leaveOut(answer)
      return answer
    },
    onNotice: (name, report) => {
      seeNotice(name, report)
      host.notify(name, report)
    },
    log,
  })
  send = gateway.send

  const showMenu = () => {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ isMac: process.platform === 'darwin', isPackaged: app.isPackaged, choose: (action) => { gateway.send('app.menuChosen', { action }) }, keys: createKeyMap(store.get().keys), paste: () => { window.current()?.webContents.paste() } })))
  }
  function applySettings(patch: SettingsPatch | Partial<Preferences>): void {
    if ('downLimitBytesPerSec' in patch || 'upLimitBytesPerSec' in patch || 'automaticSpeed' in patch || 'storageLimitBytes' in patch || 'ffmpegPath' in patch) setLimits()
    if (Object.keys(patch).some((name) => name in networkFields)) setNetwork()
    if ('mpvPath' in patch || 'vlcPath' in patch) setPlayers()
    if ('afterWatching' in patch) setCleanup()
    if ('paused' in patch) {
      setPaused()
      tray.showPaused(store.get().paused)
    }
    if ('keys' in patch) showMenu()
    if ('tray' in patch) tray.setOn(store.get().tray)
    if (!('language' in patch)) return
    speak(chooseLanguage(store.get().language, app.getLocale()))
    showMenu()
    tray.rename()
  }
  /** A change that does not come from the page. */
  function changeSettings(patch: SettingsPatch): void {
    const preferences = store.update(patch)
    applySettings(patch)
    gateway.send('app.settingsChanged', toSettings(wishes.settings, preferences))
  }
  function leaveOut(answer: Result<object>): void {
    const infoHash: unknown = answer.ok ? Reflect.get(answer.value, 'infoHash') : null
    if (typeof infoHash === 'string' && isInfoHash(infoHash)) library.leaveOut(infoHash)
  }

  const isClosing = closeBeforeQuit(() => [() => { window.current()?.hide() }, tray.close, wakeKeeper.close, castKeeper.close, host.close, store.close, () => { library.seeEnd() }, libraryStore.close, stateFile.close, gateway.close, journal.close], log)
  await window.show()
  // While the page loads: nobody presses a key of the menu before there is a picture.
  showMenu()
  tray.setOn(store.get().tray)
  return { showWindow: window.show, keepsRunning: tray.isOn, isClosing }
}

/** The host starts then at the latest, whatever becomes of the page. */
const PAGE_PATIENCE_MS = 2000
/** From its first question to its first picture a page took 30 to 60 ms. */
const FIRST_DRAWING_MS = 100

const after = (ms: number, task: () => void) => {
  const timer = setTimeout(task, ms)
  return () => { clearTimeout(timer) }
}

function usualKeptDir(): string {
  return path.join(app.getPath('downloads'), app.getName())
}

/** Beside the packaged program, or in the checkout. */
function licencesPath(): string {
  return path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'THIRD_PARTY_NOTICES.md')
}

function startFacts(pageOrigin: string, demo: string) {
  return {
    runId: randomBytes(8).toString('hex'),
    // 128 bits: nobody guesses it, and it changes at every start.
    token: randomBytes(16).toString('base64url'),
    ownerPid: process.pid,
    pageOrigin,
    demoPath: existsSync(demo) ? demo : null,
    keptDir: usualKeptDir(),
    ffmpegPlaces: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: app.isPackaged ? process.resourcesPath : null, platform: process.platform }),
    tracePath: process.env['MILLRACE_TRACE'] ?? null,
  }
}

/** Tells when there is no page: before it is loaded, at a reload, after it crashed, without a window. */
function watchPage(window: BrowserWindow, pageOrigin: string, onGone: () => void, log: Log): void {
  const contents = window.webContents
  // Anywhere else it is refused, and the page stays.
  contents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => { if (isMainFrame && !isSameDocument && originOf(url) === pageOrigin) onGone() })
  contents.on('did-fail-load', (_event, code, reason) => { log('window', 'notLoaded', { code, reason }) })
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('window', 'pageGone', { reason, exitCode })
    onGone()
    if (reason !== 'clean-exit' && !window.isDestroyed()) contents.reload()
  })
  window.on('closed', onGone)
}
