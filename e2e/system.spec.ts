import { english } from '../shared/text/english.ts'
import type { RunningApp } from './fixtures/app.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** What the program asks of the system, which shows none of it in a test. */
async function overhearSystem({ electron }: RunningApp) {
  await electron.evaluate(({ app, BrowserWindow, Notification, powerSaveBlocker }) => {
    const heard: { bar: number[]; said: string[]; awake: number; links: unknown[] } = { bar: [], said: [], awake: 0, links: [] }
    Object.assign(globalThis, { heard })
    Object.assign(BrowserWindow.prototype, { setProgressBar: (share: number) => { heard.bar.push(share) }, isFocused: () => false })
    Object.assign(Notification, { isSupported: () => true })
    Object.assign(Notification.prototype, { show(this: Electron.Notification) { heard.said.push(this.title) } })
    Object.assign(powerSaveBlocker, { start: () => { heard.awake += 1; return 7 }, stop: () => { heard.awake -= 1; return true } })
    Object.assign(app, { isDefaultProtocolClient: () => heard.links.length > 0, setAsDefaultProtocolClient: (scheme: string) => { heard.links.push(scheme); return true } })
  })
  return (name: 'bar' | 'said' | 'awake' | 'links') => electron.evaluate((_electron, name) => {
    const heard: unknown = Reflect.get(globalThis, 'heard')
    const value: unknown = Reflect.get(Object(heard), name)
    return JSON.stringify(value)
  }, name)
}

test('the system shows how far it is, is told when a film is here, sleeps only while nothing plays, and is asked once to hand links over', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 20, times: 3 })
  const app = await launch({ args: ['--peer', seeder.address] })
  const { page } = app
  const heard = await overhearSystem(app)
  const offer = page.getByRole('region', { name: english.linksOffer.title })
  await page.getByRole('textbox', { name: english.home.linkLabel }).fill(torrent.torrentPath)
  await page.keyboard.press('Enter')
  await countFrames(playerOf(page).video, 5)
  await expect.poll(() => heard('awake')).toBe('1')
  await expect.poll(() => heard('bar')).toMatch(/0\.\d/u)
  await expect.poll(() => heard('said'), { timeout: 30_000 }).toBe(JSON.stringify([english.system.complete.title]))
  await expect.poll(async () => (await heard('bar')).endsWith(',-1]')).toBe(true)
  await page.keyboard.press('Space')
  await expect.poll(() => heard('awake')).toBe('0')

  await page.keyboard.press('Escape')
  await expect(offer).toBeVisible()
  await offer.getByRole('button', { name: english.linksOffer.yes }).click()
  await expect(offer).toBeHidden()
  expect(await heard('links')).toBe('["magnet"]')
  await app.close()

  const second = await launch()
  await overhearSystem(second)
  await expect(second.page.getByRole('button', { name: english.common.settings })).toBeVisible()
  await second.page.getByRole('button', { name: english.common.settings }).click()
  await second.page.keyboard.press('Escape')
  await expect(second.page.getByRole('region', { name: english.linksOffer.title })).toHaveCount(0)
})
