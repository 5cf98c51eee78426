import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { app, clipboard, dialog, nativeTheme, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { CodedError } from '../../shared/errors.ts'
import type { AppError } from '../../shared/errors.ts'
import type { HandlersOf, OpenSource, Settings } from '../../shared/ipc/contract.ts'
import { changeDownloadFolder, changeKeptFolder } from '../../shared/library/kept-folders.ts'
import type { KeptFolders } from '../../shared/library/kept-folders.ts'
import type { Library } from '../../shared/library/library.ts'
import type { Result } from '../../shared/result.ts'
import type { Preferences, SettingsPatch } from '../../shared/settings/settings.ts'
import type { EnvironmentSettings } from '../../shared/settings/environment.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { FrameFolder } from '../records/frame-folder.ts'
import { keepPicture } from '../records/picture-folder.ts'
import type { SettingsStore } from '../records/settings-store.ts'
import { formatBugReport, MAX_REPORT_CHARS } from './bug-report.ts'
import type { HostState, HostSupervisor } from './host-supervisor.ts'
import { linksOpenHere, setLinksOpenHere } from './link-handler.ts'
import type { MiniWindow } from './mini-window.ts'
import { probeFolder } from './probe-folder.ts'
import type { LibraryWatch } from './watch-library.ts'
import { toSettings } from './start-options.ts'

export interface AppHandlerOptions {
  readonly window: () => BrowserWindow | null
  readonly store: SettingsStore
  readonly startSettings: EnvironmentSettings
  readonly mediaOrigin: () => string | null
  readonly hostState: () => HostState
  /** The newest lines of the log, at most so many bytes. */
  readonly tailLog: (maxBytes: number) => Promise<readonly string[]>
  /** The page listens: what waited for it may be sent once this call is answered. */
  readonly onPageReady: () => void
  readonly callHost: HostSupervisor['call']
  readonly onChosen: (source: OpenSource) => void
  readonly onSettings: (settings: Settings, patch: SettingsPatch | Partial<Preferences>) => void
  readonly library: LibraryWatch
  readonly entries: () => Library
  /** What the person is to be told of records that had to be mended, once. */
  readonly takeMended: () => AppError[]
  readonly frames: FrameFolder
  readonly mini: MiniWindow
  /** Tells the host where kept films go; refused when nothing can be written there. */
  readonly setKeptFolder: (folders: KeptFolders) => Promise<Result<object>>
  readonly files: { readonly log: string; readonly licences: string }
}

/** The commands main answers itself. */
export function createAppHandlers({ window, store, startSettings, mediaOrigin, hostState, tailLog, onPageReady, callHost, onChosen, onSettings, library, entries, takeMended, frames, mini, setKeptFolder, files }: AppHandlerOptions): HandlersOf<'app'> {
  let lastFolder: string | null = null
  const settings = () => toSettings(startSettings, store.get())

  return {
    'app.pageReady': async () => {
      setImmediate(onPageReady)
      // A page that was loaded again knows of no mini-player.
      mini.set(false, 1)
      return { version: app.getVersion(), platform: process.platform, settings: settings(), mediaOrigin: mediaOrigin(), mended: takeMended() }
    },
    'app.chooseFile': async () => {
      const chosen = await chooseFiles(window(), lastFolder)
      for (const file of chosen) onChosen({ kind: 'path', path: file })
      lastFolder = folderOf(chosen) ?? lastFolder
      return { chosen: chosen.length > 0 }
    },
    'app.chooseFfmpeg': async ({ reset }) => {
      const ffmpegPath = reset ? null : await chooseProgram(window())
      if (!reset && ffmpegPath === null) return {}
      store.update({ ffmpegPath })
      onSettings(settings(), { ffmpegPath })
      return {}
    },
    'app.choosePlayer': async ({ player, reset }) => {
      const file = reset ? null : await chooseProgram(window())
      if (!reset && file === null) return {}
      const patch = player === 'mpv' ? { mpvPath: file } : { vlcPath: file }
      store.update(patch)
      onSettings(settings(), patch)
      return {}
    },
    'app.chooseKeptFolder': async ({ reset }) => {
      const folder = reset ? null : await chooseFolder(window(), catalogue.settings.keptFolder.name)
      if (!reset && folder === null) return {}
      const folders = changeKeptFolder(store.get(), folder)
      const taken = await setKeptFolder(folders)
      if (!taken.ok) throw new CodedError(taken.error)
      store.update(folders)
      onSettings(settings(), folders)
      return {}
    },
    'app.chooseDownloadFolder': async ({ reset }) => {
      const folder = reset ? null : await chooseFolder(window(), catalogue.settings.downloadFolder.name)
      if (!reset && folder === null) return {}
      if (folder !== null) await probeFolder(folder)
      const folders = changeDownloadFolder(store.get(), folder)
      store.update(folders)
      onSettings(settings(), folders)
      return {}
    },
    'app.copyText': async ({ text }) => {
      // Returns a promise from Electron 44 on, nothing before.
      await clipboard.writeText(text)
      return {}
    },
    'app.copyDetails': async ({ problem }) => {
      const logLines = await tailLog(MAX_REPORT_CHARS)
      await clipboard.writeText(formatBugReport({ ...programFacts(), host: hostState(), settings: settings(), problem, logLines }))
      return {}
    },
    'app.updateSettings': async (patch) => {
      nativeTheme.themeSource = store.update(patch).theme
      onSettings(settings(), patch)
      return settings()
    },
    'app.listLibrary': () => Promise.resolve({ entries: [...entries()] }),
    'app.keepTracks': ({ infoHash, tracks }) => {
      library.act({ kind: 'tracks', infoHash, tracks })
      return Promise.resolve({})
    },
    'app.forgetTorrent': async ({ infoHash }) => {
      library.act({ kind: 'remove', infoHash })
      await frames.remove(infoHash)
      return {}
    },
    'app.markWatched': ({ infoHash, fileIndex, name, watched }) => {
      library.mark(infoHash, { fileIndex, name }, watched)
      return Promise.resolve({})
    },
    'app.showFilm': async ({ infoHash, fileIndex }) => {
      const place = await callHost('media.locateFile', { infoHash, fileIndex })
      if (!place.ok) throw new CodedError(place.error)
      // Nothing of it may be on the disk yet; its folder is.
      shell.showItemInFolder(nearestThere(place.value.path))
      return {}
    },
    'app.saveFrame': async ({ infoHash, picture }) => {
      if (entries().some((entry) => entry.infoHash === infoHash)) await frames.save(infoHash, picture)
      return {}
    },
    'app.keepPicture': async ({ title, timeSec, picture }) => {
      return { file: await keepPicture(path.join(app.getPath('pictures'), app.getName()), { title, timeSec, picture }) }
    },
    'app.setMini': ({ on, aspect }) => {
      mini.set(on, aspect)
      return Promise.resolve({})
    },
    'app.readFrame': async ({ infoHash }) => ({ picture: await frames.read(infoHash) }),
    'app.linksOpenHere': () => Promise.resolve({ here: linksOpenHere() }),
    'app.setLinksOpenHere': ({ here }) => {
      setLinksOpenHere(here)
      return Promise.resolve({ here: linksOpenHere() })
    },
    'app.showFile': async ({ file }) => {
      if (file === 'log') shell.showItemInFolder(files.log)
      else await shell.openPath(files.licences)
      return {}
    },
  }
}

/** The path, or the nearest folder above it that exists. */
function nearestThere(file: string): string {
  return existsSync(file) || path.dirname(file) === file ? file : nearestThere(path.dirname(file))
}

function programFacts() {
  const { electron = '', chrome = '', node = '' } = process.versions
  return {
    version: app.getVersion(), versions: { Electron: electron, Chromium: chrome, Node: node }, isPackaged: app.isPackaged, runsSec: process.uptime(),
    platform: process.platform, arch: process.arch, osRelease: os.release(), memoryBytes: os.totalmem(),
  }
}

async function chooseFiles(window: BrowserWindow | null, folder: string | null): Promise<readonly string[]> {
  const words = catalogue.system.openDialog
  const options: Electron.OpenDialogOptions = {
    title: words.title,
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: words.torrents, extensions: ['torrent'] }, { name: words.allFiles, extensions: ['*'] }],
    ...(folder === null ? {} : { defaultPath: folder }),
  }
  const answer = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options)
  return answer.canceled ? [] : answer.filePaths
}

/** One program, by the system's own dialog; null when the person thought better of it. */
async function chooseProgram(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { title: catalogue.settings.ffmpeg.choose, properties: ['openFile'] }
  const answer = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options)
  return answer.canceled ? null : answer.filePaths[0] ?? null
}

/** A folder, which the dialog can make; null when the person thought better of it. */
async function chooseFolder(window: BrowserWindow | null, title: string): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory', 'promptToCreate'] }
  const answer = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options)
  return answer.canceled ? null : answer.filePaths[0] ?? null
}

function folderOf(files: readonly string[]): string | null {
  const [first] = files
  return first === undefined ? null : first.slice(0, Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')))
}
