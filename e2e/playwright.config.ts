import path from 'node:path'
import { defineConfig } from '@playwright/test'

/** The pictures of the README are taken on request; they test nothing. */
const takesPictures = process.env.MILLRACE_SCREENSHOTS === '1'

/** The table of formats takes ten minutes and writes docs/formats.md; made on request too. */
const makesMatrix = process.env.MILLRACE_MATRIX === '1'

const CAST = 'cast.spec.ts'

/**
 * Window tests of the built app, one at a time: two cores carry Electron, its decoder and real seeders. Films are short,
 * no test waits for a clock, so a test that needs its whole limit hangs.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: path.resolve(import.meta.dirname, '../test-results'),
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A test may lose its turn on a shared machine; a product's fault comes twice.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  projects: makesMatrix ? [{ name: 'matrix', testMatch: 'matrix/formats.matrix.ts', timeout: 3_600_000 }] : takesPictures ? [{ name: 'screenshots', testMatch: 'screenshots.spec.ts', timeout: 400_000 }] : [
    { name: 'window', testMatch: '*.spec.ts', testIgnore: ['screenshots.spec.ts', CAST] },
    // Run in a network of its own: receivers speak on every network they find.
    { name: 'cast', testMatch: CAST, timeout: 120_000 },
  ],
})
