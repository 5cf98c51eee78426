import type { HostileInput, Verdict } from './hostile-input.ts'
import { textInput } from './hostile-input.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const MALFORMED = ['magnetMalformed'] as const
/** A magnet link with a good hash and more. */
const link = (id: string, what: string, verdict: Verdict, more: string) => textInput(id, what, verdict, `magnet:?xt=urn:btih:${HASH}${more}`)
const times = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join('')

export const magnetInputs = (): HostileInput[] => [
  link('M01', 'a hash alone', 'accept', ''),
  link('M02', 'name and trackers', 'accept', '&dn=A+film&tr=udp%3A%2F%2Ft.example.org%3A80'),
  textInput('M03', '39 characters', MALFORMED, `magnet:?xt=urn:btih:${HASH.slice(1)}`),
  textInput('M04', '40 characters, not hex', MALFORMED, `magnet:?xt=urn:btih:${'z'.repeat(40)}`),
  textInput('M05', 'base32', 'accept', `magnet:?xt=urn:btih:${BASE32}`),
  textInput('M06', '32 characters, not base32', MALFORMED, `magnet:?xt=urn:btih:${'1'.repeat(32)}`),
  textInput('M07', 'base32 in lower case', 'accept', `magnet:?xt=urn:btih:${BASE32.toLowerCase()}`),
  textInput('M08', 'upper case scheme', 'accept', `MAGNET:?XT=URN:BTIH:${HASH.toUpperCase()}`),
  textInput('M09', 'hash of another network', MALFORMED, `magnet:?xt=urn:ed2k:${'a'.repeat(32)}`),
  textInput('M10', 'BEP 52 hash only', ['torrentV2Only'], `magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}`),
  textInput('M11', 'BEP 52 hybrid link', 'accept', `magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}&xt=urn:btih:${HASH}`),
  link('M12', '100 000 trackers', ['sourceTooLarge'], times(100_000, (n) => `&tr=udp://${String(n)}.example.org:80`)),
  link('M13', '1 000 trackers', 'sanitise', times(1000, (n) => `&tr=udp://${String(n)}.example.org:80`)),
  link('M14', 'HTML in the name', 'accept', '&dn=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'),
  link('M15', 'broken percent signs', 'sanitise', '&dn=%E0%A4%A&tr=%'),
  link('M16', 'name of 60 000 characters', 'accept', `&dn=${'x'.repeat(60_000)}`),
  link('M17', '2 500 peer addresses', 'sanitise', times(2500, (n) => `&x.pe=8.8.${String(n >> 8)}.${String(n & 255)}:1`)),
  link('M18', 'peer addresses on loopback and in the LAN', 'sanitise', '&x.pe=127.0.0.1:9999&x.pe=192.168.1.1:80&x.pe=[::1]:1'),
  link('M19', 'peer addresses that are none', 'sanitise', '&x.pe=example.org&x.pe=1.2.3.4:99999&x.pe='),
  link('M20', 'xs on loopback', 'accept', '&xs=http://127.0.0.1:9999/admin?reboot=1'),
  link('M21', 'as on loopback', 'accept', '&as=http://127.0.0.1:9999/'),
  link('M22', 'web seed on loopback', 'sanitise', '&ws=http://127.0.0.1:9999/film.mp4'),
  link('M23', 'web seed in odd spelling', 'sanitise', '&ws=http://2130706433:9999/'),
  link('M24', 'tracker on loopback with a command in its query', 'sanitise', '&tr=http%3A%2F%2F127.0.0.1%3A9999%2Fadmin%3Freboot%3D1'),
  link('M25', 'BEP 53 range of 2^32 files', 'sanitise', '&so=0-4294967295'),
  link('M26', 'BEP 53 range backwards', 'sanitise', '&so=9-3'),
  link('M27', 'BEP 53 with 20 000 parts', 'accept', `&so=${'1,'.repeat(20_000)}2`),
  link('M28', 'BEP 53 that is none', 'sanitise', '&so=__proto__,-1,1e9'),
  link('M29', 'parameters that every object inherits', 'accept', '&__proto__=1&constructor=2&toString=3'),
  textInput('M30', 'command line switches through the protocol handler', MALFORMED, `magnet:?xt=urn:btih:${HASH}" --gpu-launcher="cmd /c calc`),
  textInput('M31', 'bare scheme', MALFORMED, 'magnet:'),
  textInput('M32', '10 MB of parameters, no hash', ['sourceTooLarge'], `magnet:?${'a=b&'.repeat(2_500_000)}`),
  textInput('M33', 'no hash', MALFORMED, 'magnet:?dn=film'),
  link('M34', '60 000 ampersands', 'accept', '&'.repeat(60_000)),
  textInput('M35', 'a NUL behind the hash', MALFORMED, `magnet:?xt=urn:btih:${HASH}%00`),
  textInput('M36', '21 000 topics', MALFORMED, `magnet:?${'xt&xt='.repeat(10_000)}`),
]

export const textInputs = (): HostileInput[] => [
  textInput('T01', 'nothing', ['sourceEmpty'], ' \r\n '),
  textInput('T02', 'a URL on loopback', ['sourceForbidden'], 'http://127.0.0.1:9999/x.torrent'),
  textInput('T03', 'a URL in the LAN', ['sourceForbidden'], 'http://192.168.1.1/x.torrent'),
  textInput('T04', 'the cloud metadata address', ['sourceForbidden'], 'http://169.254.169.254/latest/meta-data/'),
  textInput('T05', 'a URL on loopback behind a user', ['sourceForbidden'], 'http://example.org@127.1/x.torrent'),
  textInput('T06', 'a path on another computer', ['sourceForbidden'], '\\\\203.0.113.1\\share\\x.torrent'),
  textInput('T07', 'a file link to another computer', ['sourceForbidden'], 'file://203.0.113.1/share/x.torrent'),
  textInput('T08', 'a script link', ['sourceUnknown'], 'javascript:alert(1)'),
  textInput('T09', 'a data link', ['sourceUnknown'], 'data:text/html,<script>alert(1)</script>'),
  textInput('T10', 'a command line switch', ['sourceUnknown'], '--remote-debugging-port=9222'),
  textInput('T11', 'a v2 hash', ['torrentV2Only'], 'ab'.repeat(32)),
  textInput('T12', '100 000 characters', ['sourceTooLarge'], 'x'.repeat(100_000)),
  textInput('T13', '60 000 quotes', ['sourceEmpty'], '"'.repeat(60_000)),
  textInput('T14', 'lone surrogates', ['sourceUnknown'], '\ud800\udc00\ud800'),
]
