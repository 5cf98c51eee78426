import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { toAppError } from '../../../shared/errors.ts'
import type { CommandLine } from '../../../shared/cli/arguments.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import type { EnvironmentSettings } from '../../../shared/settings/environment.ts'
import type { EmitMediaEvent, HostOptions, MediaHost } from '../host-options.ts'
import { openOne } from './open-one.ts'
import type { Print } from './output.ts'
import { toStatusFields } from './output.ts'
import { readLines } from './read-lines.ts'
import { createTorrentWatch } from './torrent-watch.ts'

/** What the headless mode needs of the world around it. */
export interface HeadlessWorld {
  readonly startHost: (options: HostOptions, emit: EmitMediaEvent) => Promise<Result<MediaHost>>
  readonly print: Print
  readonly log: Log
  readonly stdin: AsyncIterable<Buffer>
  readonly cwd: string
  readonly runId: string
  readonly ownerPid: number
  /** Random; used unless the command line says otherwise. */
  readonly token: string
  /** Paths at which an ffmpeg may lie, best first. */
  readonly ffmpegPlaces: readonly string[]
  /** Bytes on the disk; null = as the disk allows. */
  readonly storageLimitBytes: number | null
  /** File for traces of the window's decisions; null = off. */
  readonly tracePath: string | null
}

export type ExitCode = 0 | 1 | 2

/** How often the status line comes. */
const STATUS_MS = 1000

/**
 * Runs until `stop` aborts, standard input ends (with `-`), or the only source has failed. Everything is closed and, as
 * the settings say, removed when it resolves with the exit code.
 */
export async function runHeadless(line: CommandLine, settings: EnvironmentSettings, world: HeadlessWorld, stop: AbortController): Promise<ExitCode> {
  const { print } = world
  // Each source that is being opened listens, and there may be any number of them.
  setMaxListeners(0, stop.signal)
  const watch = createTorrentWatch()
  const started = await world.startHost(toHostOptions(line, settings, world), watch.emit)
  if (!started.ok) {
    print({ event: 'error', source: null, code: started.error.code, message: started.error.message })
    return 1
  }
  const host = started.value
  print({ event: 'ready', url: host.baseUrl })
  const status = setInterval(() => { print({ event: 'status', torrents: watch.progress().map(toStatusFields) }) }, STATUS_MS)
  const open = (source: string) => openOne(source, { host, watch, print, cwd: world.cwd, fileIndex: line.fileIndex, early: line.early, signal: stop.signal })
  try {
    return await untilDone(line.sources, open, world, stop)
  } finally {
    clearInterval(status)
    stop.abort()
    await host.close()
  }
}

async function untilDone(sources: readonly string[], open: (source: string) => Promise<boolean>, world: HeadlessWorld, stop: AbortController): Promise<ExitCode> {
  const stopped = new Promise<ExitCode>((resolve) => {
    if (stop.signal.aborted) resolve(0)
    stop.signal.addEventListener('abort', () => { resolve(0) }, { once: true })
  })
  const ends: Promise<ExitCode>[] = [stopped]
  const only = sources.length === 1
  for (const source of sources) {
    if (source === '-') ends.push(openLines(world, open))
    else if (only) ends.push(open(source).then((listens) => (listens || stop.signal.aborted ? stopped : 1)))
    else void open(source)
  }
  return Promise.race(ends)
}

/** Opens each line as it comes, without waiting for the one before; the end of the input is the end of the program. */
async function openLines({ stdin, log }: HeadlessWorld, open: (source: string) => Promise<boolean>): Promise<ExitCode> {
  try {
    for await (const source of readLines(stdin)) void open(source)
  } catch (thrown) {
    log('headless', 'lostInput', { message: toAppError(thrown).message })
  }
  return 0
}

function toHostOptions(line: CommandLine, settings: EnvironmentSettings, { cwd, runId, ownerPid, token, ffmpegPlaces, storageLimitBytes, tracePath }: HeadlessWorld): HostOptions {
  const downloadDir = line.downloadDir ?? settings.downloadDir
  return {
    ...settings,
    downloadDir: downloadDir === null ? null : path.resolve(cwd, downloadDir),
    // Nobody is asked for another folder here, and no drive is waited for: the folder that was named is wanted.
    makesFolder: true,
    runId, ownerPid, ffmpegPlaces, storageLimitBytes, tracePath,
    keep: line.keep,
    port: line.port,
    portIsFixed: line.port !== 0,
    token: line.noToken ? null : token,
    allowedOrigins: [],
    allowLocal: line.allowLocal,
    peers: line.peers,
    demoPath: null,
  }
}
