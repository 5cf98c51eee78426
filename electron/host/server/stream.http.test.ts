import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServerLimits } from './http-server.ts'
import type { Lab } from './test/lab.ts'
import { createLab } from './test/lab.ts'
import { ask, converse, open, parseAnswer, requestText, untilBytes, untilClosed } from './test/raw-client.ts'

const MiB = 1024 * 1024

const labs: Lab[] = []
async function openLab(filmBytes: number, limits: Partial<ServerLimits> = {}): Promise<Lab> {
  const lab = await createLab({ filmBytes, limits })
  labs.push(lab)
  return lab
}
afterEach(async () => { await Promise.all(labs.splice(0).map((lab) => lab.close())) })

const headersHere = (bytes: Buffer) => bytes.includes('\r\n\r\n')
const bodyBytes = (bytes: Buffer) => bytes.length - bytes.indexOf('\r\n\r\n') - 4
const getLine = (lab: Lab) => `GET ${lab.filmPath} HTTP/1.1`

/** Resolves when a condition holds, looking again with every turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('a body that must wait', () => {
  it('sends its headers at once and its bytes as they come', async () => {
    const lab = await openLab(300_000)
    lab.catalog.setTap(0)
    const socket = await open(lab.port)
    socket.write(requestText([getLine(lab), lab.host]))
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    const received = () => Buffer.concat(chunks)
    await until(() => headersHere(received()))
    expect(parseAnswer(received())).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    const closed = untilClosed(socket)
    for (const tap of [1, 2, 70_000, 299_999]) {
      lab.catalog.setTap(tap)
      await until(() => bodyBytes(received()) === tap)
    }
    lab.catalog.setTap(Infinity)
    await closed
    expect(parseAnswer(received()).body.equals(lab.film)).toBe(true)
  })

  it('answers another request in the meantime', async () => {
    const lab = await openLab(1000)
    lab.catalog.setTap(10)
    const waiting = await open(lab.port)
    waiting.write(requestText([getLine(lab), lab.host]))
    await untilBytes(waiting, (bytes) => headersHere(bytes) && bodyBytes(bytes) === 10)
    expect((await ask(lab.port, [getLine(lab), lab.host, 'Range: bytes=0-9'])).body).toHaveLength(10)
    expect(lab.catalog.activeReads()).toBe(1)
    waiting.destroy()
    await lab.catalog.quiet()
  })

  it('answers HEAD without reading at all', async () => {
    const lab = await openLab(1000)
    lab.catalog.setTap(0)
    expect((await ask(lab.port, [`HEAD ${lab.filmPath} HTTP/1.1`, lab.host])).status).toBe(200)
    expect(lab.catalog.reads).toHaveLength(0)
  })

  it('stops reading when the client goes away', async () => {
    const lab = await openLab(1000)
    lab.catalog.setTap(0)
    for (const leave of [(socket: Socket) => socket.destroy(), (socket: Socket) => socket.resetAndDestroy(), (socket: Socket) => socket.end()]) {
      const socket = await open(lab.port)
      socket.write(`${getLine(lab)}\r\n${lab.host}\r\n\r\n`)
      await untilBytes(socket, headersHere)
      leave(socket)
      await lab.catalog.quiet()
    }
    expect(lab.catalog.reads.map(({ signal }) => signal.aborted)).toEqual([true, true, true])
  })

  it('ends with the server', async () => {
    const lab = await openLab(1000)
    lab.catalog.setTap(0)
    const socket = await open(lab.port)
    const gone = untilClosed(socket)
    socket.write(`${getLine(lab)}\r\n${lab.host}\r\n\r\n`)
    await until(() => lab.catalog.activeReads() === 1)
    await Promise.all([lab.server.close(), lab.server.close()])
    expect(lab.catalog.activeReads()).toBe(0)
    await gone
  })
})

describe('a body that must be cut', () => {
  it('ends the connection short of what was promised', async () => {
    const lab = await openLab(300_000)
    lab.catalog.breakAt(100_000)
    const socket = await open(lab.port)
    socket.write(`${getLine(lab)}\r\n${lab.host}\r\n\r\n`)
    const answer = parseAnswer(await untilClosed(socket))
    expect(answer.headers.get('content-length')).toBe('300000')
    expect(answer.body.equals(lab.film.subarray(0, 100_000))).toBe(true)
    expect(lab.logged.filter(([, event]) => event === 'cut a body')).toHaveLength(1)
  })

  it('leaves no way to take the next answer for the rest of it', async () => {
    const lab = await openLab(300_000)
    lab.catalog.breakAt(100_000)
    const request = `${getLine(lab)}\r\n${lab.host}\r\n\r\n`
    const received = await converse(lab.port, request + request)
    expect(bodyBytes(received)).toBe(100_000)
  })

  it('is cut when a read gives too little or too much', async () => {
    const lab = await openLab(1000)
    const wrong = { ...lab.catalog, read: async function* () { yield Buffer.alloc(5); yield Buffer.alloc(lab.film.length) } }
    const careless = await createLab({ catalog: wrong })
    labs.push(careless)
    const answer = parseAnswer(await converse(careless.port, requestText([getLine(careless), careless.host])))
    expect(answer.body).toHaveLength(5)
  })
})

describe('a client that takes its time', () => {
  it('sets the pace: no more is read than the sockets hold', async () => {
    const lab = await openLab(64 * MiB)
    const socket = await open(lab.port)
    socket.pause()
    socket.write(requestText([getLine(lab), lab.host]))
    let before = -1
    // Reading has stopped when two looks with a turn of 50 ms between them agree.
    while (before !== lab.catalog.slices()) {
      before = lab.catalog.slices()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(before * 64 * 1024).toBeLessThan(32 * MiB)
    expect(lab.catalog.activeReads()).toBe(1)
    const closed = untilClosed(socket)
    socket.resume()
    expect(parseAnswer(await closed).body.equals(lab.film)).toBe(true)
  })

  it('is dropped when it takes nothing for too long', async () => {
    const lab = await openLab(64 * MiB, { stalledMs: 100 })
    const socket = await open(lab.port)
    socket.pause()
    socket.write(requestText([getLine(lab), lab.host]))
    await until(() => lab.catalog.activeReads() === 1)
    await lab.catalog.quiet()
    socket.destroy()
  })

  it('is kept when it is the film that is slow', async () => {
    const lab = await openLab(1000, { stalledMs: 20 })
    lab.catalog.setTap(500)
    const socket = await open(lab.port)
    socket.write(requestText([getLine(lab), lab.host]))
    const closed = untilClosed(socket)
    await new Promise((resolve) => setTimeout(resolve, 150)) // several times the limit: what must not happen in it is the point
    lab.catalog.setTap(Infinity)
    expect(parseAnswer(await closed).body.equals(lab.film)).toBe(true)
  })

  it('is answered 408 when its request takes too long', async () => {
    const lab = await openLab(1000, { requestMs: 100 })
    const received = await converse(lab.port, `${getLine(lab)}\r\nHost: 127`)
    expect(parseAnswer(received).status).toBe(408)
  })

  it('is let go when it asks nothing more', async () => {
    const lab = await openLab(1000, { keepAliveMs: 50 })
    const received = await converse(lab.port, `${getLine(lab)}\r\n${lab.host}\r\n\r\n`)
    expect(parseAnswer(received).body).toHaveLength(1000)
  })
})

describe('many clients', () => {
  it('that leave in the middle of a range leave nothing behind', async () => {
    const lab = await openLab(8 * MiB)
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    const before = sockets()
    for (let round = 0; round < 50; round += 1) {
      await Promise.all(Array.from({ length: 10 }, async (_, n) => {
        const socket = await open(lab.port)
        socket.write(`${getLine(lab)}\r\n${lab.host}\r\nRange: bytes=${String((round * 10 + n) * 1000)}-\r\n\r\n`)
        await untilBytes(socket, (bytes) => headersHere(bytes) && bodyBytes(bytes) > 0)
        if (n % 2 === 0) socket.destroy()
        else socket.resetAndDestroy()
      }))
    }
    await lab.catalog.quiet()
    await until(() => sockets() <= before)
    expect(lab.logged.filter(([, event]) => event === 'cut a body')).toEqual([])
    expect(lab.catalog.reads).toHaveLength(500)
    expect(lab.catalog.activeReads()).toBe(0)
    expect((await ask(lab.port, [getLine(lab), lab.host, 'Range: bytes=0-9'])).body.equals(lab.film.subarray(0, 10))).toBe(true)
  })

  it('are served up to a limit, and again when others have gone', async () => {
    const lab = await openLab(1000, { connections: 3 })
    lab.catalog.setTap(10)
    const request = requestText([getLine(lab), lab.host])
    const served = await Promise.all([open(lab.port), open(lab.port), open(lab.port)])
    await Promise.all(served.map((socket) => { socket.write(request); return untilBytes(socket, headersHere) }))
    expect(await converse(lab.port, request)).toHaveLength(0)
    expect(lab.catalog.activeReads()).toBe(3)
    served.forEach((socket) => { socket.destroy() })
    await lab.catalog.quiet()
    lab.catalog.setTap(Infinity)
    expect(parseAnswer(await converse(lab.port, request)).body).toHaveLength(1000)
  })

  it('that connect and say nothing, or not enough, keep nobody out', async () => {
    const lab = await openLab(1000, { connections: 40 })
    const film = await open(lab.port)
    lab.catalog.setTap(10)
    film.write(requestText([getLine(lab), lab.host]))
    await untilBytes(film, (bytes) => headersHere(bytes) && bodyBytes(bytes) === 10)
    const silent: Socket[] = []
    for (let n = 0; n < 300; n += 1) {
      const socket = await open(lab.port)
      if (n % 2 === 0) socket.write(`${getLine(lab)}\r\nHo`)
      silent.push(socket)
    }
    expect((await ask(lab.port, [getLine(lab), lab.host, 'Range: bytes=0-9'])).body).toHaveLength(10)
    const rest = untilClosed(film)
    lab.catalog.setTap(Infinity)
    expect((await rest).length).toBe(990)
    silent.forEach((socket) => { socket.destroy() })
  })
})

describe('early bytes', () => {
  it('are asked for only by the query that says so', async () => {
    const lab = await openLab(10)
    for (const query of ['', '?early=1', '?early=0', '?x=1&early=1']) await ask(lab.port, [`GET ${lab.filmPath}/name.mp4${query} HTTP/1.1`, lab.host])
    expect(lab.catalog.reads.map(({ early }) => early)).toEqual([false, true, false, true])
    expect(lab.catalog.reads[0]?.bytes).toEqual({ begin: 0, end: 10 })
  })
})

describe('requests on one connection', () => {
  it('are answered in order when they come at once', async () => {
    const lab = await openLab(200_000)
    const request = (range: string) => `${getLine(lab)}\r\n${lab.host}\r\nRange: bytes=${range}\r\n`
    const received = await converse(lab.port, `${request('0-149999')}\r\n${request('5-9')}\r\n${request('-7')}Connection: close\r\n\r\n`)
    const first = parseAnswer(received)
    const second = parseAnswer(first.rest)
    const third = parseAnswer(second.rest)
    expect(first.body.equals(lab.film.subarray(0, 150_000))).toBe(true)
    expect(second.body.equals(lab.film.subarray(5, 10))).toBe(true)
    expect(third.body.equals(lab.film.subarray(-7))).toBe(true)
    expect(third.rest).toHaveLength(0)
  })

  it('claim one read at a time', async () => {
    const lab = await openLab(1000)
    lab.catalog.setTap(0)
    const socket = await open(lab.port)
    socket.write(`${getLine(lab)}\r\n${lab.host}\r\n\r\n`.repeat(10))
    await untilBytes(socket, headersHere)
    expect(lab.catalog.reads).toHaveLength(1)
    socket.destroy()
    await lab.catalog.quiet()
    expect(lab.catalog.reads).toHaveLength(1)
  })

  it('end it when too many come at once', async () => {
    const lab = await openLab(1000, { pipelined: 4 })
    lab.catalog.setTap(0)
    await converse(lab.port, `${getLine(lab)}\r\n${lab.host}\r\n\r\n`.repeat(10))
    await lab.catalog.quiet()
    expect(lab.catalog.reads).toHaveLength(1)
  })

  it('are answered one after the other while it stays open', async () => {
    const lab = await openLab(1000)
    const socket = await open(lab.port)
    for (let n = 0; n < 5; n += 1) {
      socket.write(`${getLine(lab)}\r\n${lab.host}\r\nRange: bytes=${String(n)}-${String(n)}\r\n\r\n`)
      const received = await untilBytes(socket, (bytes) => headersHere(bytes) && bodyBytes(bytes) === 1)
      expect(parseAnswer(received).body[0]).toBe(lab.film[n])
    }
    socket.destroy()
  })
})

describe('garbage', () => {
  it.each([
    ['no request at all', 'garbage\r\n\r\n'],
    ['binary', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
    ['a request line without version', 'GET /\r\n\r\n'],
    ['another version', 'GET / HTTP/3.0\r\n\r\n'],
    ['a blank in a header name', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a header without colon', 'GET / HTTP/1.1\r\nHost\r\n\r\n'],
    ['a control character in a header', 'GET / HTTP/1.1\r\nHost: \u0001\r\n\r\n'],
    ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length and chunks', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a target that is no path', 'GET torrents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a target of another scheme', 'GET ftp://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('is answered 400: %s', async (_title, sent) => {
    const lab = await openLab(10)
    const answer = parseAnswer(await converse(lab.port, sent))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await ask(lab.port, [getLine(lab), lab.host])).status).toBe(200)
  })

  it.each([
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
    ['a method nobody knows, whose line is not whole yet', 'BREW /'],
    ['a method nobody knows, behind a good request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\nBREW / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('is not what has a method we do not answer, which is 405: %s', async (_title, sent) => {
    const lab = await openLab(10)
    let answer = parseAnswer(await converse(lab.port, sent))
    if (answer.rest.length > 0) answer = parseAnswer(answer.rest)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('after a good request does not spoil its answer', async () => {
    const lab = await openLab(300_000)
    const received = await converse(lab.port, `${getLine(lab)}\r\n${lab.host}\r\n\r\n\u0000garbage\r\n\r\n`)
    const answer = parseAnswer(received)
    expect(answer.body.equals(lab.film)).toBe(true)
    expect(parseAnswer(answer.rest).status).toBe(400)
  })

  it('of any bytes never ends the server', async () => {
    const lab = await openLab(10)
    let seed = 1
    const next = () => (seed = (seed * 48_271) % 2_147_483_647) & 0xff
    for (let n = 0; n < 100; n += 1) {
      const socket = await open(lab.port)
      socket.end(Buffer.concat([Buffer.from(n % 3 === 0 ? `GET ${lab.filmPath}` : ''), Buffer.from(Array.from({ length: 64 }, next)), Buffer.from('\r\n\r\n')]))
      await untilClosed(socket)
    }
    expect((await ask(lab.port, [getLine(lab), lab.host])).body.equals(lab.film)).toBe(true)
  })
})
