import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { RunningApp } from './fixtures/app.ts'
import { paste } from './fixtures/paste.ts'
import { expect, test } from './fixtures/test.ts'
import { portOf } from './lab/free-port.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

/** The page is asked to do what a page that fell into wrong hands would try; the settings are read back from the running program. */

/** Every web preference that opens a door, and the value that keeps it shut. */
const PREFERENCES = {
  sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false,
  webSecurity: true, allowRunningInsecureContent: false, webviewTag: false,
} as const

/** Blink features that may be on: AudioVideoTracks lets the person change the sound track of the untouched film. */
const BLINK_FEATURES = ['', 'AudioVideoTracks']

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: http://127.0.0.1:*", "font-src 'self'", "connect-src 'self' http://127.0.0.1:*",
  "media-src 'self' blob: http://127.0.0.1:*", "worker-src 'self' blob:", "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ')

async function openApp(launch: () => Promise<RunningApp>): Promise<RunningApp> {
  const app = await launch()
  await expect(homeOf(app.page).dropField).toBeVisible()
  return app
}

test('the window has no door to Node, and its preferences are read back as the strictest', async ({ launch }) => {
  const { electron, page } = await openApp(launch)
  const preferences = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => ({ ...Object(Reflect.get(window.webContents, 'getLastWebPreferences').call(window.webContents)) })))
  expect(preferences).toHaveLength(1)
  expect(preferences[0]).toMatchObject(PREFERENCES)
  for (const name of ['experimentalFeatures', 'nodeIntegrationInWorker']) expect(preferences[0][name] ?? false).toBe(false)
  expect(BLINK_FEATURES).toContain(preferences[0].enableBlinkFeatures ?? '')
  expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in window))).toEqual([])
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'bridge')).sort())).toEqual(['call', 'notify', 'on', 'pathForFile'])
})

test('the page comes from a table of files with a policy, and nothing else comes from there', async ({ launch }) => {
  const { page } = await openApp(launch)
  expect(page.url()).toBe('app://bundle/index.html')
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('app://bundle/index.html')).headers.entries()))
  expect(headers).toMatchObject({ 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  const statuses = await page.evaluate(async (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)), [
    'app://bundle/package.json', 'app://bundle/../package.json', 'app://bundle/%2e%2e/main/index.js', 'app://bundle/..%5cmain%5cindex.js', 'app://bundle/assets/', 'app://bundle/%00',
  ])
  expect(statuses).toEqual(statuses.map(() => 404))
})

test('the policy is enforced: no code, style, picture, frame, form or request that is not our own', async ({ launch }) => {
  const { page } = await openApp(launch)
  const attempts: readonly (readonly [directive: string, attempt: () => unknown])[] = [
    ['script-src-elem', () => document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.owned = true' }))],
    ['script-src-elem', () => document.head.append(Object.assign(document.createElement('script'), { src: 'https://example.org/x.js' }))],
    ['script-src-attr', () => { document.body.setAttribute('onclick', 'window.owned = true'); document.body.click() }],
    ['script-src', () => window.setTimeout('window.owned = true', 0)],
    ['style-src-elem', () => document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }))],
    ['style-src-attr', () => document.body.setAttribute('style', 'color: red')],
    ['img-src', () => document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/x.png' }))],
    ['img-src', () => document.body.append(Object.assign(document.createElement('img'), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }))],
    ['media-src', () => document.body.append(Object.assign(document.createElement('video'), { src: 'https://example.org/x.mp4' }))],
    ['connect-src', () => fetch('https://example.org/').catch(() => undefined)],
    ['connect-src', () => fetch('http://localhost:1/').catch(() => undefined)],
    ['frame-src', () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.org/' }))],
    ['object-src', () => document.body.append(Object.assign(document.createElement('object'), { data: 'https://example.org/x.swf' }))],
    ['base-uri', () => document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.org/' }))],
    ['form-action', () => { const form = Object.assign(document.createElement('form'), { action: 'https://example.org/' }); document.body.append(form); form.submit() }],
    ['font-src', () => new FontFace('x', 'url(data:font/woff2;base64,AAAA)').load().catch(() => undefined)],
    ['worker-src', () => new Worker('data:text/javascript,0')],
  ]
  for (const [directive, attempt] of attempts) expect(await violationsOf(page, attempt, directive), String(attempt)).toContain(directive)
  expect(await page.evaluate(() => 'owned' in window)).toBe(false)
})

