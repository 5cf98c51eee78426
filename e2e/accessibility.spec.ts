import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { RunningApp } from './fixtures/app.ts'
import { expect, test } from './fixtures/test.ts'
import { chooseTheme, settle } from './fixtures/window.ts'
import { rememberFilms, walkHome } from './tour/home-tour.ts'
import type { Look } from './tour/window-tour.ts'
import { prepareScene, TOUR_ENVIRONMENT, walkThrough } from './tour/window-tour.ts'

/** Contrast, names, roles and order of everything the window shows, by the rules of WCAG 2.2 as axe-core tests them. */

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

for (const theme of ['dark', 'light'] as const) {
  test(`no place of the window has a serious fault for people who cannot see or point, in ${theme} colours`, async ({ launch, swarm, folder }) => {
    test.setTimeout(240_000)
    const scene = await prepareScene(swarm, folder)
    const app = await launch({ args: ['--peer', scene.seeder.address], env: TOUR_ENVIRONMENT })
    await chooseTheme(app, theme)
    const { faults, look } = await findFaults(app)
    await walkThrough(app, scene, look)
    expect(faults).toEqual([])
  })

  test(`nor has a full library, in ${theme} colours and in German`, async ({ launch, places }) => {
    await rememberFilms(places, 'de', Date.now())
    const app = await launch()
    await chooseTheme(app, theme)
    const { faults, look } = await findFaults(app)
    await walkHome(app, look)
    expect(faults).toEqual([])
  })
}

/** Looks for faults at each state that is looked at; `faults` grows meanwhile. */
async function findFaults(app: RunningApp): Promise<{ readonly faults: readonly string[]; readonly look: Look }> {
  const axe = await readFile(AXE, 'utf8')
  const faults: string[] = []
  const look: Look = async (state, again) => {
    await again?.()
    await settle(app)
    faults.push(...(await seriousFaults(app.page, axe)).map((fault) => `${state}: ${fault}`))
  }
  return { faults, look }
}

interface AxeViolation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe calls serious or critical, one line an element. */
async function seriousFaults(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(`if (!globalThis.axe) { ${axe} }`)
  const violations: AxeViolation[] = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`)
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
