import { expect } from '@playwright/test'
import { CAST_REASONS } from '../../shared/cast/cast-media.ts'
import type { CastStatus } from '../../shared/cast/cast-status.ts'
import { isInfoHash } from '../../shared/ids.ts'
import { english } from '../../shared/text/english.ts'
import type { RunningApp } from '../fixtures/app.ts'
import { homeOf } from '../pages/home.ts'
import { playerOf } from '../pages/player.ts'
import { tellPage } from './tell-page.ts'
import type { Look } from './window-tour.ts'

/** Everything that can become of a film on a device, as the page is told of it; cast.spec.ts does it with devices. */

const words = english.cast
/** As people call their televisions. */
const LONG_NAME = 'Living room television beside the window'

/** A film is playing; walks through the list, the remote and every way a cast can end. */
export async function walkCast(app: RunningApp, infoHash: string, look: Look): Promise<void> {
  const { page } = app
  const player = playerOf(page)
  const menu = page.getByRole('button', { name: words.button, exact: true })
  const open = async () => {
    await player.showControls()
    if (await page.locator('.cast-menu').isVisible()) await menu.click()
    await menu.click()
  }
  await open()
  await expect(page.getByText(words.nothingFound)).toBeVisible({ timeout: 20_000 })
  await look('cast-none', async () => { await page.locator('.cast-menu').evaluate((list) => { list.scrollTo(0, 0) }) })
  await page.getByLabel(words.addressLabel).fill('my television')
  await page.getByRole('button', { name: words.add, exact: true }).click()
  await expect(page.locator('.cast-menu .problem')).toBeVisible()
  await look('cast-address')
  await page.keyboard.press('Escape')
  await answerPlans(app)
  await tellDevices(app)
  await look('cast-list', async () => {
    await open()
    await tellDevices(app)
  })
  await open()
  await page.keyboard.press('Escape')
  for (const phase of ['connecting', 'playing', 'buffering', 'paused'] as const) {
    await look(`cast-${phase}`, async () => {
      await tellPage(app, 'media.castChanged', statusOf(infoHash, { phase }))
      await expect(page.locator('.cast-screen')).toBeVisible()
      await player.showControls()
    })
  }
  await player.back.click()
  await expect(homeOf(page).openFile).toBeVisible()
  await look('on-a-device')
  await page.locator('.card-main').first().click()
  await walkCastEnds(app, infoHash, look)
  await page.locator('.cast-notice').getByRole('button', { name: english.common.dismiss }).click()
}

/** A film is shown; walks through every way a cast can end, in any language. */
export async function walkCastEnds(app: RunningApp, infoHash: string, look: Look): Promise<void> {
  const { page } = app
  for (const reason of CAST_REASONS) {
    await tellPage(app, 'media.castChanged', statusOf(infoHash, { phase: 'lost', reason }))
    await expect(page.locator('.cast-notice')).toBeVisible()
    await look(`cast-end-${reason}`, async () => {
      await page.mouse.move(200, 200)
      await page.mouse.move(205, 205)
    })
  }
}

/** No device answers what it could play, so it is answered here. */
function answerPlans({ electron }: RunningApp): Promise<void> {
  return electron.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('media.planCast')
    ipcMain.handle('media.planCast', (_event, { deviceId }: { deviceId: string }) => ({ ok: true, value: { method: deviceId === 'tv' ? 'transcodeAudio' : 'direct', reasons: [] } }))
  })
}

function tellDevices(app: RunningApp): Promise<void> {
  return tellPage(app, 'media.devicesChanged', { devices: [
    { id: 'tv', kind: 'chromecast', name: LONG_NAME, model: 'Chromecast Ultra', also: null },
    { id: 'arabic', kind: 'renderer', name: 'تلفاز غرفة النوم (2)', model: '', also: null },
    { id: 'vlc', kind: 'program', name: 'VLC', model: '', also: null },
  ] })
}

function statusOf(infoHash: string, part: Pick<CastStatus, 'phase'> & Partial<CastStatus>): CastStatus {
  if (!isInfoHash(infoHash)) throw new Error(`${infoHash} is no info hash`)
  return {
    streamId: 'tour', infoHash, fileIndex: 0, deviceId: 'tv', deviceName: LONG_NAME, deviceKind: 'chromecast', form: { method: 'transcodeAudio', reasons: [] },
    positionSec: 34, durationSec: 120, volume: 0.6, muted: false, canPause: true, canSetVolume: true,
    subtitleTrackId: null, subtitleDelayMs: 0, subtitleSpeed: 1, audioIndex: null, sounds: [], reason: null, problem: null, ...part,
  }
}
