import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge } from './imports/judge.ts'
import { readSource } from './imports/read-source.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const ROOM_FOLDERS = ['shared', 'electron', 'renderer', 'e2e', 'build']

async function sourceFiles(): Promise<readonly string[]> {
  const listed = await Promise.all(ROOM_FOLDERS.map(async (room) => (await readdir(path.join(root, room), { recursive: true })).map((name) => `${room}/${name.split(path.sep).join('/')}`)))
  return [...listed.flat(), 'forge.config.ts'].filter((file) => /\.(tsx?|mjs)$/.test(file))
}

const broken = (file: string, text: string) => judge(readSource(file, text))

/** TypeScript's parser reads more than a thousand files: seconds alone, many more beside a busy machine's other work. */
const READ_ALL_LIMIT_MS = 60_000

test('every file of the repository keeps the import rules', { timeout: READ_ALL_LIMIT_MS }, async () => {
  const files = await sourceFiles()
  const found = await Promise.all(files.map(async (file) => broken(file, await readFile(path.join(root, file), 'utf8'))))
  expect(files.length).toBeGreaterThan(50)
  expect(found.flat()).toEqual([])
})

describe('an import that a room may not have is found', () => {
  test.each([
    ['shared imports Node', 'shared/a.ts', "import path from 'node:path'"],
    ['shared imports another room', 'shared/http/a.ts', "import { a } from '../../electron/host/a.ts'"],
    ['shared imports the validator outside schema.ts', 'shared/ipc/contract.ts', "import * as v from 'valibot'"],
    ['the host imports electron', 'electron/host/a.ts', "import { app } from 'electron'"],
    ['the host imports main', 'electron/host/a.ts', "import { a } from '../main/a.ts'"],
    ['the host imports the engine outside engine/', 'electron/host/server/a.ts', "import WebTorrent from 'webtorrent'"],
    ['records import electron', 'electron/records/a.ts', "import { app } from 'electron'"],
    ['records import the engine', 'electron/records/a.ts', "import WebTorrent from 'webtorrent'"],
    ['main imports the engine', 'electron/main/a.ts', "import WebTorrent from 'webtorrent'"],
    ['main imports the page', 'electron/main/a.ts', "import { a } from '../../renderer/a.ts'"],
    ['main imports the host outside its one file', 'electron/main/index.ts', "const { startHost } = await import('../host/start-host.ts')"],
    ['main imports the host statically', 'electron/main/host-process.ts', "import { startHost } from '../host/start-host.ts'"],
    ['the preload imports Node', 'electron/preload/index.ts', "import fs from 'node:fs'"],
    ['the preload imports more of shared than ipc', 'electron/preload/index.ts', "import { a } from '../../shared/window/a.ts'"],
    ['the page imports Node', 'renderer/a.ts', "import fs from 'node:fs'"],
    ['the page imports electron', 'renderer/a.ts', "import { ipcRenderer } from 'electron'"],
    ['the page imports main', 'renderer/a.ts', "import type { a } from '../electron/main/a.ts'"],
    ['the page imports video.js outside player/', 'renderer/library/a.tsx', "import videojs from 'video.js'"],
    ['a window test looks inside the app', 'e2e/open.spec.ts', "import { a } from '../electron/main/a.ts'"],
    ['the launcher needs a package to start', 'build/launcher/a.mjs', "import yauzl from 'yauzl'"],
    ['a test imports another room', 'shared/a.test.ts', "import { a } from '../renderer/a.ts'"],
    ['an unknown package is imported', 'renderer/a.ts', "import _ from 'lodash'"],
    ['the place is computed', 'electron/main/a.ts', 'await import(name)'],
    ['it is a re-export', 'shared/a.ts', "export { a } from 'node:path'"],
    ['it is a type in place', 'renderer/a.ts', "export const a = (x: import('electron').App) => x"],
    ['it is a require', 'electron/host/a.ts', "const { app } = require('electron')"],
  ])('%s', (_title, file, text) => {
    expect(broken(file, text)).toHaveLength(1)
  })
})

