import type { Locator, Page } from '@playwright/test'
import { english } from '../../shared/text/english.ts'

/** The first place a person sees. */
export interface HomePage {
  readonly dropField: Locator
  readonly linkField: Locator
  readonly openFile: Locator
  readonly demo: Locator
  /** Every sentence about something that could not be opened. */
  readonly problem: Locator
}

/** Finds the parts of the home place by what they are called. */
export function homeOf(page: Page): HomePage {
  return {
    dropField: page.getByText(english.home.dropTitle),
    linkField: page.getByRole('textbox', { name: english.home.linkLabel }),
    openFile: page.getByRole('button', { name: english.home.openFile }),
    demo: page.getByRole('button', { name: english.home.demo }),
    problem: page.getByRole('alert'),
  }
}
