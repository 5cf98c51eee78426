/**
 * Who may import what: the table of docs/ARCHITECTURE.md as data. A path ends in `/` when it means all below it. What is
 * not allowed here is forbidden; a new package or a new way between rooms is a decision and gets a line.
 */
export interface Room {
  readonly name: string
  readonly within: readonly string[]
  /** Places of the repository that may be imported, besides the room itself. */
  readonly reaches: readonly string[]
  readonly node: boolean
  readonly packages: readonly PackageHome[]
}

/** A package and the only places of the room that may import it. */
export interface PackageHome {
  readonly name: string
  readonly homes: readonly string[]
}

const everywhere = (name: string): PackageHome => ({ name, homes: [''] })

/** The engine, and those of its own packages into which our guards reach. */
const ENGINE_PACKAGES = ['webtorrent', 'bencode', 'bittorrent-protocol', 'bittorrent-tracker', 'bittorrent-dht']

export const ROOMS: readonly Room[] = [
  { name: 'shared', within: ['shared/'], reaches: [], node: false, packages: [{ name: 'valibot', homes: ['shared/ipc/schema.ts'] }] },
  {
    name: 'host', within: ['electron/host/'], reaches: ['shared/'], node: true,
    packages: [...ENGINE_PACKAGES.map((name) => ({ name, homes: ['electron/host/engine/'] })), { name: 'multicast-dns', homes: ['electron/host/cast/'] }, { name: 'chardet', homes: ['electron/host/subtitles/'] }],
  },
  { name: 'records', within: ['electron/records/'], reaches: ['shared/'], node: true, packages: [] },
  { name: 'main', within: ['electron/main/'], reaches: ['shared/', 'electron/records/'], node: true, packages: [everywhere('electron')] },
  { name: 'preload', within: ['electron/preload/'], reaches: ['shared/ipc/'], node: false, packages: [everywhere('electron')] },
  {
    name: 'renderer', within: ['renderer/'], reaches: ['shared/'], node: false, packages: [
      everywhere('react'), everywhere('react-dom'), everywhere('zustand'), { name: 'video.js', homes: ['renderer/player/'] },
    ],
  },
  {
    name: 'e2e', within: ['e2e/'], reaches: ['shared/'], node: true, packages: [
      everywhere('@playwright/test'), { name: 'webtorrent', homes: ['e2e/bench/peers/'] }, { name: 'torrent-stream', homes: ['e2e/bench/peers/'] }, { name: 'castv2', homes: ['e2e/lab/cast/'] }, { name: 'multicast-dns', homes: ['e2e/lab/cast/'] },
    ],
  },
  {
    name: 'build', within: ['build/', 'forge.config.ts'], reaches: ['shared/', 'package.json'], node: true, packages: [
      { name: 'electron', homes: ['build/launcher/default-app/', 'build/scripts/icon-renderer/'] }, { name: 'fast-check', homes: ['build/property-tests.setup.ts'] },
      ...['typescript', 'typescript-eslint', 'eslint-plugin-react-hooks', 'vite', 'vitest', '@vitejs/plugin-react', 'electron-vite', 'electron-builder', '@electron/fuses',
      '@electron/asar', '@electron-forge/maker-base', '@electron-forge/plugin-fuses', '@electron-forge/shared-types', '@playwright/test', 'yauzl', 'yazl'].map(everywhere),
    ],
  },
]

/** What a test file may import on top of its room. */
export const TEST_EXTRAS = { reaches: ['shared/', 'e2e/lab/'], packages: ['vitest', 'fast-check'] } as const

/** Single ways between rooms: the one importing file, what it imports, how. */
export const GATES = [
  { file: 'electron/main/host-process.ts', target: 'electron/host/start-host.ts', kind: 'dynamic' },
  { file: 'electron/main/', target: 'electron/host/host-options.ts', kind: 'type' },
  // The application that the fallback runtime was started with.
  { file: 'build/launcher/default-app/main.mjs', target: '(computed)', kind: 'dynamic' },
  // The headless program as it was built, in the packaged app: its place is known only when the app runs.
  { file: 'electron/main/headless.ts', target: '(computed)', kind: 'dynamic' },
] as const
