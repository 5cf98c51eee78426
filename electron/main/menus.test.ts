import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { createKeyMap } from '../../shared/keys/key-map.ts'
import { addKey, DEFAULT_KEYS } from '../../shared/keys/key-settings.ts'
import { menuTemplate } from './menus.ts'

/** Every item of the menu, entries of submenus included. */
function flatten(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

const itemsOf = (parts: { isMac: boolean; isPackaged: boolean }, keys = DEFAULT_KEYS) => flatten(menuTemplate({ ...parts, keys: createKeyMap(keys), choose: () => undefined, paste: () => undefined }))

describe('the menu', () => {
  it.each([[true, true], [false, true], [false, false]])('has one id for each item (mac %s, packaged %s)', (isMac, isPackaged) => {
    const ids = itemsOf({ isMac, isPackaged }).map((item) => item.id)
    expect(ids).not.toContain(undefined)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has the keys of the page only where a modifier keeps them out of text fields', () => {
    const keys = itemsOf({ isMac: false, isPackaged: true }).filter((item) => item.registerAccelerator !== false).flatMap((item) => item.accelerator ?? [])
    expect(keys).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+,'])
  })

  it('shows the keys as they are set', () => {
    const keyOf = (id: string, keys = DEFAULT_KEYS) => itemsOf({ isMac: false, isPackaged: true }, keys).find((item) => item.id === id)
    expect(keyOf('stats')).toMatchObject({ accelerator: 'I', registerAccelerator: false })
    expect(keyOf('stats', { preset: 'vlc', own: [] })).toMatchObject({ accelerator: 'CmdOrCtrl+I' })
    expect(keyOf('openFile', addKey({ preset: 'default', own: [{ action: 'openFile', keys: [] }] }, 'openFile', 'Ctrl+Shift+L'))?.accelerator).toBe('CmdOrCtrl+Shift+L')
    expect(itemsOf({ isMac: true, isPackaged: true }).find((item) => item.id === 'stats')).not.toHaveProperty('accelerator')
  })

  it('offers the tools of the page only in development', () => {
    expect(itemsOf({ isMac: false, isPackaged: true }).map((item) => item.role)).not.toContain('toggleDevTools')
    expect(itemsOf({ isMac: false, isPackaged: false }).map((item) => item.role)).toContain('toggleDevTools')
  })
})
