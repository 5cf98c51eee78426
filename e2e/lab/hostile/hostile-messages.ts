import type { Encodable } from '../../../shared/torrent/bencode.ts'
import { concatBytes } from '../../../shared/concat-bytes.ts'
import { encodeBencode } from '../../../shared/torrent/bencode.ts'
import { encodeUtf8 } from '../../../shared/torrent/utf8.ts'
import { ascii, dictionary, hashes } from './hostile-input.ts'

/**
 * What strangers send on the wire. Every one of them must be harmless: the program lives, answers within three seconds and still serves others.
 * `closes` marks those after which the connection is over.
 */
export interface PeerMessages {
  readonly id: string
  readonly what: string
  readonly closes: boolean
  /** Sent after the handshake; `metadataId` and `pexId` are what the other side wants those extensions' messages to carry. */
  readonly bytes: (metadataId: number, pexId: number) => readonly Uint8Array[]
}

/** What a tracker or a web seed answers to a request. */
export interface HttpAnswer {
  readonly id: string
  readonly what: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** `endless`: bytes for ever; `silent`: nothing at all. */
  readonly body: Uint8Array | 'endless' | 'silent'
}

/** One datagram to the DHT node, or the answer to one datagram of the tracker client. */
export interface Datagram {
  readonly id: string
  readonly what: string
  readonly bytes: Uint8Array
}

const uint32 = (value: number) => Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
export const frame = (...parts: readonly Uint8Array[]) => concatBytes([uint32(parts.reduce((sum, part) => sum + part.length, 0)), ...parts])
const message = (kind: number, ...parts: readonly Uint8Array[]) => frame(Uint8Array.of(kind), ...parts)
export const extended = (id: number, payload: Uint8Array | string) => message(20, Uint8Array.of(id), typeof payload === 'string' ? encodeUtf8(payload) : payload)
const handshakeOf = (fields: Readonly<Record<string, Encodable>>) => extended(0, encodeBencode(dictionary(fields)))
const ut = (id: number, size: number) => handshakeOf({ m: dictionary({ ut_metadata: id, ut_pex: 2 }), metadata_size: size })
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n))
const peer = (id: string, what: string, bytes: PeerMessages['bytes'], closes = false): PeerMessages => ({ id, what, bytes, closes })
const closing = (id: string, what: string, bytes: PeerMessages['bytes']) => peer(id, what, bytes, true)
const HUGE = 2 ** 31 - 1
const compact = (...addresses: readonly (readonly number[])[]) => concatBytes(addresses.map((address) => Uint8Array.of(...address, 0x27, 0x0f)))
/** Addresses strangers may not send us to, port 9999. */
export const FORBIDDEN_PEERS = compact([127, 0, 0, 1], [10, 1, 2, 3], [192, 168, 1, 1], [172, 16, 5, 5], [169, 254, 169, 254], [100, 64, 1, 1], [0, 0, 0, 0], [224, 0, 0, 1])

