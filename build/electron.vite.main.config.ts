import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'electron-vite'
import type { UserConfig } from 'electron-vite'
import { bundledNames } from './scripts/notices.mjs'

const root = path.resolve(import.meta.dirname, '..')
export const at = (...parts: string[]) => path.join(root, ...parts)

/**
 * Packages by name, as opposed to paths and to what is bundled. All of them stay outside the built files: the guards
 * change parts of the engine's own packages, and a bundled copy of such a part would not be the one the engine uses.
 */
const bundled = bundledNames(JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages)
const external = new RegExp(`^(?!(?:${bundled.map((name) => name.replaceAll('.', '\\.')).join('|')})(?:/|$)|[A-Za-z]:[\\\\/])[@A-Za-z]`)

/** What runs outside the page: main, the media host and the headless mode, as ES modules for Node 20 (the fallback runtime's). */
export const main: NonNullable<UserConfig['main']> = {
  root,
  build: {
    outDir: at('out/main'),
    target: 'node20',
    rollupOptions: {
      external,
      input: { index: at('electron/main/index.ts'), host: at('electron/host/index.ts'), cli: at('electron/host/cli.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

/** This part alone, for the headless mode: it needs no page and no preload. */
export default defineConfig({ main })
