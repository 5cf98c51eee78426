import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { APP_DIR, appArguments, appEnvironment, electronPath } from './fixtures/app.ts'
import type { AppPlaces, RunningApp } from './fixtures/app.ts'
import { drop } from './fixtures/drop.ts'
import { paste } from './fixtures/paste.ts'
import { expect, test } from './fixtures/test.ts'
import { english } from '../shared/text/english.ts'
import { startFileServer } from './lab/file-server.ts'
import { magnetOf } from './lab/make-torrent.ts'
import { runTool } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { homeOf } from './pages/home.ts'
import { countFrames } from './pages/film.ts'
import { openingOf } from './pages/opening.ts'
import { playerOf } from './pages/player.ts'

/** Frames that prove the film runs: two seconds of it. */
const RUNNING_FRAMES = 50

test('the empty window offers every way in', async ({ launch }) => {
  const { page } = await launch()
  const home = homeOf(page)
  await expect(home.dropField).toBeVisible()
  await expect(home.linkField).toBeVisible()
  await expect(home.openFile).toBeVisible()
  await expect(home.demo).toBeVisible()
})

test('a .torrent dropped as a file plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await drop(app.page, { files: [torrent.torrentPath] })
  await expectPlaying(app)
})

test('a magnet link dropped as text plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await drop(app.page, { text: torrent.magnet })
  await expectPlaying(app)
})

test('a pasted magnet link plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await paste(app, torrent.magnet)
  await expectPlaying(app)
})

test('a pasted info hash plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await paste(app, torrent.infoHash.toUpperCase())
  await expectPlaying(app)
})

test('an info hash typed into the field plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await homeOf(app.page).linkField.fill(torrent.infoHash)
  await homeOf(app.page).linkField.press('Enter')
  await expectPlaying(app)
})

for (const way of ['Ctrl+O', 'the button'] as const) {
  test(`a .torrent chosen in the dialog after ${way} plays`, async ({ launch, swarm, folder }) => {
    const { torrent, seeder } = await seedFilm(swarm, folder)
    const app = await launch({ args: ['--peer', seeder.address] })
    await expect(homeOf(app.page).openFile).toBeVisible()
    await answerFileDialog(app, torrent.torrentPath)
    if (way === 'Ctrl+O') await pressCtrlO(app)
    else await homeOf(app.page).openFile.click()
    await expectPlaying(app)
  })
}

test('a link to a .torrent plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const server = await startFileServer(torrent.metainfo)
  const app = await launch({ args: ['--allow-local', '--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await paste(app, `${server.url}/film.torrent`)
  await expectPlaying(app)
  await server.close()
})

test('a path on the command line is looked for in the folder it was typed in', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address, path.basename(torrent.torrentPath)], cwd: folder })
  await expectPlaying(app)
})

test('a magnet link on the command line plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  await expectPlaying(await launch({ args: ['--peer', seeder.address, torrent.magnet] }))
})

test('a link on the command line plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const server = await startFileServer(torrent.metainfo)
  await expectPlaying(await launch({ args: ['--allow-local', '--peer', seeder.address, `${server.url}/film.torrent`] }))
  await server.close()
})

test('a second start hands its file to the window that runs and ends', async ({ launch, places, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  const strange = path.join(folder, 'a film with blanks & signs.torrent')
  await copyFile(torrent.torrentPath, strange)
  expect(await startAgain(places, [path.basename(strange)], folder)).toBe(0)
  await expectPlaying(app)
  expect(app.electron.windows()).toHaveLength(1)
})

test('a file the system hands over plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await emitInMain(app, 'open-file', torrent.torrentPath)
  await expectPlaying(app)
})

test('a link the system hands over plays once the person agrees', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await emitInMain(app, 'open-url', torrent.magnet)
  await app.page.getByRole('dialog').getByRole('button', { name: english.offer.open, exact: true }).click()
  await expectPlaying(app)
})

test('opening can be cancelled while nobody answers, and leaves nothing open', async ({ launch }) => {
  const app = await launch()
  await expect(homeOf(app.page).dropField).toBeVisible()
  await paste(app, magnetOf('ab'.repeat(20), 'A film nobody has'))
  const opening = openingOf(app.page)
  await expect(opening.region).toContainText('A film nobody has')
  await opening.cancel.click()
  await expect(homeOf(app.page).dropField).toBeVisible()
  await expect(app.page.getByText('A film nobody has')).toBeHidden()
})

test('what is dropped on a film that plays opens in its place', async ({ launch, swarm, folder }) => {
  const first = await seedFilm(swarm, folder)
  const second = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 12 })
  const app = await launch({ args: ['--peer', first.seeder.address, '--peer', second.seeder.address, first.torrent.torrentPath] })
  await expectPlaying(app)
  await drop(app.page, { files: [second.torrent.torrentPath] })
  await expect(playerOf(app.page).region).toContainText(path.parse(second.film.name).name)
  await expectPlaying(app)
})

async function expectPlaying({ page }: Pick<RunningApp, 'page'>): Promise<void> {
  const { video } = playerOf(page)
  await video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(video, RUNNING_FRAMES)
}

/** The system's own dialog cannot be clicked from a test; its answer is put in its place. */
function answerFileDialog({ electron }: RunningApp, chosen: string): Promise<void> {
  return electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, chosen)
}