export const peerMessages = (): PeerMessages[] => [
  peer('W01', 'an extended handshake that never ends', () => [extended(0, 'l-3:e')]),
  peer('W02', 'extension names that are no numbers', () => [extended(0, 'd1:md1:xd8:toStringi5eeee')]),
  peer('W03', 'extension names every object inherits', () => [extended(0, 'd1:md11:constructori1e9:__proto__i2e8:toStringi3eee')]),
  peer('W04', 'an extended handshake that is a list', () => [extended(0, 'le')]),
  peer('W05', 'an extended handshake nested 100 000 deep', () => [extended(0, 'l'.repeat(100_000))]),
  peer('W06', 'an empty extended message', () => [message(20)]),
  peer('W07', 'an extension nobody announced', () => [extended(77, 'de')]),
  peer('W08', 'a metadata size of 2^31', () => [ut(3, 2 ** 31)]),
  peer('W09', 'a negative metadata size', () => [ut(3, -5)]),
  peer('W10', 'metadata of size 0', () => [ut(3, 0)]),
  peer('W11', 'an empty metadata message', (id) => [ut(3, 100), extended(id, '')]),
  peer('W12', 'a metadata message that never ends', (id) => [ut(3, 100), extended(id, 'l-3:e')]),
  peer('W13', 'metadata piece 1000 of 1', (id) => [ut(3, 100), extended(id, 'd8:msg_typei1e5:piecei1000e10:total_sizei100eeabc')]),
  peer('W14', 'metadata nobody asked for', (id) => [extended(id, 'd8:msg_typei1e5:piecei0e10:total_sizei3eeabc')]),
  peer('W15', 'metadata longer than announced', (id) => [ut(3, 10), extended(id, concatBytes([ascii('d8:msg_typei1e5:piecei0e10:total_sizei10ee'), new Uint8Array(16_384)]))]),
  peer('W16', 'a metadata request for a piece that is a list', (id) => [ut(3, 100), extended(id, 'd8:msg_typei0e5:pieceleee')]),
  peer('W17', 'a metadata request without having announced it', (id) => [extended(id, 'd8:msg_typei0e5:piecei0ee')]),
  peer('W18', 'a metadata request for piece -1', (id) => [ut(3, 100), extended(id, 'd8:msg_typei0e5:piecei-1ee')]),
  peer('W19', 'a metadata message of an unknown type', (id) => [ut(3, 100), extended(id, 'd8:msg_typei99e5:piecei0ee')]),
  peer('W20', '5 000 metadata requests', (id) => [ut(3, 100), concatBytes(many(5000, () => extended(id, 'd8:msg_typei0e5:piecei0ee')))], true),
  closing('W21', 'a message of 2 GB', () => [uint32(HUGE)]),
  closing('W22', 'a message of 4 GB', () => [uint32(2 ** 32 - 1)]),
  closing('W23', 'a bitfield of 50 MB', () => [uint32(50_000_001), Uint8Array.of(5)]),
  closing('W24', '100 000 extended handshakes', () => [concatBytes(many(100_000, () => handshakeOf({ m: dictionary({ a: 1 }) })))]),
  closing('W25', '40 MB of keep-alives', () => [new Uint8Array(40_000_000)]),
  peer('W26', 'a short have', () => [message(4)]),
  peer('W27', 'have of piece 2^32-1', () => [message(4, uint32(2 ** 32 - 1))]),
  peer('W28', 'a request cut short', () => [message(6, Uint8Array.of(0))]),
  peer('W29', 'a request beyond the end', () => [message(2), message(6, uint32(HUGE), uint32(HUGE), uint32(16_384))]),
  peer('W30', 'a request of 2 GB', () => [message(2), message(6, uint32(0), uint32(0), uint32(HUGE))]),
  peer('W31', 'a request of no bytes', () => [message(2), message(6, uint32(0), uint32(0), uint32(0))]),
  peer('W32', 'a piece nobody asked for', () => [message(7, uint32(0), uint32(0), new Uint8Array(16_384))]),
  peer('W33', 'an empty piece', () => [message(7)]),
  peer('W34', '50 MB of unasked pieces', () => many(400, () => message(7, uint32(0), uint32(0), new Uint8Array(131_072)))),
  peer('W35', 'a cancel of what was never asked', () => [message(8, uint32(1), uint32(2), uint32(3))]),
  peer('W36', 'two bitfields', () => [message(5, Uint8Array.of(255)), message(5, Uint8Array.of(0))]),
  peer('W37', 'a bitfield of 2 MB', () => [message(5, new Uint8Array(2_000_000).fill(255))]),
  peer('W38', 'have-all and have-none', () => [message(0x0e), message(0x0f)]),
  peer('W39', 'a suggestion of piece 2^32-1', () => [message(0x0d, uint32(2 ** 32 - 1))]),
  peer('W40', 'a reject of what was never asked', () => [message(0x10, uint32(9), uint32(9), uint32(9))]),
  peer('W41', 'allowed-fast of 100 000 pieces', () => [concatBytes(many(100_000, (n) => message(0x11, uint32(n))))], true),
  peer('W42', 'messages of unknown kinds', () => many(200, (n) => message(30 + (n % 200), Uint8Array.of(1, 2, 3)))),
  peer('W43', 'a port message of 0 and of one byte', () => [message(9, Uint8Array.of(0, 0)), message(9, Uint8Array.of(1))]),
  peer('W44', 'peer exchange of 50 000 addresses', (_id, pex) => [ut(3, 100), extended(pex, encodeBencode(dictionary({ added: new Uint8Array(300_000).map((_, n) => [203, 0, 113, (n / 6) % 250, 1, 7][n % 6] ?? 0) })))]),
  peer('W45', 'peer exchange of addresses here and in the LAN', (_id, pex) => [ut(3, 100), extended(pex, encodeBencode(dictionary({ added: FORBIDDEN_PEERS })))]),
  peer('W46', 'peer exchange that never ends', (_id, pex) => [ut(3, 100), extended(pex, 'l-3:e')]),
  peer('W47', 'peer exchange of other types', (_id, pex) => [ut(3, 100), extended(pex, 'd5:addedi5e7:droppedle8:added.fd1:ai1eee')]),
  peer('W48', 'peer exchange of IPv6 loopback', (_id, pex) => [ut(3, 100), extended(pex, encodeBencode(dictionary({ added6: Uint8Array.of(...new Uint8Array(15), 1, 0x27, 0x0f) })))]),
  peer('W49', 'choke and unchoke 10 000 times', () => [concatBytes(many(10_000, (n) => message(n % 2)))]),
  peer('W50', 'a hash request of BEP 52', () => [message(21, new Uint8Array(48)), message(22, new Uint8Array(48)), message(23, new Uint8Array(48))]),
  closing('W51', '3 000 requests at once', () => [message(2), concatBytes(many(3000, () => message(6, uint32(0), uint32(0), uint32(16_384))))]),
  peer('W52', 'the client name of 100 000 letters', () => [handshakeOf({ v: 'x'.repeat(100_000), m: dictionary({}), reqq: -1, p: 99_999, yourip: new Uint8Array(3) })]),
]

