import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/result.ts'
import { createHttpServer } from './http-server.ts'
import type { Lab } from './test/lab.ts'
import { createLab, HASH, OTHER_HASH } from './test/lab.ts'
import { torrentOf } from './test/file-catalog.ts'
import { ask, open, untilBytes } from './test/raw-client.ts'

let lab: Lab
beforeAll(async () => { lab = await createLab({ limits: { eventClients: 2 } }) })
afterAll(async () => { await lab.close() })

const get = (path: string, ...headers: string[]) => ask(lab.port, [`GET ${lab.prefix}${path} HTTP/1.1`, lab.host, ...headers])
const json = async (path: string): Promise<unknown> => JSON.parse((await get(path)).body.toString())

const known = {
  id: 1, infoHash: HASH, name: 'Café "films"', progress: 0.5, peers: 3, downloadBytesPerSec: 1000, uploadBytesPerSec: 10,
  files: [
    { index: 0, name: 'Film 10.mp4', path: 'Café/Film 10.mp4', lengthBytes: 1000, mediaType: 'video/mp4', playable: true },
    { index: 1, name: 'empty.mkv', path: 'Café/empty.mkv', lengthBytes: 0, mediaType: 'video/x-matroska', playable: true },
    { index: 2, name: 'Film 2.mp3', path: 'Café/Film 2.mp3', lengthBytes: 2, mediaType: 'audio/mpeg', playable: true },
    { index: 3, name: 'page.html', path: 'Café/page.html', lengthBytes: 8, mediaType: 'text/html', playable: false },
  ],
}

describe('the list', () => {
  it('tells every torrent and nothing more than is promised', async () => {
    expect(await json('/torrents')).toEqual([known])
  })

  it.each(['1', HASH, HASH.toUpperCase()])('tells one torrent by %s', async (reference) => {
    expect(await json(`/torrents/${reference}`)).toEqual(known)
    expect((await get(`/torrents/${reference}`)).headers.get('content-type')).toBe('application/json')
  })

  it('answers HEAD with the length alone', async () => {
    const head = await ask(lab.port, [`HEAD ${lab.prefix}/torrents HTTP/1.1`, lab.host])
    expect(head.headers.get('content-length')).toBe((await get('/torrents')).headers.get('content-length'))
    expect(head.rest).toHaveLength(0)
  })

  it.each([
    '/torrents/2', `/torrents/${OTHER_HASH}`, '/torrents/2/stream/0', '/torrents/1/stream/4', '/torrents/1/stream/x', '/torrents/1/haves/4', '/torrents/2/playlist',
    '/torrents/1/hls/0/master.m3u8', '/torrents/1/subtitles/0/0.vtt', '/stream/proxy/xyz', '/torrents/1/stream/0/../../../../etc/passwd',
  ])('knows nothing of %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })
})

describe('a file\'s address', () => {
  it.each(['', '/', '/Film%2010.mp4', '/anything%20else', '/%zz', '/%E0%A4%A', '/?early=0'])('works with the decoration %j', async (decoration) => {
    expect((await get(`/torrents/1/stream/0${decoration}`)).body.equals(lab.film)).toBe(true)
  })

  it('works by id and by info hash in either case', async () => {
    for (const reference of ['1', HASH, HASH.toUpperCase()]) expect((await get(`/torrents/${reference}/stream/2`)).body.toString()).toBe('la')
  })
})

describe('a playlist', () => {
  it('lists the playable files of a torrent in natural order, by absolute address', async () => {
    const answer = await get('/torrents/1/playlist')
    const address = (index: number, name: string) => `${lab.server.baseUrl}/torrents/${HASH}/stream/${String(index)}/${name}`
    expect(answer.headers.get('content-type')).toBe('application/mpegurl; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Caf_ _films_.m3u8"; filename*=UTF-8\'\'Caf%C3%A9%20%22films%22.m3u8')
    expect(answer.body.toString().split('\n')).toEqual([
      '#EXTM3U',
      '#EXTINF:-1,empty.mkv', address(1, 'empty.mkv'),
      '#EXTINF:-1,Film 2.mp3', address(2, 'Film%202.mp3'),
      '#EXTINF:-1,Film 10.mp4', address(0, 'Film%2010.mp4'),
      '',
    ])
  })

  it('of everything holds every torrent', async () => {
    const answer = await get('/torrents/playlist')
    expect(answer.body.equals((await get('/torrents/1/playlist')).body)).toBe(true)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Millrace.m3u8"')
  })

  it('leads to the bytes', async () => {
    const address = (await get('/torrents/1/playlist')).body.toString().split('\n').findLast((line) => line.startsWith('http')) ?? ''
    expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(lab.film)).toBe(true)
  })
})

