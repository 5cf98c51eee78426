import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from './test/lab.ts'
import { createLab, HASH, TOKEN, WINDOW } from './test/lab.ts'
import { ask } from './test/raw-client.ts'

let lab: Lab
let bare: Lab
beforeAll(async () => {
  lab = await createLab()
  bare = await createLab({ token: null })
})
afterAll(async () => {
  await lab.close()
  await bare.close()
})

/** `{port}` in a header stands for the listener's port. */
async function statusOf(where: Lab, line: string, headers: readonly string[]): Promise<number> {
  const lines = headers.map((header) => header.replace('{port}', String(where.port)))
  return (await ask(where.port, [line, ...lines])).status
}

const OURS = 'Host: 127.0.0.1:{port}'

describe('the player listener', () => {
  it.each<readonly [string, number, string, readonly string[]]>([
    ['a plain client is let in', 200, 'GET', [OURS]],
    ['HEAD is answered', 200, 'HEAD', [OURS]],
    ['localhost is a name of ours', 200, 'GET', ['Host: localhost:{port}']],
    ['[::1] is a name of ours', 200, 'GET', ['Host: [::1]:{port}']],
    ['our window is let in', 200, 'GET', [OURS, `Origin: ${WINDOW}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: video', 'Sec-Fetch-Mode: cors']],
    ['a video element without Origin is let in', 200, 'GET', [OURS, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: video']],
    ['a typed address is let in', 200, 'GET', [OURS, 'Sec-Fetch-Site: none', 'Sec-Fetch-Dest: document']],
    ['a rebound name is misdirected', 421, 'GET', ['Host: evil.example:{port}']],
    ['a rebound name without port is misdirected', 421, 'GET', ['Host: evil.example']],
    ['our address without port is misdirected', 421, 'GET', ['Host: 127.0.0.1']],
    ['our name with a dot at its end is misdirected', 421, 'GET', ['Host: localhost.:{port}']],
    ['our address written as a number is misdirected', 421, 'GET', ['Host: 2130706433:{port}']],
    ['an empty Host is misdirected', 421, 'GET', ['Host:']],
    ['no Host at all is malformed', 400, 'GET', []],
    ['two Hosts are malformed', 400, 'GET', [OURS, OURS]],
    ['another site is refused', 403, 'GET', [OURS, 'Origin: https://evil.example']],
    ['another program on this computer is refused', 403, 'GET', [OURS, 'Origin: http://127.0.0.1:{port}']],
    ['an opaque origin is refused', 403, 'GET', [OURS, 'Origin: null']],
    ['two origins are refused', 403, 'GET', [OURS, `Origin: ${WINDOW}`, 'Origin: https://evil.example']],
    ['a page load is refused', 403, 'GET', [OURS, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: document']],
    ['a script is refused', 403, 'GET', [OURS, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: script']],
    ['POST is not allowed', 405, 'POST', [OURS]],
    ['PUT is not allowed', 405, 'PUT', [OURS]],
    ['DELETE is not allowed', 405, 'DELETE', [OURS]],
    ['OPTIONS is not allowed', 405, 'OPTIONS', [OURS, `Origin: ${WINDOW}`, 'Access-Control-Request-Method: GET']],
    ['a form is not allowed', 405, 'POST', [OURS, 'Content-Length: 5', 'Content-Type: text/plain', 'Expect: 100-continue']],
    ['content is refused', 413, 'GET', [OURS, 'Content-Length: 5']],
    ['endless content is refused', 413, 'GET', [OURS, 'Transfer-Encoding: chunked']],
    ['no content is none', 200, 'GET', [OURS, 'Content-Length: 0']],
    ['an Upgrade is passed over', 200, 'GET', [OURS, 'Upgrade: websocket', 'Connection: Upgrade']],
    ['a method nobody knows is not allowed', 405, 'BREW', [OURS]],
    ['a method in small letters is another one and not allowed', 405, 'get', [OURS]],
    ['what is no method is malformed', 400, 'GE(T', [OURS]],
  ])('%s: %i', async (_title, status, method, headers) => {
    expect(await statusOf(lab, `${method} /${TOKEN}/torrents HTTP/1.1`, headers)).toBe(status)
  })

  it.each([
    ['/torrents'], ['/'], ['//'], [`/${TOKEN.slice(0, -1)}/torrents`], [`/${TOKEN}x/torrents`], [`/${TOKEN.toLowerCase()}/torrents`], [`//${TOKEN}/torrents`], [`/x/${TOKEN}/torrents`],
    [`/torrents?token=${TOKEN}`], [`/${TOKEN}%20/torrents`], [`/${encodeURIComponent(TOKEN).replace('l', '%6C')}/torrents`], ['/favicon.ico'], ['/%E0%A4%A'],
  ])('hides from %s as if nothing were there', async (path) => {
    const answer = await ask(lab.port, [`GET ${path} HTTP/1.1`, lab.host])
    expect([answer.status, answer.body.toString()]).toEqual([404, 'There is nothing here.\n'])
    const unknown = await ask(lab.port, [`GET /${TOKEN}/nothing HTTP/1.1`, lab.host])
    expect(answer.body.equals(unknown.body)).toBe(true)
  })

  it('hides its token from a stranger whatever else is wrong', async () => {
    expect(await statusOf(lab, 'POST /guess/torrents HTTP/1.1', ['Host: evil.example', 'Origin: https://evil.example'])).toBe(404)
  })

  it('has no page, index or plain root even for those who know the token', async () => {
    for (const path of [`/${TOKEN}`, `/${TOKEN}/`, `/${TOKEN}/index.html`, `/${TOKEN}//`, `/${TOKEN}/torrents/../torrents`]) {
      const answer = await ask(lab.port, [`GET ${path} HTTP/1.1`, lab.host])
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8'])
    }
  })

  it('takes an address in absolute form, whose name must be ours too', async () => {
    const absolute = (authority: string) => ask(lab.port, [`GET http://${authority}/${TOKEN}/torrents HTTP/1.1`, lab.host])
    expect((await absolute(`127.0.0.1:${String(lab.port)}`)).status).toBe(200)
    expect((await absolute(`evil.example:${String(lab.port)}`)).status).toBe(421)
  })

  it('sends no body with a misdirection and lists its methods with a refusal', async () => {
    const misdirected = await ask(lab.port, [`GET /${TOKEN}/torrents HTTP/1.1`, 'Host: evil.example'])
    expect([misdirected.status, misdirected.body.length]).toEqual([421, 0])
    for (const method of ['DELETE', 'BREW']) {
      const refused = await ask(lab.port, [`${method} /${TOKEN}/torrents HTTP/1.1`, lab.host])
      expect([refused.headers.get('allow'), refused.headers.get('x-content-type-options')]).toEqual(['GET, HEAD', 'nosniff'])
    }
  })

  it('gives CORS headers to our window alone', async () => {
    const ours = await ask(lab.port, [`GET ${lab.filmPath} HTTP/1.1`, lab.host, `Origin: ${WINDOW}`])
    expect(ours.headers.get('access-control-allow-origin')).toBe(WINDOW)
    expect(ours.headers.get('vary')).toBe('Origin')
    expect(ours.headers.get('access-control-expose-headers')).toMatch(/Content-Range/)
    expect(ours.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    const refused = await ask(lab.port, [`GET ${lab.filmPath} HTTP/1.1`, lab.host, 'Origin: https://evil.example'])
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('lets only its media be embedded by other origins', async () => {
    const list = await ask(lab.port, [`GET /${TOKEN}/torrents HTTP/1.1`, lab.host])
    expect(list.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(list.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('takes long addresses up to a limit', async () => {
    const withName = (chars: number) => ask(lab.port, [`GET ${lab.filmPath}/${'n'.repeat(chars)} HTTP/1.1`, lab.host])
    expect((await withName(7000)).status).toBe(200)
    expect((await withName(9000)).status).toBe(414)
    expect((await withName(70_000)).status).toBe(431)
  })

  it('takes long headers up to a limit', async () => {
    expect(await statusOf(lab, `GET /${TOKEN}/torrents HTTP/1.1`, [OURS, `X: ${'x'.repeat(30_000)}`])).toBe(200)
    expect(await statusOf(lab, `GET /${TOKEN}/torrents HTTP/1.1`, [OURS, `X: ${'x'.repeat(70_000)}`])).toBe(431)
  })

  it('sees a foreign Origin behind thousands of other headers', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => `x${String(n)}: 1`)
    expect(await statusOf(lab, `GET /${TOKEN}/torrents HTTP/1.1`, [OURS, ...many, 'Origin: https://evil.example'])).toBe(403)
  })

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces()).flat().find((each) => each?.internal === false && each.family === 'IPv4')?.address ?? '127.0.0.2'
    const outcome = await new Promise((resolve) => {
      const socket = connect({ host: outside, port: lab.port })
      socket.once('connect', () => { socket.destroy(); resolve('connected') }).once('error', () => { resolve('refused') })
    })
    expect(outcome).toBe('refused')
  })

  it('never writes its token to the log', async () => {
    lab.catalog.breakAt(0)
    await ask(lab.port, [`GET ${lab.filmPath} HTTP/1.1`, lab.host])
    lab.catalog.breakAt(Infinity)
    expect(JSON.stringify(lab.logged)).toContain('storageFailed')
    expect(JSON.stringify(lab.logged)).not.toContain(TOKEN)
  })
})

describe('the player listener without a token', () => {
  it.each<readonly [string, number, readonly string[]]>([
    ['a plain client is let in', 200, [OURS]],
    ['a typed address is let in', 200, [OURS, 'Sec-Fetch-Site: none', 'Sec-Fetch-Dest: document']],
    ['its own origin is let in', 200, [OURS, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Dest: empty']],
    ['our window is let in', 200, [OURS, `Origin: ${WINDOW}`, 'Sec-Fetch-Site: cross-site']],
    ['a video element of another site is refused', 403, [OURS, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: video']],
    ['an image of a sibling site is refused', 403, [OURS, 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Dest: image']],
    ['another site is refused', 403, [OURS, 'Origin: https://evil.example']],
    ['a rebound name is misdirected', 421, ['Host: evil.example:{port}']],
  ])('%s: %i', async (_title, status, headers) => {
    expect(await statusOf(bare, `GET /torrents/${HASH} HTTP/1.1`, headers)).toBe(status)
  })

  it('has the base URL without a path', () => {
    expect(bare.server.baseUrl).toBe(`http://127.0.0.1:${String(bare.port)}`)
    expect(lab.server.baseUrl).toBe(`http://127.0.0.1:${String(lab.port)}/${TOKEN}`)
  })

  it('lets no other origin embed its media', async () => {
    const answer = await ask(bare.port, [`GET ${bare.filmPath} HTTP/1.1`, bare.host])
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })
})
