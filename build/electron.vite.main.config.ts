import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'electron-vite'
import type { UserConfig } from 'electron-vite'

const root = path.resolve(import.meta.dirname, '..')
export const at = (...parts: string[]) => path.join(root, ...parts)

/** By name, from whichever folder the build is started: the engine's guards reach into these very packages. */
const external = namesOf(JSON.parse(readFileSync(at('package.json'), 'utf8')))

function namesOf(manifest: { readonly dependencies: Readonly<Record<string, string>> }): RegExp[] {
  return Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`))
}

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
