import type { Encodable } from '../../../shared/torrent/bencode.ts'
import { concatBytes } from '../../../shared/concat-bytes.ts'
import { encodeBencode } from '../../../shared/torrent/bencode.ts'
import type { HostileInput } from './hostile-input.ts'
import { ascii, dictionary, fileOf, GOOD_INFO, hashes, torrent, torrentInput, torrentOf, withField } from './hostile-input.ts'

const input = torrentInput
const good = () => torrent(GOOD_INFO)
/** A torrent whose info dictionary is written by hand, so that it may break the rules of the encoder. */
const raw = (info: string) => ascii(`d4:info${info}e`)
const RAW_TAIL = `12:piece lengthi65536e6:pieces20:${'x'.repeat(20)}`
const repeated = (count: number, make: (n: number) => Encodable) => Array.from({ length: count }, (_, n) => make(n))

const BROKEN = ['bencodeMalformed'] as const
const DAMAGED = ['metainfoDamaged'] as const
const LARGE = ['metainfoTooLarge'] as const
const TOO_LONG = ['sourceTooLarge'] as const

/** The encoding itself is broken or odd. */
export const syntaxInputs = (): HostileInput[] => [
  input('S01', 'empty file', ['sourceEmpty'], () => new Uint8Array()),
  input('S02', 'one letter', ['sourceUnknown'], () => ascii('d')),
  input('S03', 'an empty dictionary', ['sourceUnknown'], () => ascii('de')),
  input('S04', 'cut in half', BROKEN, () => good().slice(0, 70)),
  input('S05', 'text after the dictionary', 'accept', () => concatBytes([good(), ascii('and more')])),
  input('S06', 'a byte missing at the end', BROKEN, () => good().slice(0, -1)),
  input('S07', 'negative string length', BROKEN, () => ascii('d4:infol-3:ee')),
  input('S08', 'string length beyond the end', BROKEN, () => ascii('d4:info999:abce')),
  input('S09', 'string length of 2^64', BROKEN, () => ascii('d4:info18446744073709551616:e')),
  input('S10', 'length with a million digits', BROKEN, () => ascii(`d4:info${'9'.repeat(1_000_000)}:e`)),
  input('S11', 'lists nested 100 000 deep', BROKEN, () => ascii(`d4:info${'l'.repeat(100_000)}${'e'.repeat(100_000)}e`)),
  input('S12', 'dictionaries nested 2 million deep, never closed', BROKEN, () => ascii('d1:a'.repeat(2_000_000))),
  input('S13', 'info keys not sorted', 'accept', () => raw(`d6:pieces20:${'x'.repeat(20)}12:piece lengthi65536e6:lengthi1e4:name1:ae`)),
  input('S14', 'leading zeros in an integer', 'accept', () => raw(`d6:lengthi0001e4:name1:a${RAW_TAIL}e`)),
  input('S15', 'duplicate key in info', BROKEN, () => raw(`d6:lengthi1e6:lengthi2e4:name1:a${RAW_TAIL}e`)),
  input('S16', 'key __proto__ in info', 'accept', () => raw(`d9:__proto__d1:ai1ee6:lengthi1e4:name1:a${RAW_TAIL}e`)),
  input('S17', 'keys that every object inherits', 'accept', () => raw(`d11:constructori1e14:hasOwnPropertyi1e6:lengthi1e4:name1:a8:toStringi1e${RAW_TAIL}e`)),
  input('S18', 'number as key', BROKEN, () => raw(`di1ei2ee`)),
  input('S19', 'minus zero', 'accept', () => raw(`d6:lengthi1e4:name1:a${RAW_TAIL}7:privatei-0ee`)),
  input('S20', 'plus sign in an integer', BROKEN, () => raw(`d6:lengthi+1e4:name1:a${RAW_TAIL}e`)),
  input('S21', 'no info', DAMAGED, () => ascii('d8:announce3:abce')),
  input('S22', 'info is a list', DAMAGED, () => ascii('d4:infolee')),
  input('S23', 'info is a number', DAMAGED, () => ascii('d4:infoi1ee')),
  input('S24', 'empty integer', BROKEN, () => raw(`d6:lengthiee`)),
  input('S25', 'blank inside an integer', BROKEN, () => raw(`d6:lengthi1 e4:name1:a${RAW_TAIL}e`)),
  input('S26', 'two million empty lists', LARGE, () => ascii(`d1:al${'le'.repeat(2_000_000)}ee`)),
]

