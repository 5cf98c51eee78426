import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium } from '@playwright/test'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { english } from '../shared/text/english.ts'

const root = path.resolve(import.meta.dirname, '..')
const packaged = path.join(root, 'dist', `Millrace-${process.platform}-${process.arch}`)
const PROGRAMS: Readonly<Record<string, string>> = { darwin: 'Millrace.app/Contents/MacOS/millrace', win32: 'millrace.exe' }
const program = path.join(packaged, PROGRAMS[process.platform] ?? 'millrace')
const resources = path.join(packaged, process.platform === 'darwin' ? 'Millrace.app/Contents/Resources' : 'resources', 'ffmpeg')

/** Packaging copies 300 MB and, the first time on a machine, zips a runtime. */
const PACKAGE_LIMIT_MS = 240_000
const WAIT = { timeout: 30_000 }

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
  readonly errors: () => string
  readonly exitCode: Promise<number | null>
}

const started: Running[] = []
let folder = os.tmpdir()

function start(command: string, args: readonly string[], env = process.env): Running {
  const child = spawn(command, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => { output += String(chunk) })
  child.stderr.on('data', (chunk) => { errors += String(chunk) })
  const running = { child, output: () => output, errors: () => errors, exitCode: once(child, 'close').then(([code]: unknown[]) => (typeof code === 'number' ? code : null)) }
  started.push(running)
  return running
}

/** As root Chromium starts only without its sandbox, as the launcher does it. */
const asUser = () => ({ ...process.env, ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}) })

/** Port that Chromium says its development tools listen on. */
async function toolsPort({ errors }: Running): Promise<number> {
  const pattern = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//
  await expect.poll(errors, WAIT).toMatch(pattern)
  return Number(pattern.exec(errors())?.[1])
}

/** A stand-in for the ffmpeg that is packed: it hands everything on to that of this computer, but has a version of its own. */
async function makeFfmpegFolder(parent: string): Promise<string> {
  const made = path.join(parent, 'ffmpeg')
  await mkdir(made)
  for (const name of ['ffmpeg', 'ffprobe']) {
    await writeFile(path.join(made, name), `#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin ; export PATH; case "$*" in *-version*) ${name} -version | sed '1s/version [^ ]*/version 98.7-packed/'; exit;; esac; exec ${name} "$@"\n`)
    await chmod(path.join(made, name), 0o755)
  }
  return made
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-package-'))
  const making = start(process.execPath, [path.join(root, 'build', 'launch.mjs'), 'package'], { ...process.env, MILLRACE_FFMPEG_DIR: await makeFfmpegFolder(folder) })
  making.child.stdin?.end()
  expect(await making.exitCode, making.errors() + making.output()).toBe(0)
  await rm(folder, { recursive: true, force: true })
}, PACKAGE_LIMIT_MS)

beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-package-')) })

afterEach(async () => {
  for (const { child, exitCode } of started.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL')
    await exitCode
  }
  await rm(folder, { recursive: true, force: true })
})

test('the packaged app opens its window, starts its engine, finds the ffmpeg packed with it and ends when the window is closed', async () => {
  const app = start(program, ['--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${folder}`], asUser())
  const tools = `http://127.0.0.1:${String(await toolsPort(app))}/json`
  const shown = await waitForPage(tools)
  expect(shown.title).toContain('Millrace')
  await expect.poll(app.errors, WAIT).toMatch(/host ready/)
  expect(await shownFfmpeg(tools)).toContain(`ffmpeg 98.7-packed, ${resources}`)
  await fetch(`${tools}/close/${shown.id}`)
  expect(await app.exitCode).toBe(0)
})

/** What the settings say of ffmpeg, as the person reads it. */
async function shownFfmpeg(tools: string): Promise<string> {
  const browser = await chromium.connectOverCDP(new URL(tools).origin)
  try {
    const page = browser.contexts().flatMap((context) => context.pages()).find((each) => each.url().startsWith('app://bundle/'))
    await page?.getByRole('button', { name: english.common.settings }).click()
    return await page?.locator('.setting', { hasText: english.settings.ffmpeg.name }).getByText('98.7-packed').textContent() ?? ''
  } finally {
    await browser.close()
  }
}

/** How a fuse is written into the program: as a digit. */
const FUSE = { off: '0'.charCodeAt(0), on: '1'.charCodeAt(0) }

test('the packaged app cannot be made to run anything but itself', async () => {
  const fuses = await getCurrentFuseWire(program)
  const on = [FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar]
  const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments, FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseV1Options.GrantFileProtocolExtraPrivileges]
  expect(on.map((fuse) => fuses[fuse])).toEqual(on.map(() => FUSE.on))
  expect(off.map((fuse) => fuses[fuse])).toEqual(off.map(() => FUSE.off))
})

interface Target {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly url: string
}

const isTarget = (value: unknown): value is Target => typeof value === 'object' && value !== null && 'url' in value && 'title' in value

/** The window as Chromium's development tools list it (DevTools protocol over HTTP, /json/list). */
async function waitForPage(tools: string): Promise<Target> {
  const listed = async (): Promise<Target | undefined> => {
    const targets: unknown = await (await fetch(`${tools}/list`)).json()
    return Array.isArray(targets) ? targets.filter(isTarget).find(({ type, url, title }) => type === 'page' && url.startsWith('app://bundle/') && title !== '' && !title.startsWith('app:')) : undefined
  }
  await expect.poll(listed, WAIT).toBeDefined()
  const found = await listed()
  if (!found) throw new Error('the window was listed and is gone again')
  return found
}

test('the packaged app serves without a window and ends with its input', async () => {
  const app = start(program, ['--headless', '-', '--no-token'], { ...asUser(), DISPLAY: undefined, WAYLAND_DISPLAY: undefined })
  await expect.poll(app.output, WAIT).toMatch(/^\{"event":"ready","url":"http:\/\/127\.0\.0\.1:\d+"\}\n/)
  app.child.stdin?.end()
  expect(await app.exitCode).toBe(0)
  for (const line of app.output().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event')
})

test('the packaged app refuses bad arguments with status 2 and nothing on standard output', async () => {
  const app = start(program, ['--headless', '--no-such-option'], { ...asUser(), DISPLAY: undefined, WAYLAND_DISPLAY: undefined })
  expect(await app.exitCode).toBe(2)
  expect(app.output()).toBe('')
})