/** The directives the page's own policy names when the attempt is made, until it names this one; a late word about the attempt before is none about this one. */
async function violationsOf(page: Page, attempt: () => unknown, wanted: string): Promise<readonly string[]> {
  await page.evaluate((wanted) => {
    const named: string[] = []
    const isNamed = new Promise((resolve) => document.addEventListener('securitypolicyviolation', (event) => {
      named.push(event.effectiveDirective)
      if (event.effectiveDirective === wanted) resolve(null)
    }))
    Reflect.set(window, 'violations', { named, isNamed })
  }, wanted)
  await page.evaluate(attempt).catch(() => undefined)
  return page.evaluate(async () => {
    const { named, isNamed } = Object(Reflect.get(window, 'violations'))
    await Promise.race([isNamed, new Promise((resolve) => setTimeout(resolve, 5000))])
    return named
  })
}

test('a film plays under the policy without breaking it once', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const { video, jumpTo } = playerOf(app.page)
  await video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(video, 25)
  await jumpTo(0.5)
  await countFrames(video, 5)
  expect(app.log()).not.toMatch(/Content Security Policy|security refused/)
})

test('the page cannot leave, open windows, or save files', async ({ launch }) => {
  const { electron, page } = await openApp(launch)
  const places = ['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/passwd', 'data:text/html,x', 'app://other/index.html', 'javascript:location="https://example.org/"', 'chrome://gpu']
  for (const place of places) {
    await page.evaluate((url) => { location.href = url }, place).catch(() => undefined)
    expect(await page.evaluate((url) => window.open(url) === null, place)).toBe(true)
    await page.evaluate((url) => Object.assign(document.createElement('a'), { href: url, target: '_blank' }).click(), place)
  }
  await page.evaluate(() => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0; url=https://example.org/' })))
  // Heard before the page tries: it may be quicker than a question to the program.
  await electron.evaluate(({ session }) => { session.defaultSession.once('will-download', (event) => { Reflect.set(globalThis, 'savingPrevented', event.defaultPrevented) }) })
  await page.evaluate(() => Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x.exe' }).click())
  await expect.poll(() => electron.evaluate(() => Reflect.get(globalThis, 'savingPrevented'))).toBe(true)
  expect(page.url()).toBe('app://bundle/index.html')
  // Asked in the page itself: Playwright would wait for the navigations that were refused.
  expect(await page.evaluate(() => document.body.innerText)).toContain('Drop a .torrent here')
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the page gets no permission but full screen and writing texts to the clipboard', async ({ launch }) => {
  const { page } = await openApp(launch)
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi', 'camera', 'microphone', 'clipboard-read', 'persistent-storage', 'screen-wake-lock', 'idle-detection', 'local-fonts']
    return Promise.all(names.map(async (name) => `${name} ${await Reflect.apply(navigator.permissions.query, navigator.permissions, [{ name }]).then(({ state }: { state: string }) => state, () => 'unknown')}`))
  })
  expect(states.filter((state) => state.endsWith(' granted'))).toEqual([])
  const refusals = await page.evaluate(() => Promise.all([
    navigator.mediaDevices.getUserMedia({ audio: true }), navigator.mediaDevices.getDisplayMedia(), navigator.clipboard.readText(), navigator.requestMIDIAccess({ sysex: true }), Reflect.get(navigator, 'usb').requestDevice({ filters: [] }),
    new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
    Notification.requestPermission().then((answer) => { if (answer !== 'granted') throw new Error(answer) }),
  ].map((wish) => Promise.resolve(wish).then(() => 'granted', () => 'refused'))))
  expect(refusals).toEqual(refusals.map(() => 'refused'))
})

