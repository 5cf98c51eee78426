import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunningApp } from './fixtures/app.ts'
import { test } from './fixtures/test.ts'
import { chooseTheme, resize, settle, takePicture } from './fixtures/window.ts'
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

for (const theme of ['dark', 'light'] as const) {
  test(`the window in ${theme} colours`, async ({ launch, swarm, folder }) => {
    await mkdir(IMAGES, { recursive: true })
    const scene = await prepareScene(swarm, folder)
    const app = await launch({ args: ['--peer', scene.seeder.address], env: TOUR_ENVIRONMENT })
    await chooseTheme(app, theme)
    await walkThrough(app, scene, takePictures(app, theme))
  })
}

function takePictures(app: RunningApp, theme: string): Look {
  return async (state, again) => {
    for (const { name, size, rightToLeft } of LOOKS) {
      await resize(app, size)
      await setDirection(app, rightToLeft ? 'rtl' : 'ltr')
      await again?.()
      await settle(app)
      await writeFile(path.join(IMAGES, `${state}${name}${theme === 'dark' ? '' : '-light'}.png`), await takePicture(app))
    }
    await resize(app, USUAL)
    await setDirection(app, 'ltr')
  }
}

/** As a language from right to left sets it. */
function setDirection({ page }: RunningApp, direction: 'ltr' | 'rtl'): Promise<void> {
  return page.evaluate((direction) => { document.documentElement.dir = direction }, direction)
}
