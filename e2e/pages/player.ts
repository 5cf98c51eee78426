import type { Locator, Page } from '@playwright/test'
import { english } from '../../shared/text/english.ts'
import { waitUntil } from '../lab/wait-until.ts'

/** The film and everything around it. */
export interface PlayerPage {
  readonly region: Locator
  readonly video: Locator
  readonly play: Locator
  readonly pause: Locator
  readonly seekBar: Locator
  readonly files: Locator
  readonly fileTree: Locator
  readonly back: Locator
  /** The overlay that says why the film does not move. */
  readonly waiting: Locator
  readonly problem: Locator
  /** Waits until the status line says that the film is complete. The pointer moves meanwhile: the line leaves with the controls. */
  readonly seeAllHere: (limitMs?: number) => Promise<void>
  /** Moves the pointer, as a person does who wants to see the controls. */
  readonly showControls: () => Promise<void>
  /** Clicks the seek bar at a share of the film, 0..1. */
  readonly jumpTo: (share: number) => Promise<void>
}

/** Finds the parts of the player by what they are called. */
export function playerOf(page: Page): PlayerPage {
  const region = page.getByRole('main', { name: english.player.region })
  const seekBar = page.getByRole('slider', { name: english.player.seek })
  const showControls = async () => {
    const box = await region.boundingBox()
    if (box === null) throw new Error('there is no player to point at')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.move(box.x + box.width / 2 + 5, box.y + box.height / 2 + 5)
  }
  return {
    region,
    video: page.locator('video'),
    play: page.getByRole('button', { name: english.player.play, exact: true }),
    pause: page.getByRole('button', { name: english.player.pause, exact: true }),
    seekBar,
    files: page.getByRole('button', { name: english.player.files, exact: true }),
    fileTree: page.getByRole('navigation', { name: english.files.tree }),
    back: page.getByRole('button', { name: english.player.back }),
    waiting: page.getByRole('status', { name: english.waiting.label }),
    problem: page.getByRole('alert'),
    seeAllHere: (limitMs) => waitUntil('the film is all here', async () => {
      await showControls()
      return await page.getByText(english.status.complete).filter({ visible: true }).count() > 0
    }, limitMs),
    showControls,
    jumpTo: async (share) => {
      await showControls()
      // While the film's length is unknown a click there leads nowhere.
      await seekBar.and(page.locator('[aria-disabled="false"]')).waitFor({ state: 'attached' })
      const box = await seekBar.boundingBox()
      if (box === null) throw new Error('the seek bar is not shown')
      await page.mouse.click(box.x + box.width * share, box.y + box.height / 2)
    },
  }
}