test('the page reaches no other server of this computer', async ({ launch }) => {
  let asked = 0
  const other = createServer((_request, response) => { asked += 1; response.setHeader('access-control-allow-origin', '*').end('secret') }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const app = await openApp(launch)
  const address = `http://127.0.0.1:${String(portOf(other))}/`
  expect(await app.page.evaluate((url) => fetch(url).then(() => 'answered', () => 'refused'), address)).toBe('refused')
  await app.page.evaluate((url) => new Promise((resolve) => { Object.assign(new Image(), { onload: resolve, onerror: resolve, src: url }) }), address)
  expect(asked).toBe(0)
  expect(app.log()).toMatch(/security refused what=request/)
  other.close()
})

test('messages are checked: names, fields, sizes', async ({ launch }) => {
  const { page } = await openApp(launch)
  const wrong: readonly (readonly [string, unknown])[] = [
    ['no.such', {}], ['__proto__', {}], ['constructor', {}], ['media.openSource', {}], ['media.openSource', null], ['media.openSource', { source: { kind: 'text', text: 5 } }],
    ['media.openSource', { source: { kind: 'text', text: 'x'.repeat(70_000) } }], ['media.openSource', { source: { kind: 'text', text: 'x' }, more: true }], ['media.openSource', { source: { kind: 'path', path: 'x'.repeat(40_000) } }],
    ['media.openStream', { infoHash: '../../etc', fileIndex: 0 }], ['media.openStream', { infoHash: 'a'.repeat(40), fileIndex: -1 }], ['media.closeTorrent', { infoHash: ['a'.repeat(40)] }], ['app.copyText', { text: 'x'.repeat(70_000) }],
    ['app.updateSettings', { theme: 'pink' }], ['app.updateSettings', { downloadDir: 5 }], ['app.updateSettings', { __proto__: { theme: 'dark' }, polluted: true }],
  ]
  for (const [name, args] of wrong) {
    const answer = await page.evaluate(([called, given]) => Reflect.get(window, 'bridge').call(called, given), [name, args] as const)
    expect(answer, `${name} ${JSON.stringify(args).slice(0, 80)}`).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
  }
  await page.evaluate(() => { for (const name of ['media.playhead', 'media.hover', 'no.such']) Reflect.get(window, 'bridge').notify(name, { odd: 1 }) })
  expect(await page.evaluate(() => Reflect.get(window, 'bridge').call('media.listTorrents', {}))).toMatchObject({ ok: true })
})

test('messages from another window with the same bridge, even of our own page, are refused', async ({ launch }) => {
  const { electron, page } = await openApp(launch)
  const answers = await electron.evaluate(async ({ app, BrowserWindow }, urls) => {
    const preload = `${app.getAppPath()}/out/preload/index.cjs`
    const answers: unknown[] = []
    for (const url of urls) {
      // In our own session no foreign page can be loaded at all.
      const partition = url.startsWith('app:') ? {} : { partition: 'foreign' }
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true, ...partition } })
      await foreign.loadURL(url)
      answers.push(await foreign.webContents.executeJavaScript(`bridge.call('media.listTorrents', {})`), await foreign.webContents.executeJavaScript(`bridge.call('app.copyText', { text: 'owned' })`))
      foreign.destroy()
    }
    return answers
  }, ['data:text/html,<p>foreign', 'app://bundle/index.html'])
  expect(answers).toHaveLength(4)
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
  expect(await page.evaluate(() => Reflect.get(window, 'bridge').call('media.listTorrents', {}))).toMatchObject({ ok: true })
})

test('messages from a frame inside our window, and from a foreign page in it, are refused', async ({ launch }) => {
  const app = await openApp(launch)
  // The page can make no frame (the policy), so the program forces a page without a policy into the window.
  const answers = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const [own] = BrowserWindow.getAllWindows()
    if (own === undefined) throw new Error('there is no window')
    await own.loadURL('about:blank')
    await own.webContents.executeJavaScript(`new Promise((resolve) => document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<p>inner', onload: () => resolve(null) })))`)
    const call = `bridge.call('media.listTorrents', {})`
    const top: unknown = await own.webContents.executeJavaScript(call)
    const inner = await Promise.all(own.webContents.mainFrame.frames.map((frame) => frame.executeJavaScript(`typeof bridge === 'undefined' ? 'no bridge' : ${call}`)))
    return { top, inner }
  })
  expect(answers.top).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
  expect(answers.inner).toEqual(['no bridge'])
})

test('the log is a file for this user, and neither it nor the copied details name a secret, a peer or a place', async ({ launch, swarm, folder, places }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const { video } = playerOf(app.page)
  await video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(video, 25)
  const [, token = ''] = await video.evaluate((element: HTMLVideoElement) => new URL(element.currentSrc).pathname.split('/'))
  await paste(app, 'just some words')
  const sentence = app.page.getByRole('alert').filter({ hasText: /not a torrent/i })
  await sentence.getByText('Details', { exact: true }).click()
  await sentence.getByRole('button', { name: 'Copy details' }).click()
  await expect(sentence.getByRole('button', { name: 'Copied' })).toBeVisible()
  const report = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(report).toMatch(/^Millrace \d[\s\S]*Problem: sourceUnknown[\s\S]*Settings:[\s\S]*Log:\n[\s\S]*host ready port=/)
  const file = path.join(places.userDataDir, 'logs', 'millrace.log')
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z host (started|ready) port=\d+$/m)
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0)
  expect(token.length).toBeGreaterThan(20)
  for (const text of [report, await readFile(file, 'utf8')]) {
    for (const secret of [token, torrent.infoHash, torrent.name, path.basename(folder), os.userInfo().homedir]) expect(text).not.toContain(secret)
  }
})
