import { readdir } from 'node:fs/promises'
import { PLAIN_PAGE } from '../../../shared/playback/device-profile.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { readUrl, startTestHost } from './running-host.ts'
import type { RunningHost } from './running-host.ts'

/**
 * A program for soaks: a host in which torrents are opened, watched and closed again and again, as often as told, in every
 * manner. Prints what the process holds as JSON lines. Started with --expose-gc.
 */

interface Wish {
  readonly cycles: number
  readonly checkEvery: number
  /** Cycles before the first look: what is made once and kept is made in them. */
  readonly warmUp: number
  readonly tempDir: string
  readonly peer: { readonly host: string; readonly port: number }
  readonly films: readonly { readonly torrentPath: string; readonly magnet: string; readonly lengthBytes: number }[]
}

const wish: Wish = JSON.parse(process.argv[2] ?? '')
process.env['TMPDIR'] = wish.tempDir

async function main(): Promise<void> {
  const host = await startTestHost({ peers: [wish.peer], keptDir: `${wish.tempDir}/kept`, ffmpegPlaces: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform }) })
  for (let cycle = 0; cycle <= wish.cycles; cycle++) {
    if (cycle >= wish.warmUp && (cycle - wish.warmUp) % wish.checkEvery === 0) print({ event: 'held', cycle, ...await holdingsAtRest() })
    if (cycle < wish.cycles) await MANNERS[cycle % MANNERS.length]?.(host, cycle).catch((error: unknown) => { print({ event: 'fault', cycle, manner: cycle % MANNERS.length, message: String(error) }) })
  }
  await host.close()
  print({ event: 'closed', ...await holdingsAtRest() })
  process.exit(0)
}

type Manner = (host: RunningHost, cycle: number) => Promise<void>

const filmOf = (cycle: number) => {
  const film = wish.films[cycle % wish.films.length]
  if (!film) throw new Error('no film to open')
  return film
}
/** Every call has its own, as over IPC. */
const never = () => new AbortController().signal

/** A film is opened, a little of its beginning and of its middle is read. */
async function watch(host: RunningHost, infoHash: Awaited<ReturnType<RunningHost['open']>>, lengthBytes: number): Promise<void> {
  const stream = await host.openStream(infoHash)
  host.reportPlayhead({ streamId: stream.streamId, currentTimeSec: 1, durationSec: 60 })
  await readUrl(stream.url, 0, 100_000).done
  host.reportPlayhead({ streamId: stream.streamId, currentTimeSec: 30, durationSec: 60, seeking: true })
  host.reportHover({ streamId: stream.streamId, timeSec: 40, mayFetch: true })
  const middle = Math.floor(lengthBytes / 2)
  await readUrl(stream.url, middle, middle + 100_000).done
  await host.closeStream(stream.streamId)
}