/** Fields contradict each other or make no sense. */
export const fieldInputs = (): HostileInput[] => [
  input('F01', 'no name', DAMAGED, () => withField('name', undefined)),
  input('F02', 'empty name', 'sanitise', () => withField('name', '')),
  input('F03', 'name is a list', DAMAGED, () => withField('name', ['a'])),
  input('F04', 'name is a number', DAMAGED, () => withField('name', 7)),
  input('F05', 'no piece length', DAMAGED, () => withField('piece length', undefined)),
  input('F06', 'piece length is text', DAMAGED, () => withField('piece length', '65536')),
  input('F07', 'piece length 0', DAMAGED, () => withField('piece length', 0)),
  input('F08', 'piece length negative', DAMAGED, () => withField('piece length', -65_536)),
  input('F09', 'piece length 1, 40 000 pieces', DAMAGED, () => torrent({ ...GOOD_INFO, length: 40_000, 'piece length': 1, pieces: hashes(40_000) })),
  input('F10', 'piece length not a power of two', 'accept', () => torrent({ ...GOOD_INFO, 'piece length': 65_000, pieces: hashes(2) })),
  input('F11', 'piece length 2 GiB', LARGE, () => torrent({ ...GOOD_INFO, 'piece length': 2 ** 31, pieces: hashes(1) })),
  input('F12', 'piece length 2^53', LARGE, () => torrent({ ...GOOD_INFO, 'piece length': 2n ** 53n, pieces: hashes(1) })),
  input('F13', 'pieces is a list', DAMAGED, () => withField('pieces', [hashes(2)])),
  input('F14', 'pieces not a multiple of 20', DAMAGED, () => withField('pieces', new Uint8Array(41))),
  input('F15', 'too few pieces for the length', DAMAGED, () => withField('pieces', hashes(1))),
  input('F16', 'too many pieces for the length', DAMAGED, () => withField('pieces', hashes(3))),
  input('F17', 'pieces is empty', DAMAGED, () => withField('pieces', hashes(0))),
  input('F18', 'no pieces', DAMAGED, () => withField('pieces', undefined)),
  input('F19', 'length negative', DAMAGED, () => withField('length', -1)),
  input('F20', 'length 2^53+1', LARGE, () => withField('length', 2n ** 53n + 1n)),
  input('F21', 'length overflows to Infinity', LARGE, () => raw(`d6:lengthi${'9'.repeat(400)}e4:name1:a${RAW_TAIL}e`)),
  input('F22', 'length of ten thousand digits', BROKEN, () => raw(`d6:lengthi${'9'.repeat(10_000)}e4:name1:a${RAW_TAIL}e`)),
  input('F23', 'fraction as integer', BROKEN, () => raw(`d6:lengthi1.5e4:name1:a${RAW_TAIL}e`)),
  input('F24', 'zero bytes of content', DAMAGED, () => torrent({ ...GOOD_INFO, length: 0, pieces: hashes(0) })),
  input('F25', 'length is text', DAMAGED, () => withField('length', '100000')),
  input('F26', 'files is a dictionary', DAMAGED, () => withField('files', dictionary({ a: 1 }))),
  input('F27', 'files is empty', DAMAGED, () => withField('files', [])),
  input('F28', 'path is an empty list', DAMAGED, () => torrentOf(fileOf(1))),
  input('F29', 'path is a text', DAMAGED, () => torrentOf(dictionary({ length: 1, path: 'a' }))),
  input('F30', 'path holds a number', DAMAGED, () => torrentOf(fileOf(1, 'a', 1))),
  input('F31', 'a file is a text', DAMAGED, () => torrentOf('a')),
  input('F32', 'a file without length', DAMAGED, () => torrentOf(dictionary({ path: ['a'] }))),
  input('F33', 'the sum of lengths is beyond 2^53', LARGE, () => torrentOf(fileOf(Number.MAX_SAFE_INTEGER, 'a'), fileOf(Number.MAX_SAFE_INTEGER, 'b'))),
  input('F34', '1 TiB in pieces of 512 MiB', 'accept', () => torrent({ ...GOOD_INFO, length: 2 ** 40, 'piece length': 2 ** 29, pieces: hashes(2048) })),
  input('F35', 'a negative length that another file makes up for', DAMAGED, () => torrentOf(fileOf(-5, 'a'), fileOf(6, 'b'))),
]

