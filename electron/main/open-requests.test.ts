import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { absoluteWords, createOpenRequests, fitArrival, toOpenSource } from './open-requests.ts'

const cwd = path.resolve('/home/person')
const magnet = 'magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10'

describe('a word of the command line', () => {
  it.each([
    [magnet, { kind: 'text', text: magnet }],
    ['08ada5a7a6183aae1e09d831df6748d566095a10', { kind: 'text', text: '08ada5a7a6183aae1e09d831df6748d566095a10' }],
    ['https://example.org/a.torrent', { kind: 'text', text: 'https://example.org/a.torrent' }],
    ['films/a.torrent', { kind: 'path', path: path.join(cwd, 'films/a.torrent') }],
    ['/films/a.torrent', { kind: 'path', path: path.resolve('/films/a.torrent') }],
    ['../a.torrent', { kind: 'path', path: path.resolve('/home/a.torrent') }],
    ['magnet:?dn=nothing', { kind: 'text', text: 'magnet:?dn=nothing' }],
  ])('%s is opened', (word, source) => {
    expect(toOpenSource(word, cwd)).toEqual(source)
  })

  it.each(['', '-', '--allow-file-access-from-files', '--renderer-cmd-prefix=evil', 'x'.repeat(70_000), `magnet:?xt=${'x'.repeat(70_000)}`])('%.40j is left out', (word) => {
    expect(toOpenSource(word, cwd)).toBeNull()
  })

  it('means the same in any folder once its paths are whole', () => {
    expect(absoluteWords({ words: [magnet, 'films/a.torrent', '08ada5a7a6183aae1e09d831df6748d566095a10'], cwd })).toEqual([magnet, path.join(cwd, 'films/a.torrent'), '08ada5a7a6183aae1e09d831df6748d566095a10'])
  })

  it('that is the name of an existing file is opened as that file', () => {
    expect(toOpenSource(path.basename(import.meta.filename), import.meta.dirname)).toEqual({ kind: 'path', path: import.meta.filename })
  })
})

describe('what a second start hands over', () => {
  const arrival = (words: readonly string[]) => ({ words: [...words], cwd, fromLink: false })
  const long = `${magnet}${'&tr=udp%3A%2F%2Ftracker.example.org%3A80'.repeat(400)}`

  it('is handed over as it is when it is short', () => {
    expect(fitArrival(arrival([magnet, 'a.torrent']), 12_000)).toEqual(arrival([magnet, 'a.torrent']))
  })

  it('keeps what a link is about and as many of its trackers as there is room for', () => {
    const [word = ''] = fitArrival(arrival([long]), 12_000).words
    expect(long.startsWith(`${word}&tr=`)).toBe(true)
    expect(word.length).toBeGreaterThan(11_000)
    expect(word.startsWith(magnet)).toBe(true)
  })

  it('is never longer than what may be handed over', () => {
    const words = [long, long, ...Array.from({ length: 500 }, (_, at) => `/films/${String(at)}/"a" film.torrent`), 'x'.repeat(20_000), magnet]
    const fitted = fitArrival(arrival(words), 12_000)
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(12_000)
    expect(fitted.words[0]?.startsWith(magnet)).toBe(true)
  })
})

describe('things to open from outside', () => {
  it('wait until the page listens, come in order, and wait again while the page is away', () => {
    const requests = createOpenRequests(() => undefined)
    const seen: OpenSource[] = []
    requests.addWords([magnet, '--flag', 'a.torrent'], cwd)
    requests.startDelivery((source) => { seen.push(source) })
    expect(seen).toEqual([{ kind: 'text', text: magnet }, { kind: 'path', path: path.join(cwd, 'a.torrent') }])
    requests.stopDelivery()
    requests.addPath('/b.torrent')
    expect(seen).toHaveLength(2)
    requests.startDelivery((source) => { seen.push(source) })
    expect(seen[2]).toEqual({ kind: 'path', path: '/b.torrent' })
    requests.addPath('/c.torrent')
    expect(seen[3]).toEqual({ kind: 'path', path: '/c.torrent' })
  })

  it('are foreign when a link came from another program; a file was chosen by the person', () => {
    const requests = createOpenRequests(() => undefined)
    const seen: boolean[] = []
    requests.addWords([magnet, 'a.torrent'], cwd, { fromLink: true })
    requests.startDelivery((_source, foreign) => { seen.push(foreign) })
    requests.addWords([magnet], cwd)
    requests.addWords([magnet], cwd, { fromLink: true })
    expect(seen).toEqual([true, false, false, true])
  })

  it('are bounded', () => {
    const requests = createOpenRequests(() => undefined)
    let seen = 0
    for (let i = 0; i < 500; i++) requests.addPath('/x.torrent')
    requests.startDelivery(() => { seen++ })
    expect(seen).toBe(100)
  })
})
