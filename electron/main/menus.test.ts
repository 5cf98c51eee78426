import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from './menus.ts'

/** Every item of the menu, entries of submenus included. */
function flatten(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

const itemsOf = (parts: { isMac: boolean; isPackaged: boolean }) => flatten(menuTemplate({ ...parts, choose: () => undefined, paste: () => undefined }))

describe('the menu', () => {
  it.each([[true, true], [false, true], [false, false]])('has one id for each item (mac %s, packaged %s)', (isMac, isPackaged) => {
    const ids = itemsOf({ isMac, isPackaged }).map((item) => item.id)
    expect(ids).not.toContain(undefined)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has the keys of the page only where a modifier keeps them out of text fields', () => {
    const keys = itemsOf({ isMac: false, isPackaged: true }).flatMap((item) => item.accelerator ?? [])
    expect(keys).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+,'])
  })

  it('offers the tools of the page only in development', () => {
    expect(itemsOf({ isMac: false, isPackaged: true }).map((item) => item.role)).not.toContain('toggleDevTools')
    expect(itemsOf({ isMac: false, isPackaged: false }).map((item) => item.role)).toContain('toggleDevTools')
  })
})
