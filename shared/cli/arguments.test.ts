import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments.ts'

const strict = (...words: string[]) => parseArguments(words, { unknownOptions: 'refuse' })
const lenient = (...words: string[]) => parseArguments(words, { unknownOptions: 'ignore' })
const plain = {
  headless: false, help: false, sources: [], fileIndex: null, port: 0, noToken: false, downloadDir: null, keep: false, early: false, fromLink: false, allowLocal: false, peers: [],
}

describe('a command line', () => {
  it('without words asks for a window and nothing else', () => {
    expect(strict()).toEqual({ ok: true, value: plain })
  })

  it.each<readonly [string[], object]>([
    [['--headless', 'magnet:?xt=a'], { headless: true, sources: ['magnet:?xt=a'] }],
    [['a.torrent', 'b.torrent'], { sources: ['a.torrent', 'b.torrent'] }],
    [['-', '--keep'], { sources: ['-'], keep: true }],
    [['--file', '3', 'a'], { fileIndex: 3, sources: ['a'] }],
    [['--file=0'], { fileIndex: 0 }],
    [['--port', '8080'], { port: 8080 }],
    [['--port', '1', '--port=2'], { port: 2 }],
    [['--no-token', '--early', '--allow-local'], { noToken: true, early: true, allowLocal: true }],
    [['--download-dir', 'my films'], { downloadDir: 'my films' }],
    [['--download-dir=a=b'], { downloadDir: 'a=b' }],
    [['--download-dir', '-x'], { downloadDir: '-x' }],
    [['--peer', '127.0.0.1:6881', '--peer=[::1]:1', '--peer', 'host.example:65535'], { peers: [{ host: '127.0.0.1', port: 6881 }, { host: '::1', port: 1 }, { host: 'host.example', port: 65_535 }] }],
    [['--keep', '--', '--keep.torrent', '-x'], { keep: true, sources: ['--keep.torrent', '-x'] }],
    [['--headless', '--help'], { headless: true, help: true }],
    [['-h'], { help: true }],
  ])('%j is read', (words, expected) => {
    expect(strict(...words)).toEqual({ ok: true, value: { ...plain, ...expected } })
  })

  it.each<readonly [string[], string]>([
    [['--headless'], 'No source'],
    [['--headless', ''], 'empty'],
    [['-', '-'], 'once'],
    [['--files', '1'], '"--files"'],
    [['-k'], '"-k"'],
    [['--keep=yes'], '--keep takes no value'],
    [['--file'], '--file needs'],
    [['--file', 'x'], '--file needs'],
    [['--file', '-1'], '--file needs'],
    [['--file', '1.5'], '--file needs'],
    [['--file', ''], '--file needs'],
    [['--port'], '--port needs'],
    [['--port', '65536'], '--port needs a whole number from 0 to 65535, not "65536".'],
    [['--port', '--keep'], '--port needs'],
    [['--port', '1e3'], '--port needs'],
    [['--download-dir'], '--download-dir needs'],
    [['--download-dir='], '--download-dir needs'],
    [['--peer'], '--peer needs'],
    [['--peer', '127.0.0.1'], '--peer needs'],
    [['--peer', '127.0.0.1:0'], '--peer needs'],
    [['--peer', '127.0.0.1:65536'], '--peer needs'],
    [['--peer', '::1:6881'], '--peer needs'],
    [['--peer', 'a b:1'], '--peer needs'],
    [['--peer', ':1'], '--peer needs'],
    [['__proto__', '--__proto__'], '"--__proto__"'],
    [['--constructor'], '"--constructor"'],
  ])('%j is refused with %j', (words, sentence) => {
    const outcome = strict(...words)
    expect(outcome).toMatchObject({ ok: false, error: { code: 'argumentInvalid' } })
    expect(!outcome.ok && outcome.error.message).toContain(sentence)
  })

  it('may carry switches of the window\'s runtime, but no wrong values for ours', () => {
    expect(lenient('--disable-gpu', '--user-data-dir=/x', '--keep', 'a.torrent')).toEqual({ ok: true, value: { ...plain, keep: true, sources: ['a.torrent'] } })
    expect(lenient('--port', 'x')).toMatchObject({ ok: false })
  })

  it('of any words is read or refused, never both and never a crash', () => {
    const word = fc.oneof(fc.constantFrom('--file', '--port', '--peer', '--', '-', '--keep', '--headless', '1', 'a:1', 'toString', '--toString', '--hasOwnProperty'), fc.string())
    fc.assert(fc.property(fc.array(word), (words) => {
      const outcome = strict(...words)
      if (outcome.ok) outcome.value.peers.forEach(({ port }) => { expect(port).toBeGreaterThan(0) })
      else expect(outcome.error.message).not.toBe('')
    }))
  })
})
