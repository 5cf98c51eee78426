import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from './fixtures/test.ts'
import { english } from '../shared/text/english.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

test('a film that was left goes on there in the next run, from its card with a picture', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(first.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 5)
  await player.jumpTo(0.5)
  await countFrames(player.video, 5, { fromSec: 28 })
  await first.page.keyboard.press('Escape')
  const firstCard = first.page.locator('.frame-card')
  await expect(firstCard.locator('img')).toHaveCount(1)
  await expect(firstCard).toContainText('left')
  await first.close()

  const second = await launch({ args: ['--peer', seeder.address] })
  await second.page.locator('.frame-card .frame-main').click()
  const again = playerOf(second.page)
  await again.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(again.video, 5, { fromSec: 20 })
  expect((await filmFacts(again.video)).timeSec).toBeLessThan(45)
})

test('what is taken out of the list is gone in the next run too', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(first.page).video, 5)
  await first.close()

  const second = await launch()
  // A row, or with a picture when more than a moment of it was seen.
  const row = second.page.locator('.row, .frame-card')
  await expect(row).toHaveCount(1)
  await row.getByRole('button', { name: /^More for/u }).click()
  await second.page.getByRole('menuitem', { name: english.card.forget }).click()
  await expect(row).toHaveCount(0)
  await second.close()

  const third = await launch()
  await expect(homeOf(third.page).dropField).toBeVisible()
  await expect(third.page.locator('.row, .frame-card')).toHaveCount(0)
})

test('the card of a film keeps it, marks it, shows it in its folder and gives a link that other players can play', async ({ launch, swarm, folder }) => {
  const { film, torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(app.page).video, 5)
  await app.page.keyboard.press('Escape')
  const card = app.page.locator('.card, .frame-card')
  const choose = async (name: string) => {
    await card.getByRole('button', { name: /^More for/u }).click()
    await app.page.getByRole('menuitem', { name, exact: true }).click()
  }
  await choose(english.card.keep)
  await expect(card).toContainText(english.card.kept)
  await choose(english.card.letGo)
  await expect(card).not.toContainText(english.card.kept)

  await choose(english.card.markWatched)
  await choose(english.card.markUnwatched)
  await choose(english.card.chooseFile)
  await expect(app.page.getByRole('dialog')).toContainText(film.name)
  await app.page.keyboard.press('Escape')

  await choose(english.card.copyStream)
  await expect(card).toContainText(english.common.copied)
  const url = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  const answer = await fetch(url, { headers: { Range: 'bytes=4-7' } })
  expect([answer.status, await answer.text()]).toEqual([206, 'ftyp'])

  await app.electron.evaluate(({ shell }) => { shell.showItemInFolder = (file) => { Reflect.set(globalThis, 'shown', file) } })
  await choose(english.card.showInFolder)
  await expect.poll(() => app.electron.evaluate(() => Reflect.get(globalThis, 'shown'))).toContain(torrent.infoHash)
})

test('a torrent that is not open leads on from what was up next when that is marked as watched', async ({ launch, places }) => {
  const infoHash = 'b'.repeat(40)
  const episode = (number: number) => ({ fileIndex: number - 1, name: `A mill S01E0${String(number)}.mkv` })
  const files = [{ ...episode(1), positionSec: 95, durationSec: 100, watched: true, touchedMs: 1 }]
  const entry = { infoHash, name: 'A mill', magnet: `magnet:?xt=urn:btih:${infoHash}`, lengthBytes: 9, addedMs: 1, touchedMs: 1, kept: false, files, next: episode(2), following: [episode(2), episode(3)] }
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(path.join(places.userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: [entry] }))
  const { page } = await launch()
  const card = page.locator('.frame-card')
  const markWatched = async () => {
    await card.getByRole('button', { name: /^More for/u }).click()
    await page.getByRole('menuitem', { name: english.card.markWatched, exact: true }).click()
  }
  await expect(card).toContainText('A mill S01E02')
  await markWatched()
  await expect(card).toContainText('A mill S01E03')
  await expect(card).toContainText(english.nextFile.title)
  await markWatched()
  await expect(card).toHaveCount(0)
  await expect(page.locator('.rows')).toContainText('A mill')
})