describe('the verified pieces', () => {
  it('come as bits', async () => {
    const answer = await get('/torrents/1/haves/2')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect([...answer.body]).toEqual([0b10100000, 2])
  })
})

describe('the proxy', () => {
  it('streams the largest video of a torrent that is here', async () => {
    const answer = await get(`/stream/proxy/${HASH.toUpperCase()}`, 'Range: bytes=10-19')
    expect(answer.status).toBe(206)
    expect(answer.body.equals(lab.film.subarray(10, 20))).toBe(true)
  })

  it.each([
    ['metadataTimeout', 504], ['tooManyTorrents', 503], ['metadataMismatch', 502], ['diskFull', 507],
  ] as const)('tells why there is no film: %s is %i', async (code, status) => {
    lab.catalog.setEnsured(fail(code, 'This is why.'))
    const answer = await get(`/stream/proxy/${OTHER_HASH}`)
    expect([answer.status, answer.body.toString()]).toEqual([status, 'This is why.\n'])
  })

  it('says so when there is nothing to play', async () => {
    lab.catalog.setEnsured(ok({ ...torrentOf(2, OTHER_HASH, 'texts', [{ kind: 'other', playable: false }]), chosenFile: null }))
    expect((await get(`/stream/proxy/${OTHER_HASH}`)).status).toBe(404)
  })
})

describe('events', () => {
  const listen = async () => {
    const socket = await open(lab.port)
    socket.write(`GET ${lab.prefix}/events HTTP/1.1\r\n${lab.host}\r\n\r\n`)
    return socket
  }
  const status = { infoHash: HASH, peers: 3, receivedBytes: 1, wastedBytes: 0, verifiedBytes: 1, downloadBytesPerSec: 9, uploadBytesPerSec: 0, cushionSec: null, problem: null }
  const listeners = async (count: number) => { while (lab.catalog.listeners() !== count) await new Promise((resolve) => setImmediate(resolve)) }

  it('carry the status as it comes', async () => {
    const socket = await listen()
    const greeting = (await untilBytes(socket, (bytes) => bytes.includes(': listening'))).toString()
    expect(greeting).toContain('Content-Type: text/event-stream')
    const arrived = untilBytes(socket, (bytes) => bytes.includes('\n\n'))
    lab.catalog.emitStatus([status])
    expect((await arrived).toString()).toContain(`event: status\ndata: ${JSON.stringify({ torrents: [status] })}\n\n`)
    socket.destroy()
    await listeners(0)
  })

  it('go to a bounded number of clients', async () => {
    const sockets = [await listen(), await listen()]
    await listeners(2)
    expect((await get('/events')).status).toBe(503)
    sockets.forEach((socket) => { socket.destroy() })
    await listeners(0)
    const socket = await listen()
    await listeners(1)
    socket.destroy()
    await listeners(0)
  })

  it('pile up nothing for a client that does not read', async () => {
    const socket = await listen()
    await untilBytes(socket, (bytes) => bytes.includes(': listening'))
    socket.pause()
    const large = Array.from({ length: 100 }, () => status)
    const before = process.memoryUsage().arrayBuffers
    for (let n = 0; n < 5000; n += 1) lab.catalog.emitStatus(large)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
    socket.destroy()
    await listeners(0)
  })

  it('come without chunks to HTTP/1.0', async () => {
    const socket = await open(lab.port)
    socket.write(`GET ${lab.prefix}/events HTTP/1.0\r\n\r\n`)
    const greeting = (await untilBytes(socket, (bytes) => bytes.includes(': listening'))).toString()
    expect(greeting).not.toContain('chunked')
    expect(greeting).toMatch(/\r\n\r\n: listening/)
    socket.destroy()
    await listeners(0)
  })
})

describe('the port', () => {
  const start = (port: number, portIsFixed: boolean) => createHttpServer({ catalog: lab.catalog, port, portIsFixed, token: null, allowedOrigins: [], log: () => undefined })

  it('in use is replaced by another one, unless it is fixed', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve) })
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await start(port, true)).toMatchObject({ ok: false, error: { code: 'portInUse', details: { port } } })
    const replaced = await start(port, false)
    expect(replaced.ok && replaced.value.port).not.toBe(port)
    if (replaced.ok) await replaced.value.close()
    other.close()
  })

  it('asked for is the port that is used', async () => {
    const first = await start(0, false)
    if (!first.ok) throw new Error(first.error.message)
    await first.value.close()
    const again = await start(first.value.port, true)
    expect(again.ok && again.value.port).toBe(first.value.port)
    if (again.ok) await again.value.close()
  })
})
