import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startMediaServer } from '../../../e2e/lab/cast/media-server.ts'
import { startLabProcess } from '../../../e2e/lab/lab-process.ts'
import type { Film } from '../../../e2e/lab/film.ts'
import { makeFilm } from '../../../e2e/lab/media.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'

/**
 * The Chromecast of the lab is ours, so what it takes could be what we happen to send: here it is steered by senders that
 * nobody here wrote. Where they are not installed the test says so.
 */
const PYTHON = '/usr/bin/python3'
const isThere = (program: string, ...args: string[]) => mustRun(program, args).then(() => true, () => false)
const closers: (() => unknown)[] = []
let film: Film

beforeAll(async () => { film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 60_000 }) })
afterEach(async () => { for (const close of closers.splice(0).reverse()) await close() })

async function lab(name: string) {
  const server = await startMediaServer(path.dirname(film.path), '127.0.0.1', { '.mp4': 'video/mp4' })
  closers.push(server.close)
  const tv = await startChromecast(name)
  closers.push(tv.close)
  return { server, tv }
}

describe('the Chromecast of the lab', () => {
  it('is played on, paused, jumped in, made quieter and ended by pychromecast', async ({ skip }) => {
    if (!await isThere(PYTHON, '-c', 'import pychromecast')) skip('pychromecast is not installed (python3-pychromecast)')
    const { server, tv } = await lab('Sender one')
    const sender = startLabProcess(PYTHON, [path.resolve(import.meta.dirname, '../../../e2e/lab/cast/pychromecast-sender.py'), tv.address, String(tv.port), server.url(film.name), server.url('words.vtt')])
    closers.push(() => sender.close())
    const seen: string[] = []
    sender.onLine((line) => { seen.push(line) })
    expect(await sender.ended, `${seen.join(', ')} ${sender.complaints()}`).toBe(0)
    expect(seen).toEqual(['playing', 'paused', 'jumped', 'playing again', 'quieter', 'ended'].map((what) => `seen: ${what}`))
    // Our own words are not there: a real receiver shows none then, and says nothing.
    expect(await tv.process.waitForLine((line) => line.includes('"event":"track"'))).toContain('"shown":false')
  })

  it('is played on by VLC, which asks it to prove itself first', async ({ skip }) => {
    if (!await isThere('unshare', '--map-user=1000', '--map-group=1000', 'vlc', '--version')) skip('VLC is not installed, or may not run here')
    const { server, tv } = await lab('Sender two')
    const sender = startLabProcess('unshare', ['--map-user=1000', '--map-group=1000', 'vlc', '--intf=dummy', `--sout=#chromecast{ip=${tv.address},port=${String(tv.port)}}`, '--demux-filter=demux_chromecast', server.url(film.name)])
    closers.push(() => sender.close())
    await tv.process.waitForLine((line) => line.includes('"event":"load"'))
    await tv.process.waitForLine((line) => line.includes('"event":"fetched"') && line.includes('"status":200'))
    await waitUntil('VLC has fetched the film for it', () => server.requests.length > 0)
    await tv.process.waitForLine((line) => line.includes('"state":"PLAYING"'))
  })
})
