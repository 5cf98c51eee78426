import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { commandNames, eventNames, noticeNames } from '../shared/ipc/lookup.ts'
import { at, main } from './electron.vite.main.config.ts'

/** A third less to read. Names stay: the log of a fault is to be read by people. */
const MINIFY = { compress: true, mangle: false, codegen: { removeWhitespace: true } } as const

/**
 * Three programs: main (with the media host and the headless mode as entries of their own, all plain ES modules), the
 * preload (one CommonJS file, because a sandboxed preload cannot be anything else) and the page.
 * `dependencies` stay external, `devDependencies` are bundled.
 */
export default defineConfig({
  main,
  preload: {
    root: at(),
    define: { CONTRACT_NAMES: JSON.stringify({ commands: commandNames(), notices: noticeNames(), events: eventNames() }) },
    build: {
      outDir: at('out/preload'),
      target: 'node20',
      rollupOptions: { input: { index: at('electron/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs', minify: MINIFY } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    // The oldest Chromium the page must run in is the fallback runtime's (decision 0001), not the pinned Electron's.
    build: { outDir: at('out/renderer'), target: 'chrome130', rollupOptions: { input: at('renderer/index.html'), output: { minify: MINIFY } } },
  },
})
