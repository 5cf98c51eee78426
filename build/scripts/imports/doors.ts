/**
 * Things only named files may do. `importing` lists what an import would give that ability; `using` lists names whose use
 * is the ability itself. Tests are free: they play the other side.
 */
export interface Door {
  readonly rule: string
  readonly within: readonly string[]
  readonly doors: readonly string[]
  readonly importing: readonly { readonly specifiers: readonly string[]; readonly names: readonly string[] }[]
  readonly using: readonly string[]
}

/** A module handed on whole may be used for anything. */
const WHOLE = '*'
const SERVER_NAMES = ['createServer', 'createSecureServer', 'Server', WHOLE]
const WRITE_NAMES = ['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createWriteStream', 'rename', 'renameSync', 'rm', 'rmSync', 'unlink', 'unlinkSync', 'open', 'openSync', 'copyFile', 'copyFileSync', 'truncate', WHOLE]

export const DOORS: readonly Door[] = [
  { rule: 'only renderer/bridge.ts touches the preload object', within: ['renderer/'], doors: ['renderer/bridge.ts'], importing: [], using: ['window.bridge', 'globalThis.bridge', 'bridge'] },
  {
    rule: 'only run-process.ts starts programs', within: ['electron/'], doors: ['electron/host/transcode/run-process.ts'],
    importing: [{ specifiers: ['node:child_process'], names: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork', WHOLE] }], using: [],
  },
  {
    rule: 'only json-file.ts, log-file.ts, frame-folder.ts and picture-folder.ts write', within: ['electron/records/', 'electron/main/'], doors: ['electron/records/json-file.ts', 'electron/records/log-file.ts', 'electron/records/frame-folder.ts', 'electron/records/picture-folder.ts'],
    importing: [{ specifiers: ['node:fs', 'node:fs/promises'], names: WRITE_NAMES }], using: [],
  },
  {
    rule: 'only http-listener.ts listens', within: ['electron/', 'shared/', 'renderer/'], doors: ['electron/host/server/http-listener.ts', 'electron/host/engine/library-sockets.ts'],
    importing: [{ specifiers: ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls'], names: SERVER_NAMES }], using: [],
  },
  {
    rule: 'only the way out opens sockets for the engine', within: ['electron/host/engine/'],
    doors: ['electron/host/engine/way-out.ts', 'electron/host/engine/proxy-tunnel.ts', 'electron/host/engine/request-way.ts', 'electron/host/engine/library-sockets.ts'],
    importing: [{ specifiers: ['node:net', 'node:tls', 'node:dgram'], names: ['connect', 'createConnection', 'createSocket', 'Socket', WHOLE] }], using: [],
  },
]

/** Names that would make shared/ depend on when, where or in what it runs. Most do not compile there; the rest only this sees. */
const IMPURE = [
  'Date.now', 'new Date()', 'Math.random', 'globalThis', 'process', 'console', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask',
  'clearTimeout', 'clearInterval', 'window', 'document', 'navigator', 'fetch', 'URL', 'URLSearchParams', 'TextDecoder', 'TextEncoder', 'Buffer', 'structuredClone', 'AbortController', 'AbortSignal', 'WebSocket',
]

export interface Ban {
  readonly within: readonly string[]
  readonly names: readonly string[]
  readonly rule: string
}

export const BANS: readonly Ban[] = [
  { within: ['shared/'], names: IMPURE, rule: 'shared/ computes from its arguments alone' },
  { within: ['shared/', 'electron/', 'renderer/'], names: ['eval', 'Function', 'new Function()'], rule: 'no code is made from text' },
  { within: ['renderer/'], names: ['localStorage', 'sessionStorage', 'indexedDB', 'document.write'], rule: 'the page keeps nothing; records are main\'s' },
]
