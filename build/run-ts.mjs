// `node --import ./build/run-ts.mjs FILE.ts` runs TypeScript where it stands: real paths, real import.meta, and the same
// for every child Node and worker that inherits the switch. The types are only removed here; `npm run check` checks them.
import { register } from 'node:module'
import process from 'node:process'

process.setSourceMapsEnabled(true)
register('./run-ts-hooks.mjs', import.meta.url)