/** What stands where the BitTorrent handshake should be. */
export const greetings = (): Datagram[] => [
  { id: 'G01', what: 'an HTTP request', bytes: ascii('GET / HTTP/1.1\r\nHost: x\r\n\r\n') },
  { id: 'G02', what: 'a protocol name of 255 letters', bytes: concatBytes([Uint8Array.of(255), ascii('x'.repeat(255))]) },
  { id: 'G03', what: 'an empty protocol name', bytes: new Uint8Array(68) },
  { id: 'G04', what: 'a handshake cut in half', bytes: concatBytes([Uint8Array.of(19), ascii('BitTorrent prot')]) },
  { id: 'G05', what: 'a handshake for a torrent that is not here', bytes: concatBytes([Uint8Array.of(19), ascii('BitTorrent protocol'), new Uint8Array(8), new Uint8Array(40)]) },
  { id: 'G06', what: 'random bytes', bytes: new Uint8Array(2000).map((_, n) => (n * 7919 + (n >> 3)) & 255) },
  { id: 'G07', what: 'nothing at all', bytes: new Uint8Array() },
  { id: 'G08', what: 'an encryption greeting with endless padding', bytes: new Uint8Array(100_000).fill(0x55) },
]

const body = (id: string, what: string, fields: Readonly<Record<string, Encodable>>): HttpAnswer => ({ id, what, body: encodeBencode(dictionary(fields)) })
const said = (id: string, what: string, text: string): HttpAnswer => ({ id, what, body: ascii(text) })
const redirect = (id: string, what: string, location: string, status = 302): HttpAnswer => ({ id, what, status, headers: { location }, body: new Uint8Array() })

/** Where a stranger would like us to go, by addresses and by names that lead there. */
const FORBIDDEN_URLS: readonly (readonly [string, string])[] = [
  ['loopback', 'http://127.0.0.1:9999/admin?reboot=1'], ['IPv6 loopback', 'http://[::1]:9999/'], ['the LAN', 'http://192.168.1.1:9999/'], ['the cloud metadata address', 'http://169.254.169.254/latest/meta-data/'],
  ['a name for loopback', 'http://ip-127-0-0-1.example.org:9999/'], ['a name for the LAN', 'http://ip-10-1-2-3.example.org:9999/'], ['a number for loopback', 'http://2130706433:9999/'], ['mapped loopback', 'http://[::ffff:127.0.0.1]:9999/'],
  ['localhost', 'http://localhost:9999/'],
]

