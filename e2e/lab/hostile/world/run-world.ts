import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import type { HostileInput } from '../hostile-input.ts'
import { dictionary, GOOD_INFO, torrent } from '../hostile-input.ts'
import { makeHostileInputs } from '../hostile-inputs.ts'
import { dhtMessages, greetings, linkAnswers, neighbourMessages, peerMessages, socketMessages, trackerAnswers, udpAnswers, webSeedAnswers } from '../hostile-messages.ts'
import { FORBIDDEN, FORBIDDEN_PORTS, PUBLIC, strangerAddress } from './addresses.ts'
import { startNameServer } from './name-server.ts'
import { nameServerAddress } from './own-network.ts'
import { startProgram } from './program.ts'
import type { Program } from './program.ts'
import { SITE, startPublicSite, udpTracker } from './public-site.ts'
import type { PublicSite } from './public-site.ts'
import { intrude, meet } from './stranger.ts'
import type { Stranger } from './stranger.ts'
import { watchForbidden } from './watch-forbidden.ts'

/**
 * Shows every hostile input to the real program, in a network of its own where strangers, this computer and the LAN are all within reach and watched.
 * Arguments: the built headless program, a folder. The last line of standard output is the report as JSON.
 */

export interface WorldReport {
  /** What went wrong, one sentence each. */
  readonly faults: readonly string[]
  /** Who was reached that may not be. */
  readonly forbidden: readonly string[]
  /** Whether somebody who does reach them is noticed. */
  readonly watchSees: boolean
  /** How much was shown, by kind. */
  readonly shown: Readonly<Record<string, number>>
  /** Longest answer of the server, and the most that the program worked between a question and its answer. */
  readonly slowestMs: number
  readonly busiestMs: number
  readonly exitCode: number | null
  /** Names in the folder afterwards, the program's own temporary folder left out. */
  readonly left: readonly string[]
  readonly log: string
}

/** The program may not work for longer on any input. */
const BUSY_LIMIT_MS = 3000
/** What must happen does within a moment; on a busy machine each side of it waits for its turn. */
const LIMIT_MS = 20_000
const [, FORBIDDEN_PORT] = FORBIDDEN_PORTS
/** Worth a line of the log. */
const SLOW_MS = 300
const OWN_TEXT = 'the person wrote this'
const [cli = '', folder = ''] = process.argv.slice(2)
const faults: string[] = []
const shown: Record<string, number> = {}
const sha1Hex = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
const infoHashOf = (info: object) => sha1Hex(encodeBencode(dictionary(Object.fromEntries(Object.entries(info)))))
const count = (kind: string) => { shown[kind] = (shown[kind] ?? 0) + 1 }

async function waitFor(what: string, isSo: () => boolean, limitMs = LIMIT_MS): Promise<void> {
  const endsMs = performance.now() + limitMs
  while (!isSo() && performance.now() < endsMs) await new Promise((resolve) => setTimeout(resolve, 20))
  if (!isSo()) faults.push(`${what} did not happen within ${String(limitMs)} ms\n`)
}

/** Writes a torrent with a name of its own, so that it is no other one's twin, and opens it. */
async function openTorrent(program: Program, id: string, outer: Parameters<typeof torrent>[1]): Promise<string> {
  const info = { ...GOOD_INFO, name: `${id}.mp4` }
  const file = path.join(folder, 'given', `${id}.torrent`)
  await writeFile(file, torrent(info, outer))
  const { code, message } = await program.open(file)
  if (code !== 'metadata') faults.push(`${id}: ${code} ${message}`)
  return infoHashOf(info)
}

/** What can be given on a line, or as a file. Making the large ones takes a while in which nobody could look after the program, so they are made before it starts. */
async function prepareInputs(): Promise<HostileInput[]> {
  const inputs = makeHostileInputs().filter((input) => input.kind === 'torrent' || (input.text.trim() !== '' && !/[\r\n]/.test(input.text.trim())))
  for (const [n, input] of inputs.entries()) if (input.kind === 'torrent') await writeFile(fileOf(input), unlikeBytes(input.bytes(), n))
  return inputs
}