test('the files of a film that is closed are there to choose from, though it is no row any more once it is opened for them', async ({ launch, places, swarm, folder }) => {
  const { film, torrent, seeder } = await seedFilm(swarm, folder)
  const entry = { infoHash: torrent.infoHash, name: 'A film of yours', magnet: torrent.magnet, lengthBytes: 9, addedMs: 1, touchedMs: 1, kept: false, files: [] }
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(path.join(places.userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: [entry] }))
  const { page } = await launch({ args: ['--peer', seeder.address] })
  await page.getByRole('button', { name: english.card.more(entry.name), exact: true }).click()
  await page.getByRole('menuitem', { name: english.card.chooseFile }).click()
  const dialog = page.getByRole('dialog', { name: english.files.title })
  await expect(dialog).toContainText(path.basename(film.path))
  await expect(page.locator('.row')).toHaveCount(0)
  await dialog.getByText(path.basename(film.path)).click()
  await countFrames(playerOf(page).video, 5)
})

test('the menu of a card is used by keyboard alone', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(app.page).video, 5)
  await app.page.keyboard.press('Escape')
  const more = app.page.locator('.card, .frame-card').getByRole('button', { name: /^More for/u })
  await more.press('Enter')
  const items = app.page.getByRole('menuitem')
  await expect(items.first()).toBeFocused()
  await app.page.keyboard.press('ArrowUp')
  await expect(items.last()).toBeFocused()
  await app.page.keyboard.press('Escape')
  await expect(items).toHaveCount(0)
  await expect(more).toBeFocused()
})

/** Players of this computer as a person has them. VLC does not run as root, and in a namespace of users it need not; without its window's plugins it would read our commands twice. */
const PLAYERS = {
  mpv: { name: 'mpv', start: 'exec mpv "$@"' },
  vlc: { name: 'VLC', start: `exec ${process.getuid?.() === 0 ? 'unshare --map-user=1000 --map-group=1000 ' : ''}vlc --intf=dummy --vout=dummy --aout=dummy "$@"` },
} as const

for (const id of ['mpv', 'vlc'] as const) {
  test(`a card opens its film in ${PLAYERS[id].name}, chosen in the settings, where it was left, and the place comes back`, async ({ launch, swarm, folder }) => {
    const { name, start } = PLAYERS[id]
    const program = path.join(folder, `my-${id}`)
    await writeFile(program, `#!/bin/sh\n${start}\n`, { mode: 0o755 })
    const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 120 })
    const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath], env: { HOME: folder, XDG_CONFIG_HOME: folder } })
    const { page } = app
    const player = playerOf(page)
    const slider = async () => Number(await page.getByRole('slider', { name: english.player.seek }).getAttribute('aria-valuenow') ?? Number.NaN)
    await countFrames(player.video, 5)
    await player.jumpTo(0.5)
    await countFrames(player.video, 5, { fromSec: 58 })
    await page.keyboard.press('Escape')

    await app.electron.evaluate(({ dialog }, file) => { Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [file] }) }) }, program)
    await page.getByRole('button', { name: english.common.settings }).click()
    await page.locator('.setting', { hasText: english.settings.players[id].why }).getByRole('button', { name: english.settings.players.choose }).click()
    await expect(page.locator('.setting', { hasText: english.settings.players[id].why })).toContainText(program)
    await page.keyboard.press('Escape')

    await page.locator('.card, .frame-card').getByRole('button', { name: /^More for/u }).click()
    await page.getByRole('menuitem', { name: english.card.openIn(name) }).click()
    await expect(page.locator('.cast-screen')).toContainText(name, { timeout: 30_000 })
    // Half of the film, less the three seconds by which a film goes on earlier; the player itself moves on from there.
    const seen: number[] = []
    await expect.poll(async () => {
      seen.push(await slider())
      return seen.at(-1)
    }, { timeout: 60_000 }).toBeGreaterThan(63)
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(55)
    await page.locator('.cast-screen').getByRole('button').click()
    await expect(page.locator('.cast-screen')).toHaveCount(0)
    await expect.poll(() => player.video.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(61)
    await page.keyboard.press('Escape')
    await expect(page.locator('.frame-card')).toContainText('left')
  })
}