export const trackerAnswers = (): HttpAnswer[] => [
  said('R01', 'that never ends in bencode', 'l-3:e'),
  said('R02', 'that is a web page', '<html>'),
  said('R03', 'that is empty', ''),
  { id: 'R04', what: 'of endless bytes', body: 'endless' },
  { id: 'R05', what: 'that never comes', body: 'silent' },
  { id: 'R06', what: 'of status 500', status: 500, body: ascii('oops') },
  body('R07', 'with an interval of 2^53', { interval: 2n ** 53n, peers: new Uint8Array() }),
  body('R08', 'with an interval of -1', { interval: -1, peers: new Uint8Array() }),
  body('R09', 'with peers here and in the LAN', { interval: 60, peers: FORBIDDEN_PEERS }),
  body('R10', 'with peers by name', { interval: 60, peers: ['ip-127-0-0-1.example.org', 'localhost', 'ip-10-1-2-3.example.org', '127.0.0.1', '::1', '0x7f.1'].map((ip) => dictionary({ ip, port: 9999, 'peer id': hashes(1) })) }),
  body('R11', 'with 200 000 peers', { interval: 60, peers: new Uint8Array(600_000).map((_, n) => [203, 0, 113, (n / 6) % 250, (n / 1536) & 255, 7][n % 6] ?? 0) }),
  body('R12', 'with peers of other types', { peers: [1, 'x', [], dictionary({ ip: 5, port: 'x' }), dictionary({ ip: [], port: 2 ** 40 })], peers6: 5 }),
  body('R13', 'with half a peer', { peers: new Uint8Array(7), peers6: new Uint8Array(17) }),
  body('R14', 'with a failure that is a dictionary', { 'failure reason': dictionary({ toString: 5 }) }),
  body('R15', 'with a failure of 100 KB and line breaks', { 'failure reason': '\r\n\u001b[2J'.repeat(20_000) }),
  body('R16', 'with a warning that is a list', { 'warning message': [1, 2], peers: new Uint8Array() }),
  body('R17', 'with a tracker id of 100 KB', { 'tracker id': 'x'.repeat(100_000), peers: new Uint8Array() }),
  body('R18', 'with keys every object inherits', { __proto__: 1, constructor: 2, toString: 3, peers: new Uint8Array() }),
  said('R19', 'nested a million deep', 'd5:peers'.concat('l'.repeat(1_000_000))),
  redirect('R20', 'that redirects for ever', '/tracker/R20/announce'),
  redirect('R21', 'that redirects to a file', 'file:///etc/passwd'),
  redirect('R22', 'that redirects to what is no address', 'http://'),
  ...FORBIDDEN_URLS.map(([what, url], n) => redirect(`R${String(30 + n)}`, `that redirects to ${what}`, url, [301, 302, 303, 307, 308][n % 5])),
]

export const webSeedAnswers = (): HttpAnswer[] => [
  { id: 'E01', what: 'of endless bytes', status: 206, body: 'endless' },
  { id: 'E02', what: 'that never comes', body: 'silent' },
  { id: 'E03', what: 'with too few bytes', status: 206, body: new Uint8Array(10) },
  { id: 'E04', what: 'with wrong bytes', status: 206, body: new Uint8Array(65_536) },
  { id: 'E05', what: 'that ignores the range', status: 200, body: new Uint8Array(200_000) },
  { id: 'E06', what: 'of status 500', status: 500, body: ascii('oops') },
  { id: 'E07', what: 'that says 416', status: 416, body: new Uint8Array() },
  { id: 'E08', what: 'with a length of 2^53', status: 206, headers: { 'content-length': '9007199254740992' }, body: new Uint8Array(16) },
  { id: 'E09', what: 'in a packing nobody asked for', status: 206, headers: { 'content-encoding': 'gzip' }, body: ascii('\x1f\x8b\x08\x00') },
  { id: 'E10', what: 'that is a web page', status: 200, headers: { 'content-type': 'text/html' }, body: ascii('<script>alert(1)</script>') },
  redirect('E11', 'that redirects for ever', '/seed/E11/film.mp4'),
  ...FORBIDDEN_URLS.map(([what, url], n) => redirect(`E${String(30 + n)}`, `that redirects to ${what}`, url)),
]

