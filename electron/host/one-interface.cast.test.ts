import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBehindCable } from '../../e2e/lab/cast/cable.ts'
import type { Cabled } from '../../e2e/lab/cast/cable.ts'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import { mustRun } from '../../e2e/lab/run-tool.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { DEFAULT_NETWORK } from '../../shared/network/network-wish.ts'
import { readUrl, startTestHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'

/** Two cables to two other computers: what a person has as a VPN, and the line beside it. */
const [VPN, LINE] = ['10.61.1', '10.61.2']
const SEEDER = '10.61.9.9'
const NEVER = new AbortController().signal

let folder: TempFolder
const closers: (() => unknown)[] = []
beforeEach(async () => { folder = await createTempFolder('interface') })
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await folder.close()
})

/** Connections and datagrams that came to the computer at the end of a cable, by the counters of its system (RFC 4022, RFC 4113). */
async function arrivals({ process: { pid } }: Cabled): Promise<string> {
  const counters = (await mustRun('nsenter', ['--net', '--target', String(pid), 'cat', '/proc/net/snmp'])).split('\n')
  const read = (protocol: string, name: string) => {
    const [names, values] = counters.filter((line) => line.startsWith(`${protocol}:`)).map((line) => line.split(' '))
    return values?.[names?.indexOf(name) ?? -1] ?? 'not counted'
  }
  return `${read('Tcp', 'PassiveOpens')} connections, ${read('Udp', 'InDatagrams')} and ${read('Udp', 'NoPorts')} datagrams`
}

const NOTHING = '0 connections, 0 and 0 datagrams'

/** A libtorrent seeder that is reached by the cable, at an address beyond it. */
async function seederBehind(network: string, torrentPath: string, savePath: string): Promise<Cabled> {
  const program = path.join(import.meta.dirname, '../../e2e/lab/libtorrent-seeder.py')
  const settings = (host: string) => JSON.stringify({ torrent: torrentPath, alsoTorrents: [], savePath, seed: true, host, port: 6881, uploadBytesPerSec: 300_000, utp: true, peers: [] })
  const cabled = await startBehindCable(network, (card) => ['sh', '-c', `ip address add ${SEEDER}/32 dev ${card} && ip route add default via ${network}.1 && exec /usr/bin/python3 "$0" "$1"`, program, settings(SEEDER)])
  closers.push(cabled.close)
  await cabled.process.waitForLine((line) => line.includes('"ready"'))
  return cabled
}

describe('by one interface', () => {
  it('goes everything; when it is gone nothing goes by another one, and all goes on when it is back', async () => {
    const content = await writeRandomContent(folder.path, 3_000_000)
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes: 65_536 })
    const vpn = await seederBehind(VPN, torrent.torrentPath, torrent.savePath)
    const line = await seederBehind(LINE, torrent.torrentPath, torrent.savePath)
    // The VPN is preferred; when it falls, the system would take the line.
    await mustRun('ip', ['route', 'add', SEEDER, 'via', vpn.itsAddress, 'dev', vpn.ourCard, 'metric', '10'])
    await mustRun('ip', ['route', 'add', SEEDER, 'via', line.itsAddress, 'dev', line.ourCard, 'metric', '20'])
    for (const quiet of [['link', 'set', line.ourCard, 'multicast', 'off'], ['-6', 'address', 'flush', 'dev', line.ourCard]]) await mustRun('ip', quiet)
    const host = await startTestHost({ discovery: 'all', peers: [{ host: SEEDER, port: 6881 }], network: { ...DEFAULT_NETWORK, networkInterface: vpn.ourCard } })
    closers.push(host.close)
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const stream = await host.openStream(infoHash)
    const reading = readUrl(stream.url)
    await reading.waitFor(200_000)
    expect(await arrivals(vpn)).toMatch(/^[1-9]/)
    expect(await arrivals(line)).toBe(NOTHING)

    // A VPN that ends takes its address with it.
    await mustRun('ip', ['address', 'flush', 'dev', vpn.ourCard])
    await waitUntil('the film says why it waits', () => host.status()?.stall?.reason === 'wayOut')
    expect(host.snapshot()?.problem).toMatchObject({ code: 'interfaceGone', details: { name: vpn.ourCard } })
    expect((await host.handlers['media.readReach']({ ask: false }, NEVER)).port).toBe(0)
    const waited = reading.receivedBytes()

    await mustRun('ip', ['address', 'add', `${vpn.ourAddress}/24`, 'dev', vpn.ourCard])
    await mustRun('ip', ['route', 'replace', SEEDER, 'via', vpn.itsAddress, 'dev', vpn.ourCard, 'metric', '10'])
    await reading.waitFor(waited + 200_000)
    // What ends the connections of the VPN may leave by the line; nobody is dialled there, and nothing is said.
    expect(await arrivals(line)).toBe(NOTHING)
    expect(host.snapshot()?.problem).toBeNull()
    reading.stop()
  })
})
