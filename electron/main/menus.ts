import type { MenuItemConstructorOptions } from 'electron'
import type { EventValue } from '../../shared/ipc/contract.ts'

export type MenuAction = EventValue<'app.menuChosen'>['action']

export interface MenuOptions {
  readonly isMac: boolean
  /** The development menu has reload and the tools of the page. */
  readonly isPackaged: boolean
  readonly choose: (action: MenuAction) => void
  /** Pastes into the page, which opens what it is given; the page itself may not read the clipboard. */
  readonly paste: () => void
}

/** The application menu. Every item has an id; what is not a role arrives at the page. */
export function menuTemplate({ isMac, isPackaged, choose, paste }: MenuOptions): MenuItemConstructorOptions[] {
  const action = (name: MenuAction, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: name, label, click: () => { choose(name) }, ...(accelerator === undefined ? {} : { accelerator }),
  })
  return [
    ...(isMac ? [{ id: 'program', role: 'appMenu' as const }] : []),
    {
      id: 'file',
      label: '&File',
      submenu: [
        action('openFile', 'Open file…', 'CmdOrCtrl+O'),
        { id: 'pasteLink', label: 'Paste link', click: paste },
        separator('fileEnd'),
        isMac ? { id: 'closeWindow', role: 'close' } : { id: 'quit', role: 'quit' },
      ],
    },
    { id: 'edit', label: '&Edit', submenu: EDIT_ROLES.map((role) => ({ id: role, role })) },
    {
      id: 'view',
      label: '&View',
      submenu: [
        action('home', 'Home'),
        { id: 'fullScreen', role: 'togglefullscreen' },
        action('stats', 'Stats'),
        ...(isPackaged ? [] : [separator('viewEnd'), { id: 'reload', role: 'reload' as const }, { id: 'tools', role: 'toggleDevTools' as const }]),
      ],
    },
    { id: 'help', role: 'help', submenu: [action('shortcuts', 'Keyboard shortcuts'), { id: 'about', role: 'about' }] },
  ]
}

const EDIT_ROLES = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const

function separator(id: string): MenuItemConstructorOptions {
  return { id, type: 'separator' }
}