const nameInput = (id: string, what: string, name: Encodable) => input(id, what, 'sanitise', () => withField('name', name))
const pathInput = (id: string, what: string, ...path: readonly Encodable[]) => input(id, what, 'sanitise', () => torrentOf(fileOf(1, ...path)))

/** Names and paths that climb, collide or lie. */
export const pathInputs = (): HostileInput[] => [
  nameInput('P01', 'name climbs up', '../../outside/evil.mp4'),
  nameInput('P02', 'name is ".."', '..'),
  nameInput('P03', 'name is "."', '.'),
  nameInput('P04', 'name is "/"', '/'),
  nameInput('P05', 'absolute name', '/etc/cron.d/x'),
  nameInput('P06', 'Windows drive', 'C:\\Windows\\System32\\x.dll'),
  nameInput('P07', 'UNC name', '\\\\server\\share\\x'),
  pathInput('P08', 'path climbs up', '..', '..', 'etc', 'passwd'),
  nameInput('P09', 'NUL in the name', 'film.mp4\u0000.exe'),
  pathInput('P10', 'slash inside a part', 'a/../../b'),
  pathInput('P11', 'backslash inside a part', '..\\..\\b'),
  pathInput('P12', 'empty parts', '', '', 'a'),
  pathInput('P13', 'absolute part', '/etc/passwd'),
  pathInput('P14', 'only dots', '....', 'a'),
  input('P15', 'Windows device names', 'sanitise', () => torrentOf(fileOf(1, 'CON'), fileOf(1, 'nul.mp4'), fileOf(1, 'Com1.txt'), fileOf(1, 'aux', 'a'))),
  input('P16', 'trailing dots and blanks, equal on Windows', 'sanitise', () => torrentOf(fileOf(1, 'a.mkv'), fileOf(1, 'a.mkv.'), fileOf(1, 'a.mkv '))),
  nameInput('P17', 'NTFS stream name', 'film.mp4:evil.exe'),
  nameInput('P18', 'only forbidden characters', '???'),
  nameInput('P19', 'shell characters', 'a|b>c<d*'),
  nameInput('P20', 'name of 10 000 bytes', `${'x'.repeat(10_000)}.mp4`),
  pathInput('P21', '2 000 folders deep', ...Array<string>(2000).fill('d'), 'film.mp4'),
  pathInput('P22', 'path of 8 000 bytes', ...Array<string>(40).fill('f'.repeat(200)), 'film.mp4'),
  nameInput('P23', 'right-to-left override makes .exe look like .mp4', 'film\u202e4pm.exe'),
  nameInput('P24', 'CR LF in the name', 'film\r\nSet-Cookie: x.mp4'),
  nameInput('P25', 'zero-width characters', 'fi\u200blm\u2060.mp4'),
  input('P26', 'climbing name.utf-8 beside a harmless name', 'sanitise', () => torrent({ ...GOOD_INFO, 'name.utf-8': '../evil' })),
  input('P27', 'climbing path.utf-8 beside a harmless path', 'sanitise', () => torrentOf(dictionary({ length: 1, path: ['ok'], 'path.utf-8': ['..', 'x'] }))),
  input('P28', 'a is a file and a folder', 'sanitise', () => torrentOf(fileOf(1, 'a'), fileOf(1, 'a', 'b'))),
  input('P29', 'the same path twice', 'sanitise', () => torrentOf(fileOf(1, 'a'), fileOf(1, 'a'))),
  input('P30', 'paths equal without letter case', 'sanitise', () => torrentOf(fileOf(1, 'Film.mkv'), fileOf(1, 'FILM.MKV'))),
  input('P31', 'paths equal after composing', 'sanitise', () => torrentOf(fileOf(1, '\u00e9.mkv'), fileOf(1, 'e\u0301.mkv'))),
  input('P32', 'BEP 47 symlink out of the torrent', 'accept', () => torrentOf(fileOf(1, 'a.mkv'), dictionary({ attr: 'l', path: ['link'], 'symlink path': ['..', '..', 'etc', 'passwd'] }))),
  input('P33', 'name with a lone escape sequence', 'sanitise', () => withField('name', '\u001b[2Jfilm.mp4')),
  input('P34', 'BEP 47 pad file', 'accept', () => torrentOf(fileOf(100, 'a.mkv'), dictionary({ attr: 'p', length: 65_436 - 50, path: ['.pad', '1'] }), fileOf(50, 'b.mkv'))),
  input('P35', 'a petabyte of padding', DAMAGED, () => torrentOf(fileOf(1, 'a.mkv'), dictionary({ attr: 'p', length: 2 ** 50, path: ['.pad', '1'] }))),
  input('P36', 'name that is no UTF-8', 'accept', () => withField('name', Uint8Array.of(0x66, 0xe9, 0x2e, 0x6d, 0x70, 0x34))),
  input('P37', 'names an application could use for its own files', 'accept', () => torrentOf(fileOf(1, 'state.json'), fileOf(1, '.lock'), fileOf(1, 'pieces.bitfield'))),
  input('P38', 'markup in the name', 'sanitise', () => withField('name', '<img src=x onerror=alert(1)>.mp4')),
  input('P39', 'name that looks like ffmpeg options', 'accept', () => withField('name', '-i concat.mp4')),
  input('P40', '5 000 equal paths', 'sanitise', () => torrent({ name: 'Show', files: repeated(5000, () => fileOf(1, 'same.mkv')), 'piece length': 65_536, pieces: hashes(1) })),
]

