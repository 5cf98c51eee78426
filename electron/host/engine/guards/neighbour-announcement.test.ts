import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../../../../shared/ids.ts'
import { readAnnouncement } from './neighbour-announcement.ts'

const HASH = '08ada5a7a6183aae1e09d831df6748d566095a10'
const read = (text: string) => (isInfoHash(HASH) ? readAnnouncement(text, HASH) : null)
const announce = (lines: readonly string[]) => `${['BT-SEARCH * HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n\r\n`

describe('an announcement in the local network', () => {
  it('about the torrent is read, in any letter case', () => {
    const good = { host: '239.192.152.143:6771', port: '6881', infoHash: [HASH], cookie: 'name' }
    expect(read(announce(['Host: 239.192.152.143:6771', 'Port: 6881', `Infohash: ${HASH}`, 'cookie: name']))).toEqual(good)
    expect(read(announce(['PORT:6881', `infohash:${HASH.toUpperCase()}`, 'host: 239.192.152.143:6771']))).toEqual({ ...good, cookie: null })
  })

  it.each([
    ['nothing but its greeting', 'BT-SEARCH * HTTP/1.1'],
    ['another greeting', 'GET / HTTP/1.1\r\n\r\n'],
    ['no port', announce(['Host: 239.192.152.143:6771', `Infohash: ${HASH}`])],
    ['port 0', announce(['Host: 239.192.152.143:6771', 'Port: 0', `Infohash: ${HASH}`])],
    ['a port of many digits', announce(['Host: 239.192.152.143:6771', `Port: ${'9'.repeat(500)}`, `Infohash: ${HASH}`])],
    ['another host', announce(['Host: 127.0.0.1:6771', 'Port: 1', `Infohash: ${HASH}`])],
    ['another torrent', announce(['Host: 239.192.152.143:6771', 'Port: 1', `Infohash: ${'a'.repeat(40)}`])],
    ['no torrent', announce(['Host: 239.192.152.143:6771', 'Port: 1', 'Infohash: zz'])],
    ['lines without a colon', announce(['Host', 'Port', 'Infohash'])],
    ['its torrent beyond what fits a datagram', announce(['Host: 239.192.152.143:6771', 'Port: 1', ...Array.from({ length: 2000 }, () => 'X: y'), `Infohash: ${HASH}`])],
  ])('with %s is nothing', (_what, text) => {
    expect(read(text)).toBe(null)
  })

  it('never throws, whatever was sent', () => {
    const words = fc.string({ unit: fc.constantFrom('BT-SEARCH * HTTP/1.1', '\r\n', 'Host: ', 'Port: ', 'Infohash: ', HASH, '239.192.152.143:6771', '1', ':', ' ') })
    fc.assert(fc.property(words, (text) => { expect(read(text) === null || read(text)?.infoHash[0] === HASH).toBe(true) }))
  })
})
