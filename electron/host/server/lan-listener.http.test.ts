import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { CastListener, CastListenerOptions } from './lan-listener.ts'
import { createCastListener } from './lan-listener.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { infoHashOf } from './test/file-catalog.ts'
import type { Lab } from './test/lab.ts'
import { createLab, HASH } from './test/lab.ts'
import { ask, converse, open, untilBytes, untilClosed } from './test/raw-client.ts'

/** All of 127/8 is loopback, so one computer can play several. */
const DEVICE = '127.0.0.5'
const NEIGHBOUR = '127.0.0.6'

const labs: Lab[] = []
const casts: CastListener[] = []
async function openCast(options: Partial<CastListenerOptions> = {}) {
  const lab = await createLab({ filmBytes: 300_000 })
  labs.push(lab)
  const opened = await createCastListener({ catalog: lab.catalog, localAddress: '127.0.0.1', deviceAddress: DEVICE, log: () => undefined, ...options })
  if (!opened.ok) throw new Error(opened.error.message)
  const cast = opened.value
  casts.push(cast)
  cast.allow([{ infoHash: HASH, fileIndex: 0 }])
  const base = new URL(cast.baseUrl)
  const path = new URL(cast.fileUrl(HASH, 0, 'Film 10.mp4')).pathname
  const host = `Host: ${base.host}`
  const request = (line: string, headers: readonly string[] = [host], from = DEVICE) => ask(cast.port, [line, ...headers], from)
  const get = (below: string, ...headers: string[]) => request(`GET ${base.pathname}${below} HTTP/1.1`, [host, ...headers])
  return { lab, cast, path, prefix: base.pathname, host, request, get }
}
afterEach(async () => {
  await Promise.all(casts.splice(0).map((cast) => cast.close()))
  await Promise.all(labs.splice(0).map((lab) => lab.close()))
})

