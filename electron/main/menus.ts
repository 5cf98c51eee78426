import type { MenuItemConstructorOptions } from 'electron'
import type { EventValue } from '../../shared/ipc/contract.ts'
import type { ActionId } from '../../shared/keys/actions.ts'
import type { KeyMap } from '../../shared/keys/key-map.ts'
import { acceleratorOf, hasModifier } from '../../shared/keys/key-name.ts'
import { catalogue } from '../../shared/text/catalogue.ts'

export type MenuAction = EventValue<'app.menuChosen'>['action']

export interface MenuOptions {
  readonly isMac: boolean
  /** The development menu has reload and the tools of the page. */
  readonly isPackaged: boolean
  /** What the keys mean now. */
  readonly keys: KeyMap
  readonly choose: (action: MenuAction) => void
  /** Pastes into the page, which opens what it is given; the page itself may not read the clipboard. */
  readonly paste: () => void
}

/** The application menu. Every item has an id; what is not a role arrives at the page. */
export function menuTemplate({ isMac, isPackaged, keys, choose, paste }: MenuOptions): MenuItemConstructorOptions[] {
  const action = (name: MenuAction, label: string): MenuItemConstructorOptions => ({ id: name, label, click: () => { choose(name) }, ...acceleratorFor(keys, ACTION_OF[name], isMac) })
  const words = catalogue.menu
  return [
    ...(isMac ? [{ id: 'program', role: 'appMenu' as const }] : []),
    {
      id: 'file',
      label: words.file,
      submenu: [
        action('openFile', words.openFile),
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
        action('settings', words.settings),
        { id: 'fullScreen', role: 'togglefullscreen' },
        action('stats', words.stats),
        ...(isPackaged ? [] : [separator('viewEnd'), { id: 'reload', role: 'reload' as const }, { id: 'tools', role: 'toggleDevTools' as const }]),
      ],
    },
    { id: 'help', role: 'help', submenu: [action('shortcuts', words.shortcuts), { id: 'about', role: 'about' }] },
  ]
}

const ACTION_OF = { openFile: 'openFile', home: null, settings: 'settings', shortcuts: 'help', stats: 'stats' } as const satisfies Record<MenuAction, ActionId | null>

/**
 * The key of an action as the menu shows it. One without Ctrl or Alt would be taken from text fields, so it is shown and not
 * registered: the page hears it. A Mac registers whatever it shows, so there it is left out.
 */
function acceleratorFor(keys: KeyMap, id: ActionId | null, isMac: boolean): MenuItemConstructorOptions {
  const [key] = id === null ? [] : keys.keysOf(id)
  const accelerator = key === undefined ? null : acceleratorOf(key)
  if (key === undefined || accelerator === null) return {}
  if (hasModifier(key)) return { accelerator }
  return isMac ? {} : { accelerator, registerAccelerator: false }
}

const EDIT_ROLES = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const

function separator(id: string): MenuItemConstructorOptions {
  return { id, type: 'separator' }
}