describe('an import that a room may have is let through', () => {
  test.each([
    ['electron/host/engine/create-client.ts', "import WebTorrent from 'webtorrent'"],
    ['electron/main/host-process.ts', "const { startHost } = await import('../host/start-host.ts')"],
    ['electron/main/index.ts', "import type { HostOptions } from '../host/host-options.ts'"],
    ['electron/preload/index.ts', "import { contract } from '../../shared/ipc/contract.ts'\nimport { ipcRenderer } from 'electron'"],
    ['renderer/player/video-player.tsx', "import videojs from 'video.js'\nimport 'video.js/dist/video-js.css'\nimport { useState } from 'react'"],
    ['shared/a.test.ts', "import fc from 'fast-check'\nimport { test } from 'vitest'\nimport path from 'node:path'\nimport { a } from './a.ts'"],
    ['electron/host/a.swarm.test.ts', "import { startSwarm } from '../../e2e/lab/swarm.ts'"],
    ['build/launcher/a.mjs', "const { default: yauzl } = await import('yauzl')"],
    ['shared/a.ts', "// import fs from 'node:fs'\nexport const text = \"import fs from 'node:fs'\""],
  ])('%s: %s', (file, text) => {
    expect(broken(file, text)).toEqual([])
  })
})

describe('a way around a single door is found', () => {
  test.each([
    ['the preload object outside bridge.ts', 'renderer/open/a.ts', "window.bridge.call('media.openSource', {})"],
    ['a program started outside run-process.ts', 'electron/host/cast/a.ts', "import { spawn } from 'node:child_process'"],
    ['a record written outside json-file.ts', 'electron/main/a.ts', "import { writeFile } from 'node:fs/promises'"],
    ['a listener outside http-listener.ts', 'electron/host/engine/a.ts', "import { createServer } from 'node:http'"],
    ['a listener made through the whole module', 'electron/host/engine/a.ts', "import http from 'node:http'\nhttp.createServer()"],
    ['a module with listeners in it handed on', 'electron/host/server/a.ts', "import * as net from 'node:net'\nuse(net)"],
    ['a socket of the engine beside the way out', 'electron/host/engine/a.ts', "import { connect } from 'node:net'"],
  ])('%s', (_title, file, text) => {
    expect(broken(file, text)).toHaveLength(1)
  })

  test('the doors themselves are open, and types need no door', () => {
    expect(broken('renderer/bridge.ts', 'export const bridge = window.bridge')).toEqual([])
    expect(broken('electron/host/transcode/run-process.ts', "import { spawn } from 'node:child_process'")).toEqual([])
    expect(broken('electron/records/json-file.ts', "import { rename } from 'node:fs/promises'")).toEqual([])
    expect(broken('electron/host/server/http-listener.ts', "import { createServer } from 'node:http'")).toEqual([])
    expect(broken('electron/host/engine/a.ts', "import http from 'node:http'\nhttp.request('http://a')")).toEqual([])
    expect(broken('electron/host/server/routes.ts', "import type { Server } from 'node:http'")).toEqual([])
  })
})

describe('a banned name is found', () => {
  test.each([
    ['shared/a.ts', 'export const nowMs = () => Date.now()'],
    ['shared/a.ts', 'export const now = () => new Date()'],
    ['shared/a.ts', 'export const roll = () => Math.random()'],
    ['shared/a.ts', "export const later = (f: () => void) => { setTimeout(f, 1) }"],
    ['shared/a.ts', 'export const env = { process }'],
    ['renderer/a.ts', "localStorage.setItem('a', 'b')"],
    ['electron/host/a.ts', "export const run = (text: string): unknown => eval(text)"],
  ])('%s: %s', (file, text) => {
    expect(broken(file, text)).toHaveLength(1)
  })

  test.each([
    ['a parameter of that name', 'export const age = (process: { ageMs: number }) => process.ageMs'],
    ['a member of that name', 'export const read = (host: { URL: string }) => host.URL'],
    ['a property of that name', 'export const facts = { console: 1 }'],
    ['a date made from a given time', 'export const text = (ms: number) => new Date(ms).toISOString()'],
    ['a type of that name', 'export interface Facts { readonly window: string }'],
  ])('%s is not one', (_title, text) => {
    expect(broken('shared/a.ts', text)).toEqual([])
  })
})