const fileOf = ({ id }: HostileInput) => path.join(folder, 'given', `${id}.torrent`)

async function showInputs(program: Program, inputs: readonly HostileInput[]): Promise<void> {
  const magnets = inputs.filter(({ kind, expect }) => kind === 'magnet' && expect !== 'reject')
  for (const [n, input] of inputs.entries()) if (!magnets.includes(input)) await showInput(program, input, n)
  // Links that are accepted search for their metadata until the time is over; they do so together.
  await Promise.all(magnets.map((input, n) => showInput(program, input, n)))
}

async function showInput(program: Program, input: HostileInput, n: number): Promise<void> {
  count(input.kind)
  const source = input.kind === 'torrent' ? fileOf(input) : unlike(input.text.trim(), n)
  const slowestMs = program.slowestMs()
  const { code, message, busyMs } = await program.open(source)
  noteSlow(program, slowestMs, `${input.id} ${input.what}`)
  const accepted = input.kind === 'torrent' ? ['metadata'] : ['metadataTimeout', 'metadata']
  // On a command line everything else is a path, of a file that is not there.
  const refusals = [...input.codes, ...(input.kind === 'text' ? ['sourceUnreadable'] : [])]
  const wanted: readonly string[] = input.expect === 'reject' ? refusals : accepted
  if (!wanted.includes(code)) faults.push(`${input.id} ${input.what}: ${code} ${message}`)
  if (code !== 'metadataTimeout' && busyMs > BUSY_LIMIT_MS) faults.push(`${input.id} ${input.what}: took ${String(busyMs)} ms of the processor\n`)
  if (code !== 'metadata' && !/^\p{L}.{10,}/u.test(message)) faults.push(`${input.id}: no sentence but "${message}"`)
}

function noteSlow(program: Program, slowestMs: number, what: string): void {
  if (program.slowestMs() > Math.max(SLOW_MS, slowestMs)) process.stdout.write(`${what}: the server answered after ${String(Math.round(program.slowestMs()))} ms\n`)
}

/** Another hash for every link, so that each is a torrent of its own. */
function unlike(text: string, n: number): string {
  return text.replace(/0123456789abcdef(?=[0-9a-f]{24})/, `${n.toString(16).padStart(4, '0')}456789abcdef`)
}

/** Another name of the same length for every torrent that has the common one. */
function unlikeBytes(bytes: Uint8Array, n: number): Uint8Array {
  const at = Buffer.from(bytes).indexOf('4:name8:film.mp4')
  return at < 0 ? bytes : Buffer.concat([bytes.subarray(0, at), Buffer.from(`4:name8:f${String(n).padStart(3, '0')}.mp4`), bytes.subarray(at + 16)])
}

async function showAnswers(program: Program, site: PublicSite): Promise<void> {
  for (const { id } of trackerAnswers()) await openTorrent(program, id, { announce: `${SITE}/tracker/${id}/announce` })
  for (const { id } of webSeedAnswers()) await openTorrent(program, id, { 'url-list': `${SITE}/seed/${id}/film.mp4` })
  for (const [n, { id }] of udpAnswers().entries()) await openTorrent(program, id, { announce: udpTracker(n) })
  for (const { id } of socketMessages()) {
    site.infoHashes.set(id, infoHashOf({ ...GOOD_INFO, name: `${id}.mp4` }))
    await openTorrent(program, id, { announce: `ws://${PUBLIC.site}/ws/${id}` })
  }
  const asked = [...trackerAnswers(), ...webSeedAnswers(), ...udpAnswers(), ...socketMessages()]
  for (const { id, what } of asked) {
    count(`answer ${id.slice(0, 1)}`)
    await waitFor(`the question answered by ${id} ${what}`, () => site.asked().has(id))
  }
  for (const { id, what } of linkAnswers()) {
    count('link')
    const { code } = await program.open(`${SITE}/link/${id}`)
    if (!/^(source|bencode|metainfo)/.test(code)) faults.push(`${id} ${what}: ${code}`)
    if (!site.asked().has(id)) faults.push(`${id} was not asked`)
  }
}