/** Answers to a link to a .torrent. */
export const linkAnswers = (): HttpAnswer[] => [
  { id: 'L01', what: 'of endless bytes', body: 'endless' },
  said('L02', 'that is a web page', '<!DOCTYPE html><html>'),
  { id: 'L03', what: 'of status 404', status: 404, body: ascii('no') },
  said('L04', 'that never ends in bencode', 'd4:infol-3:ee'),
  redirect('L05', 'that redirects for ever', '/link/L05'),
  ...FORBIDDEN_URLS.map(([what, url], n) => redirect(`L${String(30 + n)}`, `that redirects to ${what}`, url)),
]

/** Answers of a UDP tracker (BEP 15); the transaction is put in by whoever sends them. */
export const udpAnswers = (): Datagram[] => [
  { id: 'U01', what: 'an empty datagram', bytes: new Uint8Array() },
  { id: 'U02', what: 'another transaction', bytes: new Uint8Array(16) },
  { id: 'U03', what: 'an unknown action', bytes: concatBytes([uint32(99), uint32(0), new Uint8Array(8)]) },
  { id: 'U04', what: 'a connect answer cut short', bytes: concatBytes([uint32(0), uint32(0), new Uint8Array(3)]) },
  { id: 'U05', what: 'an announce answer instead of a connection', bytes: concatBytes([uint32(1), uint32(0), uint32(0xffffffff), new Uint8Array(8), FORBIDDEN_PEERS]) },
  { id: 'U06', what: 'an announce answer cut short', bytes: concatBytes([uint32(1), uint32(0), new Uint8Array(3)]) },
  { id: 'U07', what: 'an error of 60 KB', bytes: concatBytes([uint32(3), uint32(0), ascii('x'.repeat(60_000))]) },
  { id: 'U08', what: 'half a peer', bytes: concatBytes([uint32(1), uint32(0), new Uint8Array(12), new Uint8Array(7)]) },
  { id: 'U09', what: 'a scrape answer nobody asked for', bytes: concatBytes([uint32(2), uint32(0), new Uint8Array(13)]) },
]

const ID = new Uint8Array(20).fill(7)
const query = (name: string, fields: Readonly<Record<string, Encodable>>) => encodeBencode(dictionary({ t: 'aa', y: 'q', q: name, a: dictionary(fields) }))
const ODD: readonly Encodable[] = [5, -1, 'x', [], [1, [2]], dictionary({}), dictionary({ toString: 5 }), 2n ** 80n]

/** Datagrams to the DHT node (BEP 5, BEP 44). */
export const dhtMessages = (): Datagram[] => [
  ...['l-3:e', 'd', 'l', 'i', 'd1:a', '99999999999:', 'l'.repeat(1400), '', '\u0000\u0001'].map((text, n) => ({ id: `D${String(10 + n)}`, what: `broken bencode ${text.slice(0, 12)}`, bytes: ascii(text) })),
  ...ODD.map((odd, n) => ({ id: `D${String(20 + n)}`, what: 'fields of other types in an envelope', bytes: encodeBencode(dictionary({ t: odd, y: odd, q: odd, a: odd, r: odd, e: odd })) })),
  ...['ping', 'find_node', 'get_peers', 'announce_peer', 'get', 'put', 'sample_infohashes'].flatMap((name, n) => ODD.map((odd, k) => ({ id: `D${String(100 + n * 10 + k)}`, what: `${name} with arguments of other types`, bytes: query(name, { id: odd, target: odd, info_hash: odd, token: odd, port: odd, v: odd, k: odd, sig: odd, salt: odd, seq: odd }) }))),
  { id: 'D40', what: 'an answer nobody asked for', bytes: encodeBencode(dictionary({ t: 'aa', y: 'r', r: dictionary({ id: ID, nodes: new Uint8Array(27), values: [FORBIDDEN_PEERS] }) })) },
  { id: 'D41', what: 'an announce with a token that is none', bytes: query('announce_peer', { id: ID, info_hash: ID, port: 9999, token: 'x', implied_port: 1 }) },
  { id: 'D42', what: 'an error that is a dictionary', bytes: encodeBencode(dictionary({ t: 'aa', y: 'e', e: dictionary({ toString: 1 }) })) },
]

