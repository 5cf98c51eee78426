import { createServer } from 'node:http'
import { startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { EVIL_SITE, openForeignBrowser } from './fixtures/foreign-browser.ts'
import type { ForeignBrowser } from './fixtures/foreign-browser.ts'
import { expect, test as base } from './fixtures/test.ts'
import type { SeededFilm } from './lab/seeded-film.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { mustRun } from './lab/run-tool.ts'
import { ATTEMPTS, attempt, timingOf } from './pages/hostile-page.ts'

/** A page of another site, in a browser of its own, against the real server with a film that would play at once. */
interface Scene {
  readonly browser: ForeignBrowser
  readonly film: SeededFilm
  readonly serve: (...switches: string[]) => Promise<Served>
}
interface Served {
  readonly baseUrl: string
  readonly port: string
  readonly headless: Headless
}

const UNKNOWN_HASH = 'b'.repeat(40)

/** With an attempt that must succeed, however busy the computer is. */
const PATIENCE_MS = 10_000

const test = base.extend<{ scene: Scene }>({
  scene: async ({ folder, places, swarm }, use) => {
    const film = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 5 })
    const browser = await openForeignBrowser(folder)
    const running: Headless[] = []
    const serve = async (...switches: string[]) => {
      const headless = startHeadless([film.torrent.torrentPath, '--peer', film.seeder.address, ...switches], { TMPDIR: places.tempDir })
      running.push(headless)
      const baseUrl = String((await headless.waitFor('ready')).url)
      await headless.streamUrl(film.torrent.infoHash)
      return { headless, baseUrl, port: new URL(baseUrl).port }
    }
    await use({ browser, film, serve })
    for (const headless of running) await headless.close()
    await browser.close()
  },
})

test('a page of another site learns nothing by any means it has, token or no token', async ({ scene: { browser, serve } }) => {
  const open = await serve('--no-token')
  const locked = await serve()
  await browser.page.goto(browser.origin)
  const guessed = `http://127.0.0.1:${locked.port}/AAAAAAAAAAAAAAAAAAAAAA`
  for (const base of [open.baseUrl, guessed]) {
    for (const how of ATTEMPTS) {
      for (const what of ['/torrents', '/torrents/0/stream/0', '/torrents/playlist', '/events']) {
        expect(await attempt(browser.page, how, base + what), `${how} of ${what}`).toBe('nothing')
      }
    }
  }
})

test('what a page of another site asks for triggers nothing', async ({ scene: { browser, serve } }) => {
  const { baseUrl } = await serve('--no-token')
  const before = await torrentsAt(baseUrl)
  await browser.page.goto(browser.origin)
  for (const how of ATTEMPTS) expect(await attempt(browser.page, how, `${baseUrl}/stream/proxy/${UNKNOWN_HASH}`), how).toBe('nothing')
  expect(await torrentsAt(baseUrl)).toEqual(before)
})

test('a page of another site cannot tell a film that is here from one that is not', async ({ scene: { browser, film, serve } }) => {
  const { baseUrl } = await serve('--no-token')
  await browser.page.goto(browser.origin)
  const urls = [film.torrent.infoHash, UNKNOWN_HASH].map((hash) => `${baseUrl}/torrents/${hash}/stream/0`)
  for (const how of ['fetch', 'image', 'video', 'script', 'style'] as const) {
    const [here, elsewhere] = [await learn(how, urls[0] ?? ''), await learn(how, urls[1] ?? '')]
    expect(here, how).toEqual(elsewhere)
  }
  async function learn(how: 'fetch' | 'image' | 'video' | 'script' | 'style', url: string) {
    return { learned: await attempt(browser.page, how, url), timing: (await timingOf(browser.page, url)).map((number) => number === 0) }
  }
})

test('a page that knows the token still cannot read, list, frame or run anything', async ({ scene: { browser, serve } }) => {
  const { baseUrl } = await serve()
  await browser.page.goto(browser.origin)
  // The address of a film is a key: who has it may show the film (as our own window does) and see that it comes, and read none of it.
  const plays = ['video', 'audio', 'prefetch']
  for (const how of ATTEMPTS.filter((way) => !plays.includes(way))) {
    for (const what of ['/torrents', '/torrents/0/stream/0', '/events']) expect(await attempt(browser.page, how, baseUrl + what), `${how} of ${what}`).toBe('nothing')
  }
})

test('a name that an attacker points at this computer opens nothing', async ({ scene: { browser, serve } }) => {
  const { baseUrl, port } = await serve('--no-token')
  const rebound = `http://rebound.${EVIL_SITE}:${port}`
  const answer = await browser.page.goto(`${rebound}/torrents`)
  expect([answer?.status(), await browser.page.evaluate(() => document.body.innerText)]).toEqual([421, ''])
  // The page itself came from the attacker before the name was pointed here: now it is of the same origin as the server.
  await browser.page.route(`${rebound}/attack`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  await browser.page.goto(`${rebound}/attack`)
  const stolen = await browser.page.evaluate(async () => {
    const asked = await Promise.all(['/torrents', '/torrents/0/stream/0', '/events'].map((what) => fetch(what)))
    return Promise.all(asked.map(async (response) => `${response.status} ${await response.text()}`))
  })
  expect(stolen).toEqual(['421 ', '421 ', '421 '])
  expect(await torrentsAt(baseUrl)).toHaveLength(1)
})

test('the same browser shows the film to the person who typed its address', async ({ scene: { browser, serve } }) => {
  for (const switches of [[], ['--no-token']]) {
    const { baseUrl } = await serve(...switches)
    await browser.page.goto(`${baseUrl}/torrents/0/stream/0`)
    await expect.poll(() => browser.page.evaluate(() => document.querySelector('video')?.duration ?? 0)).toBeCloseTo(5, 0)
  }
})

test('the attempts succeed where a server lets everybody in', async ({ scene: { browser } }) => {
  const careless = createServer((_request, response) => {
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/css' }).end('a{}')
  })
  await new Promise<void>((resolve) => { careless.listen(0, '127.0.0.1', resolve) })
  const address = careless.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  await browser.page.goto(browser.origin)
  for (const how of ['fetch', 'fetch of a range', 'XMLHttpRequest', 'style', 'prefetch'] as const) expect(await attempt(browser.page, how, url, PATIENCE_MS), how).not.toBe('nothing')
  careless.closeAllConnections()
  careless.close()
})

/** What a plain client is told. */
async function torrentsAt(baseUrl: string): Promise<readonly unknown[]> {
  const listed: unknown = JSON.parse(await mustRun('curl', ['-sS', `${baseUrl}/torrents`]))
  if (!Array.isArray(listed)) throw new Error('the list is none')
  return listed.map((each: { infoHash: string }) => each.infoHash)
}
