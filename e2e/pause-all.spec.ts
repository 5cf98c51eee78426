import { english } from '../shared/text/english.ts'
import type { RunningApp } from './fixtures/app.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** The words of the icon's menu, and a way to choose one: the system draws it where no test reaches. */
async function overhearTray({ electron }: RunningApp) {
  await electron.evaluate(({ Tray }) => {
    Object.assign(Tray.prototype, { setContextMenu: (menu: Electron.Menu) => { Object.assign(globalThis, { trayMenu: menu }) } })
  })
  return {
    labels: () => electron.evaluate(() => {
      const menu: unknown = Reflect.get(globalThis, 'trayMenu')
      const items: unknown = Reflect.get(Object(menu), 'items')
      return Array.isArray(items) ? items.map((item: unknown) => String(Reflect.get(Object(item), 'label'))).filter((label) => label !== '') : []
    }),
    choose: (id: string) => electron.evaluate((_electron, id) => {
      const menu: unknown = Reflect.get(globalThis, 'trayMenu')
      const find: unknown = Reflect.get(Object(menu), 'getMenuItemById')
      const item: unknown = typeof find === 'function' ? Reflect.apply(find, menu, [id]) : null
      const click: unknown = Reflect.get(Object(item), 'click')
      if (typeof click === 'function') Reflect.apply(click, item, [])
    }, id),
  }
}

test('everything is paused at home and goes on there, from the film and from the tray, and the film says why it waits', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 120, times: 1.2 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const { page } = app
  const tray = await overhearTray(app)
  const settings = page.getByRole('button', { name: english.common.settings })
  await countFrames(playerOf(page).video, 5)
  await page.keyboard.press('Escape')
  await settings.click()
  await page.getByRole('switch', { name: english.settings.tray.name }).click()
  await expect.poll(tray.labels).toEqual([english.tray.show, english.tray.pauseAll, english.tray.quit])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: english.home.pauseAll }).click()
  await expect(page.getByRole('button', { name: english.home.resumeAll })).toBeVisible()
  await expect.poll(tray.labels).toEqual([english.tray.show, english.tray.resumeAll, english.tray.quit])

  await expect(page.locator('.open-now .card-line')).toContainText(english.card.paused)
  await page.locator('.open-now .card-main').click()
  await playerOf(page).jumpTo(0.9)
  await expect(playerOf(page).waiting).toContainText(english.waiting.allPaused)
  await playerOf(page).waiting.getByRole('button', { name: english.home.resumeAll }).click()
  await expect(playerOf(page).waiting).toBeHidden()
  await expect.poll(tray.labels).toContain(english.tray.pauseAll)

  await tray.choose('pauseAll')
  await expect.poll(tray.labels).toContain(english.tray.resumeAll)
  await tray.choose('pauseAll')
  await expect.poll(tray.labels).toEqual([english.tray.show, english.tray.pauseAll, english.tray.quit])
})
