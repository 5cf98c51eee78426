import type { Locator, Page } from '@playwright/test'
import { english } from '../../shared/text/english.ts'

/** Between a link and its pictures. */
export interface OpeningPage {
  readonly region: Locator
  readonly steps: Locator
  readonly cancel: Locator
  readonly tryAgain: Locator
  readonly problem: Locator
}

/** Finds the parts of the opening place by what they are called. */
export function openingOf(page: Page): OpeningPage {
  const region = page.getByRole('main', { name: english.opening.region })
  return {
    region,
    steps: region.getByRole('listitem'),
    cancel: region.getByRole('button', { name: english.common.cancel }),
    tryAgain: region.getByRole('button', { name: english.common.tryAgain }),
    problem: region.getByRole('alert'),
  }
}