/** Large counts. */
export const bigInputs = (): HostileInput[] => [
  input('B01', '10 000 files', 'accept', () => torrentOf(...repeated(10_000, (n) => fileOf(1, `${String(n)}.mkv`)))),
  input('B02', '100 000 files', LARGE, () => torrentOf(...repeated(100_000, (n) => fileOf(1, String(n))))),
  input('B03', 'a million files', ['metainfoTooLarge', 'sourceTooLarge'], () => ascii(`d4:infod5:filesl${'d6:lengthi1e4:pathl1:aee'.repeat(1_000_000)}e4:name1:x${RAW_TAIL}ee`)),
  input('B04', '100 000 pieces', 'accept', () => torrent({ ...GOOD_INFO, length: 100_000 * 16_384, 'piece length': 16_384, pieces: hashes(100_000) })),
  input('B05', 'info of 52 MB (2.6 million pieces)', TOO_LONG, () => torrent({ ...GOOD_INFO, length: 2_600_000 * 16_384, 'piece length': 16_384, pieces: hashes(2_600_000) })),
  input('B06', '100 000 trackers', 'sanitise', () => torrent(GOOD_INFO, { 'announce-list': repeated(100_000, (n) => [`udp://t${String(n)}.example.org:80`]) })),
  input('B07', '10 000 web seeds', 'sanitise', () => torrent(GOOD_INFO, { 'url-list': repeated(10_000, (n) => `https://s${String(n)}.example.org/`) })),
  input('B08', 'a tracker of a megabyte', 'sanitise', () => torrent(GOOD_INFO, { announce: `http://t.example.org/${'x'.repeat(1_000_000)}` })),
  input('B09', 'a comment of 10 MB', 'accept', () => torrent(GOOD_INFO, { comment: 'x'.repeat(10_000_000) })),
  input('B10', '20 000 files, each 32 folders deep', 'accept', () => torrentOf(...repeated(20_000, (n) => fileOf(1, ...Array<string>(31).fill('d'), String(n))))),
]

const trackerInput = (id: string, what: string, tracker: string) => input(id, what, 'sanitise', () => torrent(GOOD_INFO, { announce: tracker }))
const seedInput = (id: string, what: string, seeds: Encodable) => input(id, what, 'sanitise', () => torrent(GOOD_INFO, { 'url-list': seeds }))