/** Trackers, web seeds and peers whose names lead where nobody may be sent. */
async function showNames(program: Program): Promise<void> {
  const hosts = FORBIDDEN.filter((address) => address.includes('.')).map((address) => `ip-${address.replaceAll('.', '-')}.example.org:9999`)
  await openTorrent(program, 'names', {
    'announce-list': [hosts.flatMap((host) => [`http://${host}/announce`, `udp://${host}`, `ws://${host}/`, `wss://${host}/`])],
    'url-list': hosts.map((host) => `http://${host}/film.mp4`),
  })
  await program.open(`magnet:?xt=urn:btih:${'d'.repeat(40)}${hosts.map((host) => `&x.pe=${host}`).join('')}`)
  for (const host of hosts) {
    count('name')
    const { code } = await program.open(`http://${host}/x.torrent`)
    if (code !== 'sourceForbidden') faults.push(`a link to ${host}: ${code}`)
  }
}

async function showPeers(program: Program, site: PublicSite): Promise<void> {
  const infoHash = await openTorrent(program, 'target', { announce: `${SITE}/target/announce` })
  await waitFor('an announce of the target', () => site.torrentPort() !== null)
  const port = site.torrentPort() ?? 0
  let n = 0
  for (const { id, what, bytes, closes } of peerMessages()) {
    for (const hash of [infoHash, UNKNOWN]) {
      count('peer')
      const peer = hash === UNKNOWN ? await meetSearching(program, port, n++) : await meet(port, hash, n++)
      if (peer === null) { faults.push(`${id}: nobody was at home for it`); continue }
      const ids = [await peer.extensionId('ut_metadata'), await peer.extensionId('ut_pex')] as const
      const slowestMs = program.slowestMs()
      peer.send(...bytes(...ids))
      if (closes && hash === infoHash && !(await peer.isClosed(LIMIT_MS))) faults.push(`${id} ${what}: the connection stayed`)
      if (!(await isAnswered(port, infoHash, n++))) faults.push(`${id} ${what}: nobody is answered any more`)
      peer.close()
      noteSlow(program, slowestMs, `${id} ${what}`)
    }
  }
  for (const { id, what, bytes } of greetings()) {
    count('greeting')
    const leave = await intrude(port, bytes, n++)
    if (!(await isAnswered(port, infoHash, n++))) faults.push(`${id} ${what}: nobody is answered any more`)
    leave()
  }
  await showDatagrams(port, infoHash)
}

/** A torrent whose details nobody has. */
const UNKNOWN = 'e'.repeat(40)

