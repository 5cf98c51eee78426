import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../ids.ts'
import type { FileRequest } from './respond.ts'
import { entityTag, planResponse, servedMediaType } from './respond.ts'

const infoHash = ((text) => {
  if (!isInfoHash(text)) throw new Error('not an info hash')
  return text
})('08ada5a7a6183aae1e09d831df6748d566095a10')
const file = { infoHash, fileIndex: 3, lengthBytes: 1000, mediaType: 'video/mp4' }
const TAG = '"08ada5a7a6183aae1e09d831df6748d566095a10-3"'
const plain: FileRequest = { method: 'GET', range: null, ifRange: null, ifMatch: null, ifNoneMatch: null, dlna: { transferMode: null, getContentFeatures: null } }

describe('an answer with a file', () => {
  it('is whole without a range', () => {
    const policy = { 'Content-Security-Policy': "default-src 'none'; media-src 'self'; sandbox allow-same-origin" }
    expect(planResponse(plain, file)).toEqual({
      status: 200,
      headers: { ...policy, 'Accept-Ranges': 'bytes', 'Content-Type': 'video/mp4', 'Content-Length': '1000', ETag: TAG, 'Cache-Control': 'no-store' },
      body: { begin: 0, end: 1000 },
    })
  })

  it('is partial with one', () => {
    expect(planResponse({ ...plain, range: 'bytes=100-199' }, file)).toMatchObject({
      status: 206, headers: { 'Content-Length': '100', 'Content-Range': 'bytes 100-199/1000' }, body: { begin: 100, end: 200 },
    })
  })

  it('says how long the file is when the range lies outside', () => {
    expect(planResponse({ ...plain, range: 'bytes=1000-' }, file)).toMatchObject({ status: 416, headers: { 'Content-Range': 'bytes */1000', 'Content-Length': '0' }, body: null })
  })

  it('to HEAD has the headers of a GET without Range and no body', () => {
    const head = planResponse({ ...plain, method: 'HEAD', range: 'bytes=0-1' }, file)
    expect(head).toEqual({ ...planResponse(plain, file), body: null })
  })

  it('of an empty file is whole and has no body', () => {
    expect(planResponse({ ...plain, range: 'bytes=-1' }, { ...file, lengthBytes: 0 })).toMatchObject({ status: 200, headers: { 'Content-Length': '0' }, body: null })
    expect(planResponse({ ...plain, range: 'bytes=0-' }, { ...file, lengthBytes: 0 })).toMatchObject({ status: 416, headers: { 'Content-Range': 'bytes */0' } })
  })

  it.each([
    ['the same strong tag', TAG, 206],
    ['another tag', '"x"', 200],
    ['a weak tag, which never matches', `W/${TAG}`, 200],
    ['a date, which nothing here has', 'Wed, 21 Oct 2015 07:28:00 GMT', 200],
    ['a list, which is not allowed', `${TAG}, "x"`, 200],
    ['nothing', '', 200],
  ])('with If-Range naming %s keeps or drops the range', (_title, ifRange, status) => {
    expect(planResponse({ ...plain, range: 'bytes=0-1', ifRange }, file).status).toBe(status)
  })

  it('ignores even an unsatisfiable range when If-Range does not match', () => {
    expect(planResponse({ ...plain, range: 'bytes=5000-', ifRange: '"x"' }, file).status).toBe(200)
  })

  it.each([
    [{ ifMatch: TAG }, 200],
    [{ ifMatch: `"x", ${TAG}` }, 200],
    [{ ifMatch: '*' }, 200],
    [{ ifMatch: '"x"' }, 412],
    [{ ifMatch: `W/${TAG}` }, 412],
    [{ ifNoneMatch: '"x"' }, 200],
    [{ ifNoneMatch: TAG }, 304],
    [{ ifNoneMatch: `W/${TAG}` }, 304],
    [{ ifNoneMatch: '*' }, 304],
    [{ ifNoneMatch: TAG, range: 'bytes=0-1' }, 304],
    [{ ifMatch: '"x"', ifNoneMatch: TAG }, 412],
  ])('with the preconditions %j has status %i', (headers, status) => {
    const response = planResponse({ ...plain, ...headers }, file)
    expect(response.status).toBe(status)
    expect(response.body === null).toBe(status !== 200)
  })

  it('speaks DLNA when spoken to', () => {
    const { headers } = planResponse({ ...plain, dlna: { transferMode: 'Streaming', getContentFeatures: '1' } }, file)
    expect(headers['transferMode.dlna.org']).toBe('Streaming')
    expect(headers['contentFeatures.dlna.org']).toMatch(/^DLNA\.ORG_OP=01/)
  })

  it('announces exactly as many bytes as follow', () => {
    const ranges = fc.constantFrom('bytes=0-0', 'bytes=-7', 'bytes=3-', 'bytes=9-5', 'bytes=-0', 'bytes=0-1,2-3', 'bytes=999-2000')
    fc.assert(fc.property(fc.option(ranges), fc.nat(2000), (range, lengthBytes) => {
      const { headers, body } = planResponse({ ...plain, range }, { ...file, lengthBytes })
      expect(Number(headers['Content-Length'])).toBe(body === null ? 0 : body.end - body.begin)
    }))
  })

  it('has another tag for another file', () => {
    expect(entityTag(file)).not.toBe(entityTag({ ...file, fileIndex: 4 }))
  })
})

describe('the announced media type', () => {
  it.each([
    ['video/mp4', 'video/mp4'],
    ['video/x-matroska', 'video/x-matroska'],
    ['application/vnd.rn-realmedia', 'application/vnd.rn-realmedia'],
    ['text/html', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/javascript', 'application/octet-stream'],
    ['application/pdf', 'application/octet-stream'],
    ['video/mp4\r\nX: y', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('of %j is %j', (given, served) => {
    expect(servedMediaType(given)).toBe(served)
  })
})