/** As the system sends it: unlike a key pressed through the browser's own protocol it reaches the menu too. */
function pressCtrlO({ electron }: RunningApp): Promise<void> {
  return electron.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents
    const modifiers: ('control' | 'meta')[] = [process.platform === 'darwin' ? 'meta' : 'control']
    for (const type of ['keyDown', 'keyUp'] as const) page?.sendInputEvent({ type, keyCode: 'O', modifiers })
  })
}

/** macOS emits these events; on other systems the handler is the same and the test plays the system. */
function emitInMain({ electron }: RunningApp, event: 'open-file' | 'open-url', value: string): Promise<void> {
  return electron.evaluate(
    ({ app }, { event, value }) => {
      app.emit(event, { preventDefault: () => undefined }, value)
    },
    { event, value },
  )
}

async function startAgain(places: AppPlaces, args: readonly string[], cwd: string): Promise<number | null> {
  const second = spawn(electronPath(), appArguments(places, args), { cwd, env: appEnvironment(places), stdio: 'ignore' })
  await once(second, 'exit')
  return second.exitCode
}

test('a film that is opened while the program is closing is opened by a new start', async ({ launch, places, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect.poll(app.hostPid).not.toBeNull()
  // A host that does not answer is waited for: closing takes as long as it may.
  process.kill(Number(await app.hostPid()), 'SIGSTOP')
  const gone = once(app.electron.process(), 'exit')
  await app.electron.evaluate(({ app }) => { app.quit() })
  expect(await startAgain(places, [path.basename(torrent.torrentPath)], folder)).toBe(0)
  expect(app.electron.process().exitCode).toBeNull()
  await gone
  await withProgramOf(places, async (page) => { await expectPlaying({ page }) })
})

/** A program that nobody of the test started says in its profile where it is reached. It is ended in any case. */
async function withProgramOf({ userDataDir }: AppPlaces, use: (page: Page) => Promise<void>): Promise<void> {
  const found: { browser?: Browser } = {}
  await expect(async () => {
    const [port = ''] = (await readFile(path.join(userDataDir, 'DevToolsActivePort'), 'utf8')).split('\n')
    found.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  }).toPass({ timeout: 20_000 })
  if (found.browser === undefined) throw new Error('nothing answers')
  const { browser } = found
  try {
    await expect.poll(() => browser.contexts()[0]?.pages().length).toBe(1)
    const [page] = browser.contexts()[0]?.pages() ?? []
    if (page === undefined) throw new Error('the new start has no page')
    await use(page)
  } finally {
    const ended = new Promise((resolve) => { browser.once('disconnected', resolve) })
    const session = await browser.newBrowserCDPSession()
    // The program may be gone before it answers.
    await session.send('Browser.close').catch(() => undefined)
    await ended
  }
}

test('a second start with a long link hands it over, and of one that is too long what it is about', async ({ launch, places, folder }) => {
  const app = await launch()
  await expect(homeOf(app.page).dropField).toBeVisible()
  const reading = app.page.getByRole('main', { name: english.opening.region })
  for (const chars of [11_000, 16_000]) {
    expect(await startAgain(places, [magnetOf('b'.repeat(40), 'x'.repeat(chars))], folder)).toBe(0)
    await expect(reading).toBeVisible()
    await app.page.keyboard.press('Escape')
    await expect(homeOf(app.page).dropField).toBeVisible()
  }
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a link from another program is asked about first, and not any more once the person says always', async ({ launch, places, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  const question = app.page.getByRole('dialog', { name: english.offer.title })

  expect(await startAgain(places, ['--from-link', magnetOf('a'.repeat(40), 'Whatever it says')], folder)).toBe(0)
  await expect(question).toContainText('Whatever it says')
  await question.getByRole('button', { name: english.offer.no }).click()
  await expect(question).toHaveCount(0)
  await expect(homeOf(app.page).dropField).toBeVisible()

  expect(await startAgain(places, ['--from-link', torrent.magnet], folder)).toBe(0)
  await question.getByLabel(english.offer.always).check()
  await question.getByRole('button', { name: english.offer.open, exact: true }).click()
  await expectPlaying(app)
  await app.page.keyboard.press('Escape')

  expect(await startAgain(places, ['--from-link', magnetOf('b'.repeat(40), 'Another one')], folder)).toBe(0)
  await expect(openingOf(app.page).region).toBeVisible()
})

test('whether magnet links open here is asked once, after something was watched', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  const offer = app.page.getByRole('region', { name: english.linksOffer.title })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await expect(offer).toHaveCount(0)
  await paste(app, torrent.magnet)
  await expectPlaying(app)
  await app.page.keyboard.press('Escape')
  await offer.getByRole('button', { name: english.linksOffer.no }).click()
  await expect(offer).toHaveCount(0)
  await app.close()

  const next = await launch()
  await expect(next.page.locator('.row, .frame-card')).toHaveCount(1)
  await expect(next.page.getByRole('region', { name: english.linksOffer.title })).toHaveCount(0)
})

test('the demo plays from inside the app', async ({ launch }) => {
  // A bare build has no clip yet; where it stands this takes no time.
  test.setTimeout(180_000)
  await runTool(process.execPath, [path.join(APP_DIR, 'build', 'scripts', 'make-demo.mjs')], 120_000)
  const app = await launch()
  await homeOf(app.page).demo.click()
  await expectPlaying(app)
})

test('a link that the menu pastes plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address] })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await app.electron.evaluate(({ clipboard, Menu }, text) => {
    clipboard.writeText(text)
    Menu.getApplicationMenu()?.getMenuItemById('pasteLink')?.click()
  }, torrent.magnet)
  await expectPlaying(app)
})
