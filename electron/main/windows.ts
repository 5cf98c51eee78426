import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { JsonFile } from '../records/json-file.ts'
import type { WindowState } from '../records/window-state.ts'
import { MIN_SIZE, placeWindow } from './window-place.ts'

export interface MainWindowOptions {
  readonly preload: string
  readonly url: string
  readonly stateFile: JsonFile<WindowState | null>
}

/**
 * Opens the window where it was last time. It is there at once, in the colour of the page: what is drawn into a hidden window
 * is seen only after the window was shown, which takes longer than all the drawing.
 */
export async function openMainWindow({ preload, url, stateFile }: MainWindowOptions): Promise<BrowserWindow> {
  const saved = await stateFile.read()
  const window = new BrowserWindow({
    ...placeWindow(saved, screen.getAllDisplays().map((display) => display.workArea)),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Millrace',
    backgroundColor: nativeTheme.shouldUseDarkColors ? INK : PAPER,
    autoHideMenuBar: true,
    // To be made as large as the screen shows it; before that it would be seen small.
    show: saved?.maximized !== true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      // Lists the sounds that the element can decode, and lets one be picked (HTML standard, 4.8.11.10.1); nothing else comes with it.
      enableBlinkFeatures: 'AudioVideoTracks',
      allowRunningInsecureContent: false,
      webviewTag: false,
      // Would fetch dictionaries from the network.
      spellcheck: false,
      // A film in a covered window plays on and reports its clock.
      backgroundThrottling: false,
    },
  })
  if (saved?.maximized === true) {
    window.maximize()
    window.show()
  }
  rememberPlace(window, stateFile)
  // A page that fails to load is logged by its own event; the window stays and can be closed.
  void window.loadURL(url).catch(() => undefined)
  return window
}

function rememberPlace(window: BrowserWindow, stateFile: JsonFile<WindowState | null>): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen() || window.isAlwaysOnTop()) return
    void stateFile.write({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const saveSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(save, SETTLE_MS)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  // The program hides the window before it ends.
  window.on('hide', save)
  window.on('close', save)
  window.on('closed', () => { clearTimeout(timer) })
}

/** A drag sends events all the way; the place counts once it rests. */
const SETTLE_MS = 500

/** The page's own backgrounds (`--ink` in tokens.css), so that nothing flashes before it is drawn. */
const INK = '#0b1116'
const PAPER = '#f3f7f8'