/** Addresses a stranger would like us to contact. */
export const networkInputs = (): HostileInput[] => [
  trackerInput('N01', 'tracker on loopback', 'http://127.0.0.1:9999/announce'),
  trackerInput('N02', 'UDP tracker on loopback', 'udp://127.0.0.1:9999'),
  trackerInput('N03', 'tracker on loopback in odd spelling', 'http://0x7f.1:9999/announce'),
  seedInput('N04', 'web seed on loopback', 'http://127.0.0.1:9999/film.mp4'),
  trackerInput('N05', 'tracker on IPv6 loopback', 'http://[::ffff:127.0.0.1]:9999/announce'),
  trackerInput('N06', 'tracker by the name localhost', 'http://LOCALHOST.:9999/announce'),
  seedInput('N07', 'web seeds in the LAN and the cloud metadata address', ['http://192.168.1.1/', 'http://169.254.169.254/latest/meta-data/', 'http://router/']),
  trackerInput('N08', 'tracker with a file scheme', 'file:///etc/passwd'),
  trackerInput('N09', 'tracker with a public user and a local host', 'http://t.example.org@127.0.0.1:9999/'),
  trackerInput('N10', 'tracker host in percent signs', 'http://%31%32%37.0.0.1:9999/'),
  trackerInput('N11', 'tracker with a line break', 'http://t.example.org/\r\nHost: 127.0.0.1'),
  input('N12', 'passkey in the tracker URL', 'accept', () => torrent(GOOD_INFO, { announce: 'https://t.example.org/0123456789abcdef/announce' })),
  input('N13', 'trackers that are no texts', 'accept', () => torrent(GOOD_INFO, { announce: 5, 'announce-list': [1, [2, [3]], dictionary({ a: 1 })] })),
  trackerInput('N14', 'tracker as one number', 'udp://2130706433:9999'),
  trackerInput('N15', 'tracker with full-width digits', 'http://１２７.0.0.1/'),
]

/** Other versions of the format. */
export const versionInputs = (): HostileInput[] => [
  input('V01', 'BEP 52 v2-only torrent', ['torrentV2Only'], () => torrent({ name: 'film', 'piece length': 65_536, 'meta version': 2, 'file tree': dictionary({ 'film.mp4': dictionary({ '': dictionary({ length: 1 }) }) }) })),
  input('V02', 'BEP 52 hybrid', 'accept', () => torrent({ ...GOOD_INFO, 'meta version': 2, 'file tree': dictionary({ 'film.mp4': dictionary({ '': dictionary({ length: 100_000 }) }) }) })),
  input('V03', 'v2-only without saying so', ['torrentV2Only'], () => torrent({ name: 'film', 'piece length': 65_536, 'file tree': new Map() })),
  input('V04', 'BEP 27 private', 'accept', () => torrent({ ...GOOD_INFO, private: 1 })),
  input('V05', 'private is a text', 'accept', () => torrent({ ...GOOD_INFO, private: 'yes' })),
  input('V06', 'a file tree 10 000 deep', BROKEN, () => raw(`d9:file tree${'d1:a'.repeat(10_000)}${'e'.repeat(10_000)}e`)),
  input('V07', 'v2-only with climbing names', ['torrentV2Only'], () => torrent({ name: '..', 'piece length': 65_536, 'meta version': 2, 'file tree': dictionary({ '..': dictionary({ '..': new Map() }) }) })),
]

/** Files that are something else. */
export const otherFileInputs = (): HostileInput[] => [
  input('X01', 'a web page', ['sourceUnknown'], () => ascii('<!DOCTYPE html><html><body>404</body></html>')),
  input('X02', 'a film', ['sourceUnknown'], () => ascii('\x00\x00\x00\x20ftypisom')),
  input('X03', 'a zip archive', ['sourceUnknown'], () => ascii('PK\x03\x04')),
  input('X04', 'a password file', ['sourceUnknown'], () => ascii('root:x:0:0:root:/root:/bin/bash\n')),
  input('X05', 'a bencoded list', ['sourceUnknown'], () => encodeBencode(['a'])),
  input('X06', '20 MB of zeros', TOO_LONG, () => new Uint8Array(20_000_000)),
  input('X07', 'a program', ['sourceUnknown'], () => ascii('\x7fELF\x02\x01')),
]