const GROUP = 'Host: 239.192.152.143:6771'
const announced = (id: string, what: string, ...lines: readonly string[]): Datagram => ({ id, what, bytes: ascii(`${['BT-SEARCH * HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n\r\n`) })

/** Announcements in the local network (BEP 14). */
export const neighbourMessages = (): Datagram[] => [
  { id: 'A01', what: 'nothing but a greeting', bytes: ascii('BT-SEARCH * HTTP/1.1') },
  { id: 'A02', what: 'an empty datagram', bytes: new Uint8Array() },
  { id: 'A03', what: 'lines without a colon', bytes: ascii('BT-SEARCH * HTTP/1.1\r\nHost\r\nPort\r\nInfohash') },
  announced('A04', 'no port', GROUP, `Infohash: ${'a'.repeat(40)}`),
  announced('A05', 'a port of a thousand digits', GROUP, `Port: ${'9'.repeat(1000)}`, `Infohash: ${'a'.repeat(40)}`),
  announced('A06', 'a host that is none', 'Host: ', 'Port: 1', `Infohash: ${'a'.repeat(40)}`),
  announced('A07', 'a thousand torrents', GROUP, 'Port: 9999', ...many(1000, (n) => `Infohash: ${String(n).padStart(40, '0')}`)),
  announced('A08', 'a torrent that is no hash', GROUP, 'Port: 9999', 'Infohash: __proto__'),
  { id: 'A09', what: '60 KB of zeros', bytes: new Uint8Array(60_000) },
]

/** Messages of a WebSocket tracker; `info_hash` is put in where it reads "HASH". */
export const socketMessages = (): { readonly id: string; readonly what: string; readonly text: string }[] => [
  { id: 'K01', what: 'no JSON', text: '<html>' },
  { id: 'K02', what: 'nested 50 000 deep', text: '['.repeat(50_000) },
  { id: 'K03', what: 'a list', text: '[1]' },
  { id: 'K04', what: 'an action that is a dictionary', text: '{"action":{"toString":5}}' },
  { id: 'K05', what: 'statistics of null', text: '{"action":"scrape","files":{"x":null}}' },
  { id: 'K06', what: 'fields of other types', text: '{"action":"announce","info_hash":"HASH","interval":{},"peer_id":[],"offer":"x","answer":5,"offer_id":{},"complete":"many","tracker id":{"toString":5}}' },
  { id: 'K07', what: 'an offer that is none', text: `{"action":"announce","info_hash":"HASH","peer_id":"${'p'.repeat(20)}","offer_id":"${'o'.repeat(20)}","offer":{"type":"offer","sdp":"v=0"}}` },
  { id: 'K08', what: 'an answer to nothing', text: `{"action":"announce","info_hash":"HASH","peer_id":"${'p'.repeat(20)}","offer_id":"${'o'.repeat(20)}","answer":{"type":"answer","sdp":"v=0"}}` },
  { id: 'K09', what: 'a failure of 60 KB', text: `{"action":"announce","info_hash":"HASH","failure reason":"${'x'.repeat(60_000)}"}` },
  { id: 'K10', what: 'a failure that is a list', text: '{"action":"announce","info_hash":"HASH","failure reason":[1]}' },
  { id: 'K11', what: 'a message of a megabyte', text: 'x'.repeat(1_000_000) },
  { id: 'K12', what: 'a peer at loopback', text: `{"action":"announce","info_hash":"HASH","peer_id":"${'p'.repeat(20)}","offer_id":"${'o'.repeat(20)}","offer":{"type":"offer","sdp":${JSON.stringify(offerTo('127.0.0.1'))}}}` },
]

/** A session description that parses, with one place to connect to. */
function offerTo(address: string): string {
  const lines = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', `c=IN IP4 ${address}`, 'a=mid:0', 'a=sendrecv', 'a=sctp-port:5000', 'a=setup:actpass',
    'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`, `a=candidate:1 1 UDP 2122260223 ${address} 9999 typ host`, 'a=end-of-candidates',
  ]
  return `${lines.join('\r\n')}\r\n`
}
