import { Menu, Tray, nativeImage } from 'electron'
import { catalogue } from '../../shared/text/catalogue.ts'
import { TRAY_ICON_SIDE, drawTrayIcon } from '../../shared/tray/tray-icon.ts'

/** The icon beside the system's clock, for as long as the person wants one. */
export interface TrayIcon {
  readonly setOn: (on: boolean) => void
  readonly isOn: () => boolean
  /** 0..1 of what is being fetched; null = nothing is. */
  readonly showProgress: (share: number | null) => void
  readonly showPaused: (paused: boolean) => void
  /** The language changed. */
  readonly rename: () => void
  readonly close: () => void
}

export interface TrayHands {
  readonly show: () => void
  readonly setPaused: (paused: boolean) => void
  readonly quit: () => void
}

/** The ring moves in steps: nobody sees smaller ones, and the system draws each. */
const STEPS = 24

export function createTrayIcon({ show, setPaused, quit }: TrayHands): TrayIcon {
  let tray: Tray | null = null
  let share: number | null = null
  let paused = false

  const iconOf = () => nativeImage.createFromBitmap(Buffer.from(drawTrayIcon(share)), { width: TRAY_ICON_SIDE, height: TRAY_ICON_SIDE, scaleFactor: 2 })
  const rename = () => {
    const words = catalogue.tray
    tray?.setToolTip(paused ? words.paused : share === null ? catalogue.appName : words.fetching(Math.floor(share * 100)))
    tray?.setContextMenu(Menu.buildFromTemplate([
      { id: 'show', label: words.show, click: show },
      { id: 'pauseAll', label: paused ? words.resumeAll : words.pauseAll, click: () => { setPaused(!paused) } },
      { type: 'separator' },
      { id: 'quit', label: words.quit, click: quit },
    ]))
  }
  const close = () => {
    tray?.destroy()
    tray = null
  }

  return {
    rename, close,
    isOn: () => tray !== null,
    setOn: (on) => {
      if (!on) return close()
      if (tray !== null) return
      tray = new Tray(iconOf())
      tray.on('click', show)
      rename()
    },
    showPaused: (next) => {
      paused = next
      rename()
    },
    showProgress: (next) => {
      const step = next === null ? null : Math.round(next * STEPS) / STEPS
      if (step === share) return
      share = step
      tray?.setImage(iconOf())
      rename()
    },
  }
}
