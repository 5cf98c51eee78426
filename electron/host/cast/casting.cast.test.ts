import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { isListening } from '../../../e2e/lab/cast/receiver.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { NEVER, START, addressGiven, cast, deviceCalled, until, useCastRoom } from './cast-room.fixture.ts'

const room = useCastRoom()

describe('a film that is still coming', () => {
  it('plays on a Chromecast from the second where it was here, and comes back with the second where it was there', async () => {
    const tv = await room.closing(startChromecast('Nursery'))
    const { host, infoHash } = await room.openFilm({ times: 2 })
    const deviceId = await deviceCalled(host, 'Nursery')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20)
    expect(cast(host).positionSec).toBeLessThan(25)
    expect(cast(host).form.method).toBe('direct')
    await until(host, 'it plays on', ({ positionSec }) => positionSec > 22)
    const { last } = await host.handlers['media.stopCast']({}, NEVER)
    expect(last?.phase).toBe('stopped')
    expect(last?.positionSec).toBeGreaterThan(22)
    const address = addressGiven(await tv.process.waitForLine((line) => line.includes('"event":"load"')))
    await waitUntil('the door is closed', async () => !(await isListening(address.hostname, Number(address.port))))
    await tv.process.waitForLine((line) => line.includes('applicationEnded'))
  })

  it('jumps on the device into what is not here yet, and the download follows', async () => {
    await room.closing(startChromecast('Nursery'))
    const { host, seeded, infoHash } = await room.openFilm({ times: 1.5, seconds: 120 })
    const deviceId = await deviceCalled(host, 'Nursery')
    await host.handlers['media.startCast']({ ...START, atSec: 0, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase }) => phase === 'playing')
    await host.handlers['media.castCommand']({ command: { kind: 'seek', toSec: 90 } }, NEVER)
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 90)
    await waitUntil('the part it plays is here', () => host.status()?.verifiedSec.some(({ begin, end }) => begin <= 91 && end >= 91) ?? false)
    const haves = await host.haves(infoHash, Math.ceil(seeded.film.lengthBytes / seeded.torrent.pieceLengthBytes))
    expect(haves.slice(0, Math.floor(haves.length * 0.7))).toContain('.')
  })
})

describe('the door of a cast', () => {
  it('answers the device it is for, with the token, under its own name, and nobody and nothing else', async () => {
    const tv = await room.closing(startChromecast('Nursery'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Nursery')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    const address = addressGiven(await tv.process.waitForLine((line) => line.includes('"event":"load"')))
    const status = async (path: string, headers = {}) => (await fetch(new URL(path, address), { headers })).status
    expect(await status(address.pathname, { range: 'bytes=0-9' })).toBe(206)
    expect(await status(address.pathname.replace(/^\/[^/]+/, '/AAAAAAAAAAAAAAAAAAAAAA'))).toBe(404)
    expect(await status(`${address.pathname.split('/').slice(0, 2).join('/')}/torrents`)).toBe(404)
    expect(await firstLine(address, '127.0.0.2')).toBe('')
    expect(await firstLine(address, '127.0.0.1')).toContain(' 200 ')
    expect(await firstLine(address, '127.0.0.1', 'television.example')).not.toContain(' 200 ')
  })
})

/** The status line that a client with another address gets. */
function firstLine({ hostname, port, pathname, host }: URL, localAddress: string, named = host): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress })
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => { text += chunk }).on('error', () => undefined).once('close', () => { resolve(text.split('\r\n')[0] ?? '') })
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\n\r\n`)
  })
}