describe('the listener of a cast', () => {
  it('gives the device the film by ranges, with leave for every page to read it', async () => {
    const { lab, path, request, host } = await openCast()
    const answer = await request(`GET ${path} HTTP/1.1`, [host, 'Range: bytes=1000-1999', 'Origin: https://www.gstatic.com', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: video'])
    expect(answer.status).toBe(206)
    expect(answer.body.equals(lab.film.subarray(1000, 2000))).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'content-type': 'video/mp4' })
    expect(answer.headers.get('access-control-expose-headers')).toContain('Content-Range')
  })

  it('answers a preflight', async () => {
    const { path, request, host } = await openCast()
    const answer = await request(`OPTIONS ${path} HTTP/1.1`, [host, 'Origin: https://www.gstatic.com', 'Access-Control-Request-Method: GET', 'Access-Control-Request-Headers: range'])
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, OPTIONS', allow: 'GET, HEAD, OPTIONS' })
    expect(answer.headers.get('access-control-allow-headers')).toContain('Range')
    expect(answer.headers.has('content-length')).toBe(false)
  })

  it('answers old renderers: HEAD over HTTP/1.0 without Host, with DLNA headers', async () => {
    const { lab, path, request } = await openCast()
    const head = await request(`HEAD ${path} HTTP/1.0`, ['getContentFeatures.DLNA.ORG: 1', 'transferMode.dlna.org: Streaming'])
    expect(head.status).toBe(200)
    expect(Object.fromEntries(head.headers)).toMatchObject({ 'content-length': String(lab.film.length), 'accept-ranges': 'bytes', 'transfermode.dlna.org': 'Streaming' })
    expect(head.headers.get('contentfeatures.dlna.org')).toMatch(/^DLNA\.ORG_OP=01/)
    expect(head.rest).toHaveLength(0)
  })

  it('sends the headers that belong to a file with its bytes', async () => {
    const { cast, path, request, host } = await openCast()
    cast.allow([{ infoHash: HASH, fileIndex: 0, headers: { 'CaptionInfo.sec': 'http://127.0.0.1/x.srt' } }])
    expect((await request(`HEAD ${path} HTTP/1.1`, [host])).headers.get('captioninfo.sec')).toBe('http://127.0.0.1/x.srt')
  })

  it('hears that the device reaches us, and of nobody else', async () => {
    let heard = 0
    const { path, request, host } = await openCast({ onRequest: () => { heard += 1 } })
    await request(`GET ${path.replace(/^\/../, '/xx')} HTTP/1.1`, [host])
    expect(heard).toBe(0)
    await request(`HEAD ${path} HTTP/1.1`, [host])
    expect(heard).toBe(1)
  })

  it('never gives a device bytes whose hash is still to come', async () => {
    const { lab, path, request, host } = await openCast()
    await request(`GET ${path}?early=1 HTTP/1.1`, [host])
    expect(lab.catalog.reads.map(({ early }) => early)).toEqual([false])
  })

  it.each([
    ['the list of torrents', '/torrents'],
    ['a torrent', `/torrents/${HASH}`],
    ['the file by its id', '/torrents/1/stream/0/Film.mp4'],
    ['the folder the film lies in', `/torrents/${HASH}/stream/0/`],
    ['another file of the torrent', `/torrents/${HASH}/stream/2/Film.mp3`],
    ['a file that is not there', `/torrents/${HASH}/stream/9/x`],
    ['another torrent', `/torrents/${infoHashOf('b')}/stream/0/x`],
    ['verified pieces', `/torrents/${HASH}/haves/0`],
    ['playlists', '/torrents/playlist'],
    ['a playlist', `/torrents/${HASH}/playlist`],
    ['the proxy', `/stream/proxy/${HASH}`],
    ['events', '/events'],
    ['its root', ''],
    ['its root with a slash', '/'],
  ])('knows nothing of %s', async (_title, below) => {
    const { lab, get } = await openCast()
    expect(await get(below)).toMatchObject({ status: 404, body: Buffer.from('There is nothing here.\n') })
    expect(lab.catalog.reads).toHaveLength(0)
  })

  it('opens the families that are for devices, for its files alone', async () => {
    const family = (verb: string, forDevices: boolean): FileRoute => ({
      verb, forDevices, embeddable: true, answer: async ({ file, rest }, exchange) => { answerText(exchange, 200, `${verb} ${String(file.index)} ${rest.join('|')}`) },
    })
    const { get } = await openCast({ fileRoutes: [family('hls', true), family('secrets', false)] })
    expect((await get(`/torrents/${HASH}/hls/0/audio-1/segment-2.m4s`)).body.toString()).toBe('hls 0 audio-1|segment-2.m4s\n')
    expect((await get(`/torrents/${HASH}/hls/2/x.m3u8`)).status).toBe(404)
    expect((await get(`/torrents/${HASH}/secrets/0/x`)).status).toBe(404)
  })

  it('forgets the files of before when others are allowed', async () => {
    const { cast, path, request, host, get } = await openCast()
    cast.allow([{ infoHash: HASH, fileIndex: 2 }])
    expect((await request(`GET ${path} HTTP/1.1`, [host])).status).toBe(404)
    expect((await get(`/torrents/${HASH}/stream/2/Film_2.mp3`)).body.toString()).toBe('la')
  })

  it.each<readonly [string, number, string, readonly string[]]>([
    ['a POST', 405, 'POST', []],
    ['a DELETE', 405, 'DELETE', []],
    ['a method nobody knows', 405, 'BREW', []],
    ['a rebound name', 421, 'GET', ['Host: evil.example']],
    ['the name of loopback', 421, 'GET', ['Host: localhost:{port}']],
    ['two hosts', 400, 'GET', ['Host: 127.0.0.1:{port}', 'Host: 127.0.0.1:{port}']],
    ['content', 413, 'GET', ['Host: 127.0.0.1:{port}', 'Content-Length: 1']],
    ['endless headers', 431, 'GET', ['Host: 127.0.0.1:{port}', `X: ${'x'.repeat(20_000)}`]],
  ])('refuses %s with %i', async (_title, status, method, headers) => {
    const { cast, path, request } = await openCast()
    const lines = headers.length === 0 ? ['Host: 127.0.0.1:{port}'] : headers
    expect((await request(`${method} ${path} HTTP/1.1`, lines.map((line) => line.replace('{port}', String(cast.port))))).status).toBe(status)
  })

  it('has a token of its own for every cast', async () => {
    const [first, second] = [await openCast(), await openCast()]
    expect(first.prefix).toMatch(/^\/[-\w]{22}$/)
    expect(first.prefix).not.toBe(second.prefix)
    expect((await second.request(`GET ${first.path} HTTP/1.1`, [second.host])).status).toBe(404)
  })

  it('takes no connection from anybody but the device', async () => {
    const { lab, cast, path, host } = await openCast()
    expect(await converse(cast.port, `GET ${path} HTTP/1.1\r\n${host}\r\n\r\n`, NEIGHBOUR)).toHaveLength(0)
    expect(lab.catalog.reads).toHaveLength(0)
  })

  it('listens on its one address alone', async () => {
    const { cast } = await openCast()
    const outcome = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: cast.port })
      socket.once('connect', () => { socket.destroy(); resolve('connected') }).once('error', () => { resolve('refused') })
    })
    expect(outcome).toBe('refused')
  })

  it('ends reads and connections with the cast, and is gone', async () => {
    const { lab, cast, path, host } = await openCast()
    lab.catalog.setTap(10)
    const socket = await open(cast.port, DEVICE)
    socket.write(`GET ${path} HTTP/1.1\r\n${host}\r\n\r\n`)
    await untilBytes(socket, (bytes) => bytes.includes('\r\n\r\n'))
    const gone = untilClosed(socket)
    await Promise.all([cast.close(), cast.close()])
    await gone
    expect(lab.catalog.activeReads()).toBe(0)
    await expect(open(cast.port, DEVICE)).rejects.toThrow('ECONNREFUSED')
  })

  it.each([['0.0.0.0', DEVICE], ['::', DEVICE], ['localhost', DEVICE], ['127.0.0.1', ''], ['127.0.0.1', '0.0.0.0']])('is not opened at %s for %j', async (localAddress, deviceAddress) => {
    const lab = await createLab()
    labs.push(lab)
    expect(await createCastListener({ catalog: lab.catalog, localAddress, deviceAddress, log: () => undefined })).toMatchObject({ ok: false, error: { code: 'argumentInvalid' } })
  })

  it('asks for another port when the one asked for is taken', async () => {
    const { cast, lab } = await openCast()
    expect(await createCastListener({ catalog: lab.catalog, localAddress: '127.0.0.1', deviceAddress: DEVICE, port: cast.port, log: () => undefined })).toMatchObject({ ok: false, error: { code: 'portInUse' } })
  })
})
