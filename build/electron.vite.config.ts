import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = path.resolve(import.meta.dirname, '..')
const at = (...parts: string[]) => path.join(root, ...parts)

/**
 * Three programs: main (with the media host and the headless mode as entries of their own, all plain ES modules), the
 * preload (one CommonJS file, because a sandboxed preload cannot be anything else) and the page.
 * `dependencies` stay external, `devDependencies` are bundled.
 */
export default defineConfig({
  main: {
    root,
    build: {
      outDir: at('out/main'),
      target: 'node20',
      rollupOptions: {
        input: { index: at('electron/main/index.ts'), host: at('electron/host/index.ts'), cli: at('electron/host/cli.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: at('out/preload'),
      rollupOptions: { input: { index: at('electron/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: { outDir: at('out/renderer'), rollupOptions: { input: at('renderer/index.html') } },
  },
})
