import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../shared/errors.ts'
import { API_REFUSALS, API_ROUTES } from '../../../shared/http/api-routes.ts'
import { fail, ok } from '../../../shared/result.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { createEntryRoute } from './entry-route.ts'
import { createHereRoute } from './here-route.ts'
import { createPictureRoute } from './picture-route.ts'
import { createSubtitleRoute } from './subtitle-route.ts'
import { torrentOf } from './test/file-catalog.ts'
import type { Lab } from './test/lab.ts'
import { createLab, HASH, OTHER_HASH } from './test/lab.ts'
import { ask, converse, open, parseAnswer, untilBytes } from './test/raw-client.ts'

/** One row of the contract: where, how asked, what is answered, and headers by name as patterns (null = absent). */
interface Row {
  readonly route: string
  readonly path: string
  readonly status: number
  readonly method?: 'GET' | 'HEAD'
  readonly asks?: readonly string[]
  readonly answers?: Readonly<Record<string, RegExp | null>>
  readonly body?: RegExp
  /** What the search for an unknown torrent ends in. */
  readonly ensured?: ErrorCode | 'texts'
}

const ETAG = new RegExp(`^"${HASH}-0"$`)
const JSON_TYPE = { 'content-type': /^application\/json$/ }
const TEXT = { 'content-type': /^text\/plain; charset=utf-8$/ }
const BYTES = '/torrents/1/stream/0'
const PROXY = '/stream/proxy/'
const PICTURES = 'Pictures and the bytes they are made of'

