import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')
const special = ['**/*.http.test.ts', '**/*.swarm.test.ts', '**/*.process.test.ts', '**/*.cast.test.ts']
const common = {
  root,
  exclude: ['**/node_modules/**', 'out/**', '.cache/**'],
  setupFiles: [path.join(root, 'build/property-tests.setup.ts')],
  // On a shared machine a test may lose its turn; what passes on a second try is named at the end of the run.
  retry: process.env['CI'] ? 1 : 0,
  // One second, unless said, is less than a program needs to start on a busy machine.
  expect: { poll: { timeout: 15_000 } },
}

/** Unit tests run in parallel; the ones with sockets, swarms and processes share two cores and run one file at a time. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'unit', include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'], exclude: [...common.exclude, ...special], testTimeout: 20_000 } },
      { test: { ...common, name: 'http', include: ['electron/**/*.http.test.ts'], testTimeout: 20_000 } },
      { test: { ...common, name: 'swarm', include: ['electron/**/*.swarm.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: false } },
      { test: { ...common, name: 'process', include: ['{electron,e2e,build}/**/*.process.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: false } },
      { test: { ...common, name: 'cast', include: ['electron/**/*.cast.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: true, maxWorkers: 3, sequence: { groupOrder: 1 } } },
    ],
  },
})
