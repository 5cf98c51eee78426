import type { ElectronApplication, Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** Names of the streams that the engine has open: it tells the page of each of them in turn, twice a second. */
function openStreams(electron: ElectronApplication): Promise<string[]> {
  return electron.evaluate(({ BrowserWindow }) => new Promise<string[]>((resolve) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) throw new Error('there is no window')
    const send = contents.send.bind(contents)
    const told = new Set<string>()
    contents.send = (name: string, value: unknown) => {
      send(name, value)
      if (name !== 'media.streamStatus') return
      const streamId = String(Reflect.get(Object(value), 'streamId'))
      if (!told.has(streamId)) return void told.add(streamId)
      contents.send = send
      resolve([...told])
    }
  }))
}

async function expectOneStream(electron: ElectronApplication, page: Page): Promise<void> {
  await countFrames(playerOf(page).video, 10)
  await expect.poll(() => openStreams(electron)).toHaveLength(1)
}

test('a page that is gone leaves no stream behind: not at a reload, not when its window is closed', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const { electron, page } = await launch({ args: ['--peer', seeder.address] })
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('switch', { name: english.settings.tray.name }).click()
  await drop(page, { files: [torrent.torrentPath] })
  await expectOneStream(electron, page)

  await electron.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.webContents.reload() })
  await playerOf(page).video.waitFor({ state: 'detached' })
  await drop(page, { files: [torrent.torrentPath] })
  await expectOneStream(electron, page)

  await Promise.all([page.waitForEvent('close'), electron.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.close() })])
  const [next] = await Promise.all([electron.waitForEvent('window'), electron.evaluate(({ app }) => { app.emit('activate') })])
  await next.getByRole('button', { name: english.common.settings }).waitFor()
  await drop(next, { files: [torrent.torrentPath] })
  await expectOneStream(electron, next)
})