/** Meets the program while it looks for the details of the unknown torrent; after its time is over it is asked to look again. */
async function meetSearching(program: Program, port: number, n: number): Promise<Stranger | null> {
  const peer = await meet(port, UNKNOWN, n)
  if (peer !== null) return peer
  void program.open(`magnet:?xt=urn:btih:${UNKNOWN}&tr=${encodeURIComponent(`${SITE}/tracker/unknown/announce`)}`).catch(() => undefined)
  // It looks on its disk first; until it looks outside, a stranger that asks for it is sent away.
  const endsMs = performance.now() + LIMIT_MS
  for (;;) {
    const again = await meet(port, UNKNOWN, n)
    if (again !== null || performance.now() > endsMs) return again
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function isAnswered(port: number, infoHash: string, n: number): Promise<boolean> {
  const peer = await meet(port, infoHash, n)
  peer?.close()
  return peer !== null
}

async function showDatagrams(port: number, infoHash: string): Promise<void> {
  const peer = await meet(port, infoHash, 0)
  const dhtPort = await peer?.dhtPort() ?? null
  peer?.close()
  if (dhtPort === null) { faults.push('the program told no port of its DHT node'); return }
  const socket = createSocket('udp4')
  let answered = 0
  socket.on('message', (bytes) => { if (bytes.toString('latin1').includes('1:t2:zz')) answered += 1 })
  socket.bind(0, strangerAddress(0))
  const ping = encodeBencode(dictionary({ t: 'zz', y: 'q', q: 'ping', a: dictionary({ id: new Uint8Array(20).fill(9) }) }))
  for (const { id, what, bytes } of dhtMessages()) {
    count('dht')
    socket.send(bytes.slice(0, 1400), dhtPort, PUBLIC.site)
    const before = answered
    const ask = setInterval(() => socket.send(ping, dhtPort, PUBLIC.site), 100)
    socket.send(ping, dhtPort, PUBLIC.site)
    await waitFor(`an answer of the DHT node after ${id} ${what}`, () => answered > before)
    clearInterval(ask)
  }
  for (const { id, what, bytes } of neighbourMessages()) {
    count('neighbour')
    socket.send(bytes, NEIGHBOUR_PORT, PUBLIC.site)
    if (!(await isAnswered(port, infoHash, 1))) faults.push(`${id} ${what}: nobody is answered any more`)
  }
  socket.close()
}

/** BEP 14. */
const NEIGHBOUR_PORT = 6771

/** Everything below the folder but what the program keeps in its temporary place. */
async function listOutside(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => !name.startsWith('temp') && !name.startsWith('given')).sort()
}

/** Does what the program must not: one connection and one datagram. */
async function trespass(): Promise<void> {
  const socket = createSocket('udp4')
  socket.send('x', FORBIDDEN_PORT, FORBIDDEN[3], () => socket.close())
  await new Promise((resolve) => { const connection = connect(FORBIDDEN_PORT, FORBIDDEN[2], () => { connection.destroy(); resolve(null) }) })
}

async function main(): Promise<WorldReport> {
  await Promise.all(['given', 'temp', 'work/downloads'].map((name) => mkdir(path.join(folder, name), { recursive: true })))
  await writeFile(path.join(folder, 'work', 'downloads', 'film.mp4'), OWN_TEXT)
  const before = await listOutside()
  await startNameServer(await nameServerAddress())
  const [watch, site] = await Promise.all([watchForbidden(), startPublicSite()])
  const inputs = await prepareInputs()
  const env = { ...process.env, TMPDIR: path.join(folder, 'temp'), TORRENT_TIMEOUT: '3000', TORRENT_MAX_RETRIES: '0', TORRENT_MAX_CONNECTIONS: '1000', TORRENT_DISCOVERY: 'all' }
  const program = await startProgram(cli, ['--download-dir', path.join(folder, 'work', 'downloads')], env)
  for (const [what, show] of [['inputs', () => showInputs(program, inputs)], ['peers', () => showPeers(program, site)], ['answers', () => showAnswers(program, site)], ['names', () => showNames(program)]] as const) {
    const startedMs = performance.now()
    await show().catch((error: unknown) => faults.push(`${what}: ${String(error)}`))
    process.stdout.write(`${what} shown in ${String(Math.round(performance.now() - startedMs))} ms, slowest answer ${String(Math.round(program.slowestMs()))} ms, busiest ${String(program.busiestMs())} ms\n`)
  }
  const exitCode = await program.end()
  const own = await readFile(path.join(folder, 'work', 'downloads', 'film.mp4'), 'utf8')
  if (own !== OWN_TEXT) faults.push('a file of the person was overwritten')
  const left = (await listOutside()).filter((name) => !before.includes(name))
  if (!site.asked().has('unknown')) faults.push('the tracker of a link was never asked')
  const forbidden = [...watch.seen()]
  await trespass()
  await waitFor('that the watch sees a trespasser', () => watch.seen().length === forbidden.length + 2)
  return { faults, forbidden, watchSees: watch.seen().length === forbidden.length + 2, shown, slowestMs: Math.round(program.slowestMs()), busiestMs: program.busiestMs(), exitCode, left, log: program.process.complaints() }
}

process.stdout.write(`${JSON.stringify(await main())}\n`, () => { process.exit(0) })
