import type { MenuItemConstructorOptions } from 'electron'
import type { EventValue } from '../../shared/ipc/contract.ts'
import { catalogue } from '../../shared/text/catalogue.ts'

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
  const words = catalogue.menu
  return [
    ...(isMac ? [{ id: 'program', role: 'appMenu' as const }] : []),
    {
      id: 'file',
      label: words.file,
      submenu: [
        action('openFile', words.openFile, 'CmdOrCtrl+O'),
        { id: 'pasteLink', label: words.pasteLink, click: paste },
        separator('fileEnd'),
        isMac ? { id: 'closeWindow', role: 'close' } : { id: 'quit', role: 'quit' },
      ],
    },
    { id: 'edit', label: words.edit, submenu: EDIT_ROLES.map((role) => ({ id: role, role })) },
    {
      id: 'view',
      label: words.view,
      submenu: [
        action('home', words.home),
        action('settings', words.settings, 'CmdOrCtrl+,'),
        { id: 'fullScreen', role: 'togglefullscreen' },
        action('stats', words.stats),
        ...(isPackaged ? [] : [separator('viewEnd'), { id: 'reload', role: 'reload' as const }, { id: 'tools', role: 'toggleDevTools' as const }]),
      ],
    },
    { id: 'help', role: 'help', submenu: [action('shortcuts', words.shortcuts), { id: 'about', role: 'about' }] },
  ]
}

const EDIT_ROLES = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const

function separator(id: string): MenuItemConstructorOptions {
  return { id, type: 'separator' }
}
