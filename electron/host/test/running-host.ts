import { createHash, randomBytes } from 'node:crypto'
import type { InfoHash } from '../../../shared/ids.ts'
import type { HoverReport, OpenSource, PlayheadReport, UpNextReport } from '../../../shared/ipc/contract.ts'
import type { CastDeviceEntry, CastStatus } from '../../../shared/cast/cast-status.ts'
import type { SpeedStatus } from '../../../shared/network/speed-status.ts'
import type { SeekPictures } from '../../../shared/playback/seek-pictures.ts'
import type { LookFailure, StreamAdvice } from '../../../shared/transcode/conversion-status.ts'
import type { StreamStatus, TorrentProgress, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { HostOptions, MediaHost } from '../host-options.ts'
import { startHost } from '../start-host.ts'

/** The real host in this process, with what it said last of everything. */
export interface RunningHost {
  readonly baseUrl: string
  /** Opens and waits until the torrent is ready; throws what it failed with. */
  open(source: OpenSource): Promise<InfoHash>
  /** URL of a file's bytes. */
  url(infoHash: InfoHash, fileIndex?: number, early?: boolean): string
  /** Opens a stream as the player does; its URL is early. */
  openStream(infoHash: InfoHash, fileIndex?: number): Promise<{ readonly streamId: string; readonly url: string }>
  closeStream(streamId: string): Promise<void>
  reportPlayhead(report: Partial<PlayheadReport> & { readonly streamId: string }): void
  reportHover(report: HoverReport): void
  reportUpNext(report: UpNextReport): void
  readonly progress: () => TorrentProgress | null
  readonly snapshot: () => TorrentSnapshot | null
  readonly status: () => StreamStatus | null
  readonly speed: () => SpeedStatus | null
  /** What the page was told last of how a film may be played. */
  readonly advice: () => StreamAdvice | null
  /** What was said last of any film's pictures. */
  readonly pictures: () => SeekPictures | null
  /** Everything the page and main may ask. */
  readonly handlers: MediaHost['handlers']
  readonly lookFailure: () => LookFailure | null
  readonly troubles: MediaHost['troubles']
  readonly cast: () => CastStatus | null
  readonly devices: () => readonly CastDeviceEntry[]
  /** Verified pieces of a file, one character each: `#` verified, `.` missing. */
  haves(infoHash: InfoHash, pieces: number, fileIndex?: number): Promise<string>
  closeTorrent(infoHash: InfoHash): Promise<void>
  close(): Promise<void>
}

/** Options of a host that finds nobody by itself; local peers are allowed. */
export function hostOptions(wish: Partial<HostOptions> = {}): HostOptions {
  return {
    downloadDir: null, runId: `test-${randomBytes(6).toString('hex')}`, ownerPid: process.pid, keep: false,
    port: 0, portIsFixed: false, token: 'test', allowedOrigins: [], allowLocal: true, discovery: 'trackers', peers: [],
    maxTorrents: 25, metadataTimeoutMs: 20_000, metadataRetries: 0, cleanupIntervalMs: 0, tracePath: null, demoPath: null,
    ...wish,
  }
}

const NEVER = new AbortController().signal

export async function startTestHost(wish: Partial<HostOptions> = {}): Promise<RunningHost> {
  const last: { progress: TorrentProgress | null; snapshot: TorrentSnapshot | null; status: StreamStatus | null; speed: SpeedStatus | null; cast: CastStatus | null; devices: readonly CastDeviceEntry[]; pictures: SeekPictures | null; advice: StreamAdvice | null; lookFailure: LookFailure | null } =
    { progress: null, snapshot: null, status: null, speed: null, cast: null, devices: [], pictures: null, advice: null, lookFailure: null }
  const started = await startHost(hostOptions(wish), (name, value) => {
    if (name === 'media.torrentProgress' && 'receivedBytes' in value) last.progress = value
    if (name === 'media.torrentChanged' && 'magnet' in value) last.snapshot = value
    if (name === 'media.streamAdvised' && 'film' in value) last.advice = value
    if (name === 'media.lookFailed' && 'problem' in value && 'streamId' in value && !('state' in value) && !('deviceId' in value)) last.lookFailure = value
    if (name === 'media.picturesChanged' && 'pictures' in value) last.pictures = value.pictures
    if (name === 'media.streamStatus' && 'stall' in value) last.status = value
    if (name === 'media.speed' && 'lineBytesPerSec' in value) last.speed = value
    if (name === 'media.castChanged' && 'deviceId' in value) last.cast = value
    if (name === 'media.devicesChanged' && 'devices' in value) last.devices = value.devices
  })
  if (!started.ok) throw new Error(started.error.message)
  const { baseUrl, handlers, troubles, reportPlayhead, reportHover, reportUpNext, close } = started.value
  const url = (infoHash: InfoHash, fileIndex = 0, early = false) => `${baseUrl}/torrents/${infoHash}/stream/${String(fileIndex)}${early ? '?early=1' : ''}`

  return {
    baseUrl, url, reportHover, reportUpNext, close, handlers, troubles,
    open: async (source) => {
      const { infoHash } = await handlers['media.openSource']({ source }, NEVER)
      await handlers['media.openStream']({ infoHash, fileIndex: 0 }, NEVER).then(({ streamId }) => handlers['media.closeStream']({ streamId }, NEVER))
      return infoHash
    },
    openStream: (infoHash, fileIndex = 0) => handlers['media.openStream']({ infoHash, fileIndex }, NEVER),
    closeStream: async (streamId) => { await handlers['media.closeStream']({ streamId }, NEVER) },
    reportPlayhead: (report) => { reportPlayhead({ currentTimeSec: 0, durationSec: null, rate: 1, paused: false, seeking: false, waiting: false, source: 'page', ...report }) },
    progress: () => last.progress,
    snapshot: () => last.snapshot,
    status: () => last.status,
    speed: () => last.speed,
    advice: () => last.advice,
    lookFailure: () => last.lookFailure,
    pictures: () => last.pictures,
    cast: () => last.cast,
    devices: () => last.devices,
    haves: async (infoHash, pieces, fileIndex = 0) => {
      const bits = new Uint8Array(await (await fetch(`${baseUrl}/torrents/${infoHash}/haves/${String(fileIndex)}`)).arrayBuffer())
      return Array.from({ length: pieces }, (_, piece) => (((bits[piece >> 3] ?? 0) & (128 >> (piece & 7))) === 0 ? '.' : '#')).join('')
    },
    closeTorrent: async (infoHash) => { await handlers['media.closeTorrent']({ infoHash }, NEVER) },
  }
}

/** One HTTP read, followed slice by slice. */
export interface Reading {
  readonly receivedBytes: () => number
  readonly sha256: () => string
  /** Longest time between two slices, the wait for the first one included. */
  readonly longestGapMs: () => number
  /** Resolves when so many bytes have come; rejects when the body breaks off before. */
  waitFor(bytes: number): Promise<void>
  /** Resolves at the end of the body; rejects when it breaks off. */
  readonly done: Promise<void>
  stop(): void
}

/** Reads a URL from a byte on, to the end or to `endBytes`, as fast as it comes. */
export function readUrl(url: string, from = 0, endBytes: number | null = null): Reading {
  const controller = new AbortController()
  const hash = createHash('sha256')
  const waiting = new Set<() => void>()
  let received = 0
  let gap = 0
  let lastMs = performance.now()
  const broken: { error: Error | null } = { error: null }
  const wake = () => { for (const check of [...waiting]) check() }

  const run = async () => {
    const response = await fetch(url, { signal: controller.signal, headers: { range: `bytes=${String(from)}-${endBytes === null ? '' : String(endBytes - 1)}` } })
    if (response.status !== 206 || !response.body) throw new Error(`the server answered ${String(response.status)}`)
    for await (const slice of response.body) {
      const bytes: Uint8Array = slice
      gap = Math.max(gap, performance.now() - lastMs)
      lastMs = performance.now()
      received += bytes.length
      hash.update(bytes)
      wake()
    }
  }
  const done = run().catch((error: unknown) => {
    broken.error = error instanceof Error ? error : new Error(String(error))
    throw broken.error
  }).finally(wake)
  done.catch(() => undefined)

  return {
    receivedBytes: () => received,
    sha256: () => hash.copy().digest('hex'),
    longestGapMs: () => Math.max(gap, performance.now() - lastMs),
    waitFor: (bytes) => new Promise((resolve, reject) => {
      const check = () => {
        if (received < bytes && !broken.error) return
        waiting.delete(check)
        if (received >= bytes) resolve()
        else if (broken.error) reject(broken.error)
      }
      waiting.add(check)
      check()
    }),
    done,
    stop: () => { controller.abort() },
  }
}