const MANNERS: readonly Manner[] = [
  // as a person does it, from a file
  async (host, cycle) => {
    const film = filmOf(cycle)
    const infoHash = await host.open({ kind: 'path', path: film.torrentPath })
    await watch(host, infoHash, film.lengthBytes)
    await host.closeTorrent(infoHash)
  },
  // from a magnet link
  async (host, cycle) => {
    const film = filmOf(cycle)
    const infoHash = await host.open({ kind: 'text', text: film.magnet })
    await watch(host, infoHash, film.lengthBytes)
    await host.closeTorrent(infoHash)
  },
  // a magnet link nobody has, given up
  async (host, cycle) => {
    const { infoHash } = await host.handlers['media.openSource']({ source: { kind: 'text', text: `magnet:?xt=urn:btih:${(cycle + 1).toString(16).padStart(40, '0')}` } }, never())
    await host.closeTorrent(infoHash)
  },
  // closed while players read, and without closing the stream
  async (host, cycle) => {
    const film = filmOf(cycle)
    const infoHash = await host.open({ kind: 'path', path: film.torrentPath })
    const { url } = await host.openStream(infoHash)
    const readings = [0, 0.3, 0.9].map((share) => readUrl(url, Math.floor(film.lengthBytes * share)))
    await Promise.all(readings.map((reading) => reading.waitFor(1).catch(() => undefined)))
    await host.closeTorrent(infoHash)
    await Promise.all(readings.map((reading) => reading.done.catch(() => undefined)))
  },
  // converted: the playlist, a segment, and away in the middle of another
  async (host, cycle) => {
    const infoHash = await host.open({ kind: 'path', path: filmOf(cycle).torrentPath })
    const { streamId } = await host.handlers['media.openStream']({ infoHash, fileIndex: 0, abilities: PLAIN_PAGE }, never())
    const playlist = `${host.baseUrl}/torrents/${infoHash}/hls/0/transcodeAudio-a0-full/index.m3u8`
    await (await fetch(playlist)).text()
    await (await fetch(new URL('0.m4s', playlist))).arrayBuffer()
    const away = new AbortController()
    const asked = fetch(new URL('9.m4s', playlist), { signal: away.signal }).catch(() => null)
    away.abort()
    await asked
    await host.closeStream(streamId)
    await host.closeTorrent(infoHash)
  },
  // its parts, its status as events, its playlist, a device list
  async (host, cycle) => {
    const infoHash = await host.open({ kind: 'path', path: filmOf(cycle).torrentPath })
    await host.handlers['media.listFilmParts']({ infoHash, fileIndex: 0 }, never())
    const away = new AbortController()
    const events = await fetch(`${host.baseUrl}/events`, { signal: away.signal })
    await events.body?.getReader().read()
    away.abort()
    for (const path of ['torrents', `torrents/${infoHash}`, 'torrents/playlist', `torrents/${infoHash}/haves/0`, `torrents/${infoHash}/subtitles/0`]) await (await fetch(`${host.baseUrl}/${path}`)).arrayBuffer()
    await host.closeTorrent(infoHash)
  },
  // kept, let go, cleared away
  async (host, cycle) => {
    const infoHash = await host.open({ kind: 'path', path: filmOf(cycle).torrentPath })
    await readUrl(host.url(infoHash), 0, 100_000).done
    await host.handlers['media.keepTorrent']({ infoHash, kept: true }, never())
    await host.closeTorrent(infoHash)
    await host.open({ kind: 'path', path: filmOf(cycle).torrentPath })
    await host.handlers['media.keepTorrent']({ infoHash, kept: false }, never())
    const { freedBytes } = await host.handlers['media.clearNow']({}, never())
    if (freedBytes < 100_000) throw new Error(`only ${String(freedBytes)} bytes were cleared away`)
  },
  // nothing that could be opened
  async (host) => {
    await host.handlers['media.openSource']({ source: { kind: 'bytes', name: 'x.torrent', bytes: new Uint8Array([100, 101, 120, 121]) } }, never()).then(() => { throw new Error('rubbish was opened') }, () => undefined)
  },
]

/** Timers and sockets of what was just closed need a moment; the lowest of some looks counts. */
async function holdingsAtRest() {
  let lowest = await holdings()
  for (let look = 0; look < 12; look++) {
    await new Promise((resolve) => { setTimeout(resolve, 250) })
    const now = await holdings()
    lowest = { files: Math.min(lowest.files, now.files), sockets: Math.min(lowest.sockets, now.sockets), timers: Math.min(lowest.timers, now.timers), children: Math.min(lowest.children, now.children), listeners: Math.min(lowest.listeners, now.listeners), heapBytes: Math.min(lowest.heapBytes, now.heapBytes), rssBytes: Math.min(lowest.rssBytes, now.rssBytes) }
  }
  return lowest
}

async function holdings() {
  globalThis.gc?.()
  const kinds = process.getActiveResourcesInfo()
  const count = (fits: (kind: string) => boolean) => kinds.filter(fits).length
  const emitters = [process, process.stdout, process.stderr]
  return {
    files: (await readdir('/proc/self/fd')).length,
    sockets: count((kind) => /TCP|UDP|Pipe/.test(kind)),
    timers: count((kind) => kind === 'Timeout' || kind === 'Immediate'),
    children: count((kind) => kind === 'ProcessWrap'),
    listeners: emitters.reduce((sum, emitter) => sum + emitter.eventNames().reduce((all, name) => all + emitter.listenerCount(name), 0), 0),
    heapBytes: process.memoryUsage().heapUsed,
    rssBytes: process.memoryUsage().rss,
  }
}

function print(fields: object): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`)
}

await main()
