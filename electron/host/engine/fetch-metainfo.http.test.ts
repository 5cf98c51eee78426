import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SOURCE_LIMITS } from '../../../shared/torrent/limits.ts'
import { fetchMetainfo } from './fetch-metainfo.ts'
import type { Resolve } from './guards/outside-lookup.ts'

/** Every name leads here, as a name of a stranger may after all. */
const toLoopback: Resolve = (_hostname, done) => { done(null, [{ address: '127.0.0.1', family: 4 }]) }

let server: Server
let asked: string[] = []
let respond: (response: ServerResponse, url: string) => void = () => undefined
let port = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    respond(response, request.url ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const link = (host: string, path: string) => `http://${host}:${String(port)}${path}`
const open = (address: string, options: { allowLocal?: boolean; timeoutMs?: number; signal?: AbortSignal } = {}) => {
  asked = []
  return fetchMetainfo(address, { allowLocal: false, timeoutMs: 10_000, signal: new AbortController().signal, resolve: toLoopback, ...options })
}
const codeOf = async (...args: Parameters<typeof open>) => {
  const fetched = await open(...args)
  return fetched.ok ? 'ok' : fetched.error.code
}

describe('a link to a .torrent', () => {
  it('gives the bytes behind it, also after redirects', async () => {
    respond = (response, url) => (url === '/a' ? response.writeHead(302, { location: '/b' }).end() : response.end('d4:infode'))
    expect(await open(link('127.0.0.1', '/a'), { allowLocal: true })).toEqual({ ok: true, value: Buffer.from('d4:infode') })
  })

  it.each([
    ['as it is written', '127.0.0.1'], ['by the address behind its name', 'films.example.org'], ['by a name of this computer', 'localhost'],
  ])('is not followed to this computer, judged %s', async (_how, host) => {
    respond = (response) => response.end('secret')
    expect(await codeOf(link(host, '/'))).toBe('sourceForbidden')
    expect(asked).toEqual([])
  })

  it('is refused with the status the server gave', async () => {
    respond = (response) => response.writeHead(404).end()
    expect(await open(link('127.0.0.1', '/'), { allowLocal: true })).toMatchObject({ error: { code: 'sourceUnreachable', details: { status: 404 } } })
  })

  it('that never ends is cut off at the largest .torrent', async () => {
    respond = (response) => {
      const talk = () => { while (response.write(Buffer.alloc(1024 * 1024))); }
      response.on('drain', talk)
      talk()
    }
    expect(await open(link('127.0.0.1', '/'), { allowLocal: true })).toMatchObject({ error: { code: 'sourceTooLarge', details: { limit: SOURCE_LIMITS.metainfoBytes } } })
  })

  it('that redirects for ever is left', async () => {
    respond = (response, url) => response.writeHead(302, { location: `${url}x` }).end()
    expect(await codeOf(link('127.0.0.1', '/'), { allowLocal: true })).toBe('sourceUnreachable')
    expect(asked.length).toBe(4)
  })

  it('that is not answered ends with its time or with its signal', async () => {
    respond = () => undefined
    expect(await open(link('127.0.0.1', '/'), { allowLocal: true, timeoutMs: 50 })).toMatchObject({ error: { code: 'sourceUnreachable', message: expect.stringContaining('did not answer within') } })
    expect(await codeOf(link('127.0.0.1', '/'), { allowLocal: true, signal: AbortSignal.timeout(20) })).toBe('cancelled')
  })
})