const ROWS: readonly Row[] = [
  { route: 'Torrents', path: '/torrents', status: 200, answers: JSON_TYPE, body: /^\[\{"id":1,/ },
  { route: 'Torrents', path: '/torrents', method: 'HEAD', status: 200, answers: { ...JSON_TYPE, 'content-length': /^\d{3,}$/ } },
  { route: 'Torrents', path: '/torrents/1', status: 200, answers: JSON_TYPE, body: /^\{"id":1,"infoHash":"a{40}","name":.*"files":\[.*"progress":.*"peers":.*"downloadBytesPerSec":.*"uploadBytesPerSec":/ },
  { route: 'Torrents', path: `/torrents/${HASH.toUpperCase()}`, status: 200 },
  { route: 'Torrents', path: '/torrents/7', status: 404, answers: TEXT },
  { route: 'Torrents', path: `/torrents/${OTHER_HASH}`, status: 404 },

  { route: 'The bytes of a file', path: BYTES, status: 200, answers: { 'accept-ranges': /^bytes$/, 'content-length': /^1000$/, 'content-type': /^video\/mp4$/, etag: ETAG, 'cache-control': /^no-store$/, 'content-range': null, 'transfer-encoding': null, 'last-modified': null } },
  { route: 'The bytes of a file', path: `${BYTES}/Any%20name.mkv`, status: 200, answers: { 'content-type': /^video\/mp4$/ } },
  { route: 'The bytes of a file', path: BYTES, method: 'HEAD', status: 200, answers: { 'accept-ranges': /^bytes$/, 'content-length': /^1000$/, etag: ETAG } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=0-9'], status: 206, answers: { 'content-range': /^bytes 0-9\/1000$/, 'content-length': /^10$/, 'accept-ranges': /^bytes$/, etag: ETAG } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=-1'], status: 206, answers: { 'content-range': /^bytes 999-999\/1000$/ } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=990-5000'], status: 206, answers: { 'content-range': /^bytes 990-999\/1000$/ } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=0-0,5-6'], status: 200, answers: { 'content-range': null, 'content-length': /^1000$/ } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: lines=1-2'], status: 200 },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=0-9', `If-Range: "${HASH}-0"`], status: 206 },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=0-9', 'If-Range: "old"'], status: 200 },
  { route: 'The bytes of a file', path: BYTES, asks: [`If-None-Match: "${HASH}-0"`], status: 304, answers: { etag: ETAG, 'content-length': null } },
  { route: 'The bytes of a file', path: BYTES, asks: ['If-Match: "old"'], status: 412 },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=1000-'], status: 416, answers: { 'content-range': /^bytes \*\/1000$/, 'content-length': /^0$/ } },
  { route: 'The bytes of a file', path: BYTES, asks: ['Range: bytes=-0'], status: 416, answers: { 'content-range': /^bytes \*\/1000$/ } },
  { route: 'The bytes of a file', path: BYTES, asks: ['TransferMode.DLNA.org: Streaming'], status: 200, answers: { 'transfermode.dlna.org': /^Streaming$/, 'contentfeatures.dlna.org': null } },
  { route: 'The bytes of a file', path: BYTES, method: 'HEAD', asks: ['GETCONTENTFEATURES.DLNA.ORG: 1'], status: 200, answers: { 'contentfeatures.dlna.org': /^DLNA\.ORG_OP=01;/, 'transfermode.dlna.org': null } },
  { route: 'The bytes of a file', path: BYTES, asks: ['TimeSeekRange.dlna.org: npt=10-'], status: 200, answers: { 'timeseekrange.dlna.org': null } },
  { route: 'The bytes of a file', path: '/torrents/1/stream/9', status: 404, answers: TEXT },
  { route: 'The bytes of a file', path: '/torrents/7/stream/0', status: 404 },
  { route: 'The bytes of a file', path: `${BYTES}/a/b`, status: 404 },

  { route: 'The converted form', path: '/torrents/1/hls/0/index.m3u8', status: 200, answers: { 'cross-origin-resource-policy': /^cross-origin$/ } },
  { route: 'The converted form', path: '/torrents/1/hls/2/index.m3u8', status: 503, answers: TEXT },
  { route: 'The converted form', path: '/torrents/1/hls/9/index.m3u8', status: 404 },

  { route: 'The converted form as one stream', path: '/torrents/1/live/0/remux-a0-full/0.mp4', status: 200 },
  { route: 'The converted form as one stream', path: '/torrents/1/live/2/remux-a0-full/0.ts', status: 503, answers: TEXT },
  { route: 'The converted form as one stream', path: '/torrents/1/live/9/remux-a0-full/0.ts', status: 404 },

  { route: PICTURES, path: '/torrents/1/pictures/0/3', status: 200, answers: { 'content-type': /^image\/jpeg$/ } },
  { route: PICTURES, path: '/torrents/1/pictures/0/4', status: 404, answers: TEXT },
  { route: PICTURES, path: '/torrents/1/here/0', status: 200, answers: { 'content-length': /^1000$/ } },
  { route: PICTURES, path: '/torrents/1/here/0', asks: ['Range: bytes=5-9'], status: 206, answers: { 'content-range': /^bytes 5-9\/1000$/ } },
  { route: PICTURES, path: '/torrents/1/here/0', asks: ['Range: bytes=1000-'], status: 416 },
  { route: PICTURES, path: '/torrents/1/here/2', status: 503, answers: TEXT },
  { route: PICTURES, path: '/torrents/1/here/9', status: 404 },

  { route: 'Subtitles', path: '/torrents/1/subtitles/0', status: 200, answers: { ...JSON_TYPE, 'cross-origin-resource-policy': /^cross-origin$/ }, body: /^\[\]/ },
  { route: 'Subtitles', path: '/torrents/1/subtitles/0/track-1.vtt', status: 404, answers: TEXT },
  { route: 'Subtitles', path: '/torrents/1/subtitles/9', status: 404 },

  { route: 'Playlists', path: '/torrents/playlist', status: 200, answers: { 'content-type': /^application\/mpegurl; charset=utf-8$/, 'content-disposition': /^attachment; filename="Millrace\.m3u8"$/ }, body: /^#EXTM3U\n#EXTINF:-1,[^\n]+\nhttp:\/\/127\.0\.0\.1:\d+\/[-\w]+\/torrents\/a{40}\/stream\/1\/empty\.mkv\n/ },
  { route: 'Playlists', path: '/torrents/1/playlist', status: 200, answers: { 'content-disposition': /^attachment; filename="[^"]+\.m3u8"/ } },
  { route: 'Playlists', path: '/torrents/7/playlist', status: 404 },

  { route: 'By info hash alone', path: PROXY + HASH, status: 200, answers: { 'content-length': /^1000$/, etag: ETAG } },
  { route: 'By info hash alone', path: PROXY + HASH, method: 'HEAD', status: 200 },
  { route: 'By info hash alone', path: PROXY + HASH.toUpperCase(), asks: ['Range: bytes=5-'], status: 206, answers: { 'content-range': /^bytes 5-999\/1000$/ } },
  { route: 'By info hash alone', path: PROXY + HASH, asks: ['Range: bytes=1000-'], status: 416 },
  { route: 'By info hash alone', path: PROXY + OTHER_HASH, ensured: 'texts', status: 404, answers: TEXT },
  { route: 'By info hash alone', path: PROXY + OTHER_HASH, ensured: 'metadataMismatch', status: 502 },
  { route: 'By info hash alone', path: PROXY + OTHER_HASH, ensured: 'tooManyTorrents', status: 503 },
  { route: 'By info hash alone', path: PROXY + OTHER_HASH, ensured: 'metadataTimeout', status: 504, answers: TEXT, body: /^This is why\.\n$/ },
  { route: 'By info hash alone', path: PROXY + OTHER_HASH, ensured: 'diskFull', status: 507 },

  { route: 'A film from a time on', path: '/torrents/1/from/0/12.500', status: 200, answers: { 'content-length': null }, body: /^3\r\n00,\r\n3\r\n30,\r\n/ },
  { route: 'A film from a time on', path: '/torrents/1/from/0/99.000', status: 404, answers: TEXT },
  { route: 'A film from a time on', path: '/torrents/1/from/0/12', status: 404, answers: TEXT },

  { route: 'Verified pieces', path: '/torrents/1/haves/0', status: 200, answers: { 'content-type': /^application\/octet-stream$/ } },
  { route: 'Verified pieces', path: '/torrents/1/haves/9', status: 404 },
]

const hls: FileRoute = { verb: 'hls', embeddable: true, forDevices: true, answer: async ({ file }, exchange) => { answerText(exchange, file.index === 0 ? 200 : 503, 'x') } }
const live: FileRoute = { ...hls, verb: 'live', embeddable: false }
const here = createHereRoute((_infoHash, fileIndex) => ({ here: () => (fileIndex === 0 ? [{ begin: 0, end: 1000 }] : []), read: async ({ begin, end }) => new Uint8Array(end - begin) }))
/** The head, and what follows from a place on, each told by the byte it begins with. */
const entry = createEntryRoute(
  { partsFrom: async (_infoHash, _fileIndex, sec) => (sec === 12.5 ? [{ begin: 0, end: 3 }, { begin: 30, end: 33 }] : null) },
  { read: async function* ({ bytes: { begin, end } }) { yield Buffer.from(`${String(begin).padEnd(end - begin - 1, '0')},`) } },
  () => undefined,
)
const pictures = createPictureRoute({ want: async (_infoHash, _fileIndex, cell) => (cell === 3 ? new Uint8Array(9) : null) })
const subtitles = createSubtitleRoute({ list: () => ({ tracks: [] }), read: async () => undefined, cues: () => null, earlyCues: () => null, font: async () => null, picture: async () => null })

let lab: Lab
beforeAll(async () => { lab = await createLab({ fileRoutes: [subtitles, hls, live, here, entry, pictures], limits: { eventClients: 1, requestMs: 300 } }) })
afterAll(async () => { await lab.close() })

describe('every route answers as the reference says', () => {
  it.each(ROWS.map((row) => ({ ...row, title: [row.method ?? 'GET', row.path.replace(/[ab]{40}/gi, '{hash}'), ...(row.asks ?? []), row.ensured ?? ''].join(' ').replace(/[ab]{40}/gi, '{hash}') })))('$title: $status', async ({ path, status, method = 'GET', asks = [], answers = {}, body, ensured }) => {
    if (ensured) lab.catalog.setEnsured(ensured === 'texts' ? ok({ ...torrentOf(2, OTHER_HASH, 'texts', [{ kind: 'other', playable: false }]), chosenFile: null }) : fail(ensured, 'This is why.'))
    const answer = await ask(lab.port, [`${method} ${lab.prefix}${path} HTTP/1.1`, lab.host, ...asks])
    expect(answer.status).toBe(status)
    for (const [name, pattern] of Object.entries(answers)) expect(answer.headers.get(name) ?? null, name).toEqual(pattern === null ? null : expect.stringMatching(pattern))
    if (body) expect(answer.body.toString()).toMatch(body)
    if (method === 'HEAD') expect(answer.rest).toHaveLength(0)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringMatching(/^default-src 'none';.* sandbox/), 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    for (const name of ['server', 'x-powered-by', 'access-control-allow-origin', 'set-cookie', 'location']) expect(answer.headers.has(name), name).toBe(false)
  })

  it('and events, to as many clients as the limit says', async () => {
    const socket = await open(lab.port)
    socket.write(`GET ${lab.prefix}/events HTTP/1.1\r\n${lab.host}\r\n\r\n`)
    const greeting = (await untilBytes(socket, (bytes) => bytes.includes(': listening'))).toString()
    expect(greeting).toMatch(/^HTTP\/1\.1 200 [\s\S]*Content-Type: text\/event-stream\r\n/)
    expect((await ask(lab.port, [`GET ${lab.prefix}/events HTTP/1.1`, lab.host])).status).toBe(503)
    socket.destroy()
  })

  it('and no status of the reference is without a row', () => {
    const shown = new Set([...ROWS.map(({ route, status }) => `${route} ${String(status)}`), 'Events 200', 'Events 503'])
    const told = API_ROUTES.flatMap(({ title, answers }) => answers.map(({ status }) => `${title} ${String(status)}`))
    expect(told.filter((each) => !shown.has(each))).toEqual([])
    expect([...shown].filter((each) => !told.includes(each))).toEqual([])
  })
})

/** A request that each of the refusals is for, on a line of its own in the order of the reference. */
const REFUSED: readonly (readonly [status: number, request: (at: Lab) => string])[] = [
  [404, ({ host }) => `GET /guess/torrents HTTP/1.1\r\n${host}\r\n\r\n`],
  [421, ({ prefix }) => `GET ${prefix}/torrents HTTP/1.1\r\nHost: evil.example\r\n\r\n`],
  [403, ({ prefix, host }) => `GET ${prefix}/torrents HTTP/1.1\r\n${host}\r\nOrigin: https://evil.example\r\n\r\n`],
  [403, ({ prefix, host }) => `GET ${prefix}/torrents HTTP/1.1\r\n${host}\r\nSec-Fetch-Site: cross-site\r\n\r\n`],
  [403, ({ prefix, host }) => `GET ${prefix}/torrents HTTP/1.1\r\n${host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: iframe\r\n\r\n`],
  [405, ({ prefix, host }) => `PUT ${prefix}/torrents HTTP/1.1\r\n${host}\r\n\r\n`],
  [414, ({ prefix, host }) => `GET ${prefix}/torrents?${'x'.repeat(9000)} HTTP/1.1\r\n${host}\r\n\r\n`],
  [413, ({ prefix, host }) => `GET ${prefix}/torrents HTTP/1.1\r\n${host}\r\nContent-Length: 1\r\n\r\n`],
  [400, ({ prefix }) => `GET ${prefix}/torrents HTTP/1.1\r\n\r\n`],
  [431, ({ prefix, host }) => `GET ${prefix}/torrents HTTP/1.1\r\n${host}\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
  [408, ({ prefix }) => `GET ${prefix}/torrents HTTP/1.1\r\nHo`],
]

describe('every refusal of the reference', () => {
  it('is shown here', () => {
    expect(REFUSED.map(([status]) => status)).toEqual(API_REFUSALS.map(({ status }) => status))
  })

  it.each(REFUSED.map(([status, request], index) => ({ status, request, index, when: API_REFUSALS[index]?.when })))('$status: $when', async ({ status, request, when }) => {
    const bare = when?.startsWith('without a token') ? await createLab({ token: null }) : null
    const at = bare ?? lab
    const answer = parseAnswer(await converse(at.port, request(at).replace(/\r\n\r\n$/, '\r\nConnection: close\r\n\r\n')))
    expect(answer.status).toBe(status)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" })
    expect([...answer.headers.keys()].some((name) => name.startsWith('access-control'))).toBe(false)
    expect(answer.body.toString()).toMatch(status === 421 ? /^$/ : /^[A-Z].*\.\n$/)
    await bare?.close()
  })
})
