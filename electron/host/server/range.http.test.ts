import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from './test/lab.ts'
import { createLab, HASH } from './test/lab.ts'
import { rangeCases } from './test/range-cases.ts'
import { ask } from './test/raw-client.ts'

const LENGTH = 300_000 // several slices, so that a range begins and ends inside one
const TAG = `"${HASH}-0"`

let lab: Lab
beforeAll(async () => { lab = await createLab({ filmBytes: LENGTH }) })
afterAll(async () => { await lab.close() })

const get = (...headers: string[]) => ask(lab.port, [`GET ${lab.filmPath} HTTP/1.1`, lab.host, ...headers])

const { parts, wholes, outside } = rangeCases(LENGTH, 65_536)

describe('the bytes route', () => {
  it.each(parts)('answers $range with exactly these bytes', async ({ range, begin, end }) => {
    const answer = await get(`Range: ${range}`)
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${String(begin)}-${String(end - 1)}/${String(LENGTH)}`)
    expect(answer.headers.get('content-length')).toBe(String(end - begin))
    expect(answer.headers.has('transfer-encoding')).toBe(false)
    expect(answer.body.equals(lab.film.subarray(begin, end))).toBe(true)
    expect(answer.rest).toHaveLength(0)
  })

  it.each(wholes)('answers %j with the whole film', async (range) => {
    const answer = await get(`Range: ${range}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.has('content-range')).toBe(false)
    expect(answer.body.equals(lab.film)).toBe(true)
    expect(answer.rest).toHaveLength(0)
  })

  it.each(outside)('answers %j with the length and no bytes', async (range) => {
    const answer = await get(`Range: ${range}`)
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toBe(`bytes */${String(LENGTH)}`)
    expect(answer.body).toHaveLength(0)
    expect(answer.rest).toHaveLength(0)
  })

  it('answers without Range with the whole film and says that ranges work', async () => {
    const answer = await get()
    expect(answer.status).toBe(200)
    expect(answer.body.equals(lab.film)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes', 'content-type': 'video/mp4', 'content-length': String(LENGTH), etag: TAG, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
    })
    expect(answer.headers.has('server')).toBe(false)
    expect(answer.headers.has('x-powered-by')).toBe(false)
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('answers two Range lines as several ranges', async () => {
    expect((await get('Range: bytes=0-1', 'Range: bytes=4-5')).status).toBe(200)
  })

  it('answers a header of thousands of ranges like any other', async () => {
    const answer = await get(`Range: bytes=${Array.from({ length: 4000 }, (_, n) => `${String(n * 2)}-${String(n * 2)}`).join(',')}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toHaveLength(LENGTH)
    expect(lab.catalog.activeReads()).toBe(0)
  })

  it.each([
    ['the tag it gave', TAG, 206],
    ['another tag', '"other"', 200],
    ['its tag as a weak one', `W/${TAG}`, 200],
    ['a date', 'Sat, 21 Nov 2026 00:00:00 GMT', 200],
  ])('with If-Range naming %s answers %s', async (_title, ifRange, status) => {
    expect((await get('Range: bytes=0-1', `If-Range: ${ifRange}`)).status).toBe(status)
  })

  it('answers preconditions before ranges', async () => {
    expect((await get(`If-None-Match: ${TAG}`, 'Range: bytes=0-1')).status).toBe(304)
    expect((await get('If-Match: "other"', 'Range: bytes=0-1')).status).toBe(412)
  })

  it('answers HEAD with the headers of GET and no byte, with or without Range', async () => {
    const plain = await get()
    for (const range of ['bytes=0-1', 'bytes=300000-']) {
      const head = await ask(lab.port, [`HEAD ${lab.filmPath} HTTP/1.1`, lab.host, `Range: ${range}`])
      expect(head.status).toBe(200)
      expect([...head.headers.keys()].sort()).toEqual([...plain.headers.keys()].sort())
      expect(head.headers.get('content-length')).toBe(String(LENGTH))
      expect(head.rest).toHaveLength(0)
    }
  })

  it('answers the empty file', async () => {
    const empty = (range: string) => ask(lab.port, [`GET ${lab.prefix}/torrents/1/stream/1 HTTP/1.1`, lab.host, range])
    expect(await empty('X: y')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    expect((await empty('Range: bytes=-5')).status).toBe(200)
    const unsatisfiable = await empty('Range: bytes=0-')
    expect(unsatisfiable.status).toBe(416)
    expect(unsatisfiable.headers.get('content-range')).toBe('bytes */0')
  })

  it('answers HTTP/1.0 without chunks and closes', async () => {
    const answer = await ask(lab.port, [`GET ${lab.filmPath} HTTP/1.0`, 'Range: bytes=10-19'])
    expect(answer.status).toBe(206)
    expect(answer.headers.has('transfer-encoding')).toBe(false)
    expect(answer.body.equals(lab.film.subarray(10, 20))).toBe(true)
  })

  it('speaks DLNA only when spoken to, in any letter case', async () => {
    const silent = await get()
    expect([...silent.headers.keys()].filter((name) => name.includes('dlna'))).toEqual([])
    const spoken = await get('TRANSFERMODE.DLNA.ORG: Streaming', 'GetContentFeatures.dlna.org: 1')
    expect(spoken.headers.get('transfermode.dlna.org')).toBe('Streaming')
    expect(spoken.headers.get('contentfeatures.dlna.org')).toBe('DLNA.ORG_OP=01;DLNA.ORG_CI=0;DLNA.ORG_FLAGS=01700000000000000000000000000000')
    expect(spoken.names).toEqual(expect.arrayContaining(['transferMode.dlna.org', 'contentFeatures.dlna.org']))
    expect((await get('getcontentFeatures.dlna.org: 0')).headers.has('contentfeatures.dlna.org')).toBe(false)
  })

  it('may be shown by a browser that was given its address, which still runs nothing', async () => {
    const policy = (await get()).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'none'; media-src 'self'; sandbox allow-same-origin")
  })

  it('never shows a page', async () => {
    const answer = await ask(lab.port, [`GET ${lab.prefix}/torrents/1/stream/3 HTTP/1.1`, lab.host])
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  })
})
