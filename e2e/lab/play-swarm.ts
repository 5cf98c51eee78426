import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { makeTorrent } from './make-torrent.ts'
import { makeFilm } from './media.ts'
import type { FilmKind } from './media.ts'
import { createSwarm } from './swarm.ts'
import type { Seeder, Swarm } from './swarm.ts'
import { createTempFolder } from './temp-folder.ts'

/** `npm run swarm`: a film and peers on this computer to play with, until Ctrl+C. Needs no internet. */

const HELP = `npm run swarm -- [options]
  --film KIND         mkv (default), mp4IndexAtEnd, mp4IndexAtStart, webm
  --seconds N         length of the film, 300
  --bytes-per-sec N   rate of the film, 1000000
  --piece N           piece length in bytes, 262144
  --client NAME       libtorrent (default) or transmission
  --seeders N         good peers, 3
  --times X           what all good peers send together, as a multiple of the film's rate, 2; 0 = no cap
  --delay MS          one-way delay of every good peer, 0
  --slow N            peers that send 5 kB/s, 0
  --silent N          peers that fall silent after 300 kB, 0
  --corrupt N         peers that send wrong bytes, 0
While it runs, type: stop, start (all good peers), rate N (bytes a second of each), peers.
`
const OPTIONS = {
  film: { type: 'string', default: 'mkv' },
  seconds: { type: 'string', default: '300' },
  'bytes-per-sec': { type: 'string', default: '1000000' },
  piece: { type: 'string', default: '262144' },
  client: { type: 'string', default: 'libtorrent' },
  seeders: { type: 'string', default: '3' },
  times: { type: 'string', default: '2' },
  delay: { type: 'string', default: '0' },
  slow: { type: 'string', default: '0' },
  silent: { type: 'string', default: '0' },
  corrupt: { type: 'string', default: '0' },
  help: { type: 'boolean', default: false },
} as const

const FILM_KINDS: readonly FilmKind[] = ['mkv', 'mp4IndexAtEnd', 'mp4IndexAtStart', 'webm']
const SLOW_BYTES_PER_SEC = 5000
const SILENT_AFTER_BYTES = 300_000

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help) return void process.stdout.write(HELP)
  const folder = await createTempFolder('swarm')
  const swarm = createSwarm()
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    const seeders = await openSwarm(swarm, folder.path, values)
    listenForCommands(seeders)
    await interrupted
  } finally {
    await swarm.close()
    await folder.close()
  }
  process.exit(0)
}

async function openSwarm(swarm: Swarm, folder: string, values: Wishes): Promise<readonly Seeder[]> {
  const number = (name: NumberName) => wholeNumber(name, values[name])
  const kind = FILM_KINDS.find((known) => known === values.film) ?? complain(`--film ${values.film} is none of ${FILM_KINDS.join(', ')}`)
  const bytesPerSec = number('bytes-per-sec')
  const film = await makeFilm({ kind, seconds: number('seconds'), bytesPerSec })
  const tracker = await swarm.startTracker()
  const torrent = await makeTorrent({ content: film.path, torrentPath: path.join(folder, 'film.torrent'), pieceLengthBytes: number('piece'), trackers: [tracker.url] })
  const count = number('seeders')
  const client = values.client === 'transmission' ? 'transmission' : 'libtorrent'
  const uploadBytesPerSec = Math.round((Number(values.times) * bytesPerSec) / Math.max(1, count))
  const delay = number('delay') > 0 ? { delayMs: number('delay') } : {}
  const seeders = await Promise.all(times(count, () => swarm.startSeeder({ kind: client, torrent, uploadBytesPerSec, ...delay })))
  const odd = await Promise.all([
    ...times(number('slow'), () => swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: SLOW_BYTES_PER_SEC })),
    ...times(number('silent'), () => swarm.startOddPeer(torrent, { kind: 'silent', afterBytes: SILENT_AFTER_BYTES })),
    ...times(number('corrupt'), () => swarm.startOddPeer(torrent, { kind: 'corrupt' })),
  ])
  say(`Film     ${film.path} (${(film.lengthBytes / 1e6).toFixed(1)} MB)`)
  say(`Peers    ${seeders.length} good (${uploadBytesPerSec === 0 ? 'no cap' : `${uploadBytesPerSec} bytes a second each`}), ${odd.length} odd: ${[...seeders, ...odd].map((peer) => peer.address).join(' ')}`)
  say(`In the window      npm start -- --allow-local ${torrent.torrentPath}`)
  say(`As a pasted link   npm start -- --allow-local "${torrent.magnet}"`)
  say(`Without a window   npm start -- --headless --allow-local ${torrent.torrentPath}`)
  say('Ctrl+C ends the swarm; type stop, start, rate N or peers and Enter.')
  return seeders
}

type Wishes = Readonly<Record<'film' | 'client' | 'times' | NumberName, string>>
type NumberName = 'seconds' | 'bytes-per-sec' | 'piece' | 'seeders' | 'delay' | 'slow' | 'silent' | 'corrupt'

function listenForCommands(seeders: readonly Seeder[]): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    obey(line.trim().split(/\s+/), seeders).catch((error: unknown) => say(String(error)))
  })
}

async function obey([word, amount]: readonly string[], seeders: readonly Seeder[]): Promise<void> {
  if (word === 'stop') await Promise.all(seeders.map((seeder) => seeder.stop()))
  if (word === 'start') await Promise.all(seeders.map((seeder) => seeder.start()))
  if (word === 'rate') await Promise.all(seeders.map((seeder) => seeder.setUploadRate(Number(amount))))
  for (const seeder of seeders) say(`${seeder.address} sent ${((await seeder.uploadedBytes()) / 1e6).toFixed(1)} MB`)
}

function wholeNumber(name: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : complain(`--${name} ${text} is not a whole number`)
}

function complain(why: string): never {
  process.stderr.write(`${why}\n${HELP}`)
  process.exit(2)
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
