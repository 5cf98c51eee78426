import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunningApp } from './fixtures/app.ts'
import { test } from './fixtures/test.ts'
import { chooseTheme, resize, settle, takePicture } from './fixtures/window.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import { walkCast, walkCastEnds } from './tour/cast-tour.ts'
import { chooseLanguage, rememberFilms, walkHome } from './tour/home-tour.ts'
import { walkLost } from './tour/lost-tour.ts'
import { prepareSeries } from './tour/series-scene.ts'
import { walkSeries } from './tour/series-tour.ts'
import { drawTrayStates } from './tour/tray-states.ts'
import { prepareScene, TOUR_ENVIRONMENT, walkThrough } from './tour/window-tour.ts'
import type { Look } from './tour/window-tour.ts'

/** Takes pictures of every state of the window: in both sizes and both colours, at 200 %, and from right to left. `npm run screenshots`. */

const IMAGES = path.resolve(import.meta.dirname, '../docs/images')
const USUAL = { width: 1180, height: 720 } as const
const LOOKS = [
  { name: '', size: USUAL, rightToLeft: false },
  { name: '-small', size: { width: 480, height: 320 }, rightToLeft: false },
  { name: '-zoomed', size: { ...USUAL, zoom: 2 }, rightToLeft: false },
  { name: '-mirrored', size: USUAL, rightToLeft: true },
] as const

test.beforeAll(async () => { await mkdir(IMAGES, { recursive: true }) })

for (const theme of ['dark', 'light'] as const) {
  test(`the window in ${theme} colours`, async ({ launch, swarm, folder }) => {
    const scene = await prepareScene(swarm, folder)
    const app = await launch({ args: ['--peer', scene.seeder.address], env: TOUR_ENVIRONMENT })
    await chooseTheme(app, theme)
    await walkThrough(app, scene, takePictures(app, theme))
  })

  test(`a library and the settings in ${theme} colours`, async ({ launch, places }) => {
    await rememberFilms(places, 'en', Date.now())
    const app = await launch()
    await chooseTheme(app, theme)
    await walkHome(app, takePictures(app, theme))
  })

  test(`a series in ${theme} colours`, async ({ launch, swarm, folder }) => {
    const scene = await prepareSeries(swarm, folder)
    const app = await launch({ args: ['--peer', scene.seeder.address] })
    await chooseTheme(app, theme)
    await walkSeries(app, scene, takePictures(app, theme), (state) => keepPicture(app, `${state}${endingOf(theme)}`))
  })

  test(`a film that loses its folder, and one on a device, in ${theme} colours`, async ({ launch, swarm, folder }) => {
    const { film, seeder } = await prepareScene(swarm, folder)
    const downloads = path.join(folder, 'downloads')
    await mkdir(downloads)
    const app = await launch({ args: ['--peer', seeder.address, '--download-dir', downloads, film.torrentPath] })
    await chooseTheme(app, theme)
    await countFrames(playerOf(app.page).video, 25)
    await walkLost(app, downloads, takePictures(app, theme))
    await walkCast(app, film.infoHash, takePictures(app, theme))
  })
}

test('home and the settings in German, whose words are longer', async ({ launch, places }) => {
  await rememberFilms(places, 'de', Date.now())
  const app = await launch()
  await chooseTheme(app, 'dark')
  const take = takePictures(app, 'dark')
  await walkHome(app, (state, again) => take(`${state}-german`, again))
})

test('a film and what became of it on a device in German', async ({ launch, places, swarm, folder }) => {
  const { film, seeder } = await prepareScene(swarm, folder)
  await chooseLanguage(places, 'de')
  const app = await launch({ args: ['--peer', seeder.address, film.torrentPath] })
  await chooseTheme(app, 'dark')
  const take = takePictures(app, 'dark')
  await countFrames(app.page.locator('video'), 25)
  await app.page.keyboard.press('i')
  await app.page.locator('.stats-peers').waitFor()
  await take('statistics-german')
  await app.page.keyboard.press('i')
  await walkCastEnds(app, film.infoHash, (state, again) => take(`${state}-german`, again))
})

test('the icon beside the clock', async () => {
  await drawTrayStates(path.join(IMAGES, 'tray.png'))
})

function takePictures(app: RunningApp, theme: 'dark' | 'light'): Look {
  return async (state, again) => {
    for (const { name, size, rightToLeft } of LOOKS) {
      await resize(app, size)
      await setDirection(app, rightToLeft ? 'rtl' : 'ltr')
      await again?.()
      await keepPicture(app, `${state}${name}${endingOf(theme)}`)
    }
    await resize(app, USUAL)
    await setDirection(app, 'ltr')
  }
}

async function keepPicture(app: RunningApp, name: string): Promise<void> {
  await settle(app)
  await writeFile(path.join(IMAGES, `${name}.png`), await takePicture(app))
}

function endingOf(theme: 'dark' | 'light'): string {
  return theme === 'dark' ? '' : '-light'
}

/** As a language from right to left sets it. */
function setDirection({ page }: RunningApp, direction: 'ltr' | 'rtl'): Promise<void> {
  return page.evaluate((direction) => { document.documentElement.dir = direction }, direction)
}
