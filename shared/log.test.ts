import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatLogLine, scrub } from './log.ts'

it.each([
  [['host', 'restarted', { restarts: 2, code: null }], 'host restarted restarts=2 code=null'],
  [['host', 'failed', { message: 'it "broke"\nhere' }], 'host failed message="it \\"broke\\"\\nhere"'],
  [['window', 'opened', undefined], 'window opened'],
  [['server', 'listens', { address: 'http://127.0.0.1:4000/secret/x' }], 'server listens address="http://127.0.0.1:4000/…"'],
] as const)('%j is one line', ([area, event, facts], line) => {
  expect(formatLogLine(area, event, facts)).toBe(line)
})

describe('a log', () => {
  it.each([
    ['a token', 'GET http://127.0.0.1:40001/s3cr3tTokenOf22Letters/torrents/1', 'GET http://127.0.0.1:40001/…'],
    ['whom it talked to', 'connect ECONNREFUSED 203.0.113.9:6881', 'connect ECONNREFUSED <address>:6881'],
    ['whom it talked to by IPv6', 'connect 2001:db8::7 and [fe80::1:2:3]', 'connect <address> and [<address>]'],
    ['a tracker with its passkey', 'warning (https://t.example.org/0123abcd/announce)', 'warning (https://<address>'],
    ['what is watched', 'torrent 08ada5a7a6183aae1e09d831df6748d566095a10 failed', 'torrent <hash> failed'],
    ['a link', 'opened magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10&dn=Film', 'opened magnet:…'],
    ['a file', "ENOENT: no such file, open '/home/anna/My Films/Film (2020).mkv'", "ENOENT: no such file, open '<path>'"],
    ['a file on Windows', 'EBUSY: C:\\Users\\anna\\Film.mkv', 'EBUSY: <path>'],
    ['a file with blanks and without quotes', 'cannot read /home/anna/My Films/My Film.mkv now', 'cannot read <path> now'],
    ['a folder without quotes', 'cannot write to /media/anna/disk now', 'cannot write to <path> now'],
  ])('does not hold %s', (_what, text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed)
  })

  it.each([
    ['at read (/opt/millrace/out/main/host.js:12:34)', 'at read (…/host.js:12:34)'],
    ['at file:///home/anna/millrace/out/main/chunks/x-1a.mjs:5:6', 'at …/x-1a.mjs:5:6'],
    ['at C:\\Program Files\\Millrace\\out\\main\\cli.js:1:2', 'at …/cli.js:1:2'],
  ])('keeps the place in the program: %s', (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed)
  })

  it.each(['3 of 4 pieces, 12:34:56', 'and/or', 'listens on 127.0.0.1:4000', 'Error: bytes 0-1/2', 'node:internal/streams 1 2', 'a :: b'])('keeps %s as it is', (text) => {
    expect(scrub(text)).toBe(text)
  })

  it('is the same when it is scrubbed twice', () => {
    const words = fc.string({ unit: fc.constantFrom('/', 'a', ' ', "'", 'http://', 'x.js', ':1', '10.0.0.1', 'C:\\', 'magnet:?', '::', 'f', '<', '0'.repeat(40)) })
    fc.assert(fc.property(words, (text) => { expect(scrub(scrub(text))).toBe(scrub(text)) }), { numRuns: 2000 })
  })
})
