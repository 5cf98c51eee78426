import type { AppError } from '../../../shared/errors.ts'
import { toAppError } from '../../../shared/errors.ts'
import { playlistPath, streamPath } from '../../../shared/http/stream-path.ts'
import type { FileIndex } from '../../../shared/ids.ts'
import type { TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { MediaHost } from '../host-options.ts'
import type { Print } from './output.ts'
import { chooseListeningFile } from './plan-listening.ts'
import { toOpenSource } from './to-open-source.ts'
import type { TorrentWatch } from './torrent-watch.ts'

export interface OpenWorld {
  readonly host: Pick<MediaHost, 'baseUrl' | 'handlers'>
  readonly watch: TorrentWatch
  readonly print: Print
  readonly cwd: string
  readonly fileIndex: FileIndex | null
  readonly early: boolean
  readonly signal: AbortSignal
}

/**
 * Opens one source and prints its lines: metadata and listening, or error. Resolves true when it listens, false when it
 * failed; problems that come later (a full disk) are printed as they come.
 */
export async function openOne(source: string, world: OpenWorld): Promise<boolean> {
  const { host, watch, print, signal } = world
  const refuse = ({ code, message }: AppError): false => {
    if (!signal.aborted) print({ event: 'error', source, code, message })
    return false
  }
  try {
    const { infoHash } = await host.handlers['media.openSource']({ source: toOpenSource(source, world.cwd) }, signal)
    const settled = await untilSettled(infoHash, watch, signal)
    if (settled === null) return refuse({ code: 'cancelled', message: 'The torrent was removed before it could be played.', details: {} })
    if (settled.phase === 'failed' && settled.files.length === 0) return refuse(settled.problem ?? NO_REASON)
    reportLaterProblems(source, settled, world)
    return printListening(source, settled, world, refuse)
  } catch (thrown) {
    return refuse(toAppError(thrown))
  }
}

const NO_REASON: AppError = { code: 'unexpected', message: 'The torrent failed without saying why; the log may tell.', details: {} }

/** The first snapshot that is ready or failed; null when the torrent was removed or the program ends. */
function untilSettled(infoHash: TorrentSnapshot['infoHash'], watch: TorrentWatch, signal: AbortSignal): Promise<TorrentSnapshot | null> {
  return new Promise((resolve) => {
    const settle = (snapshot: TorrentSnapshot | null) => {
      signal.removeEventListener('abort', onAbort)
      queueMicrotask(() => { stop() })
      resolve(snapshot)
    }
    const onAbort = () => { settle(null) }
    signal.addEventListener('abort', onAbort, { once: true })
    const stop = watch.follow(infoHash, (snapshot) => {
      if (snapshot === null || snapshot.phase === 'ready' || snapshot.phase === 'failed') settle(snapshot)
    })
    if (signal.aborted) settle(null)
  })
}

function printListening(source: string, snapshot: TorrentSnapshot, { host, print, fileIndex, early }: OpenWorld, refuse: (error: AppError) => false): boolean {
  const { infoHash, name, files } = snapshot
  print({ event: 'metadata', source, infoHash, name, files })
  const chosen = chooseListeningFile(snapshot, fileIndex)
  if (!chosen.ok) return refuse(chosen.error)
  const { index } = chosen.value
  const streamUrl = `${host.baseUrl}${streamPath(infoHash, index, chosen.value.name, early)}`
  print({ event: 'listening', infoHash, fileIndex: index, streamUrl, playlistUrl: `${host.baseUrl}${playlistPath(infoHash)}` })
  return true
}

/** Each problem once, until the torrent is removed: a snapshot repeats the one it has until it is over. */
function reportLaterProblems(source: string, { infoHash }: TorrentSnapshot, { watch, print, signal }: OpenWorld): void {
  let last: string | null = null
  const stop = watch.follow(infoHash, (snapshot) => {
    if (snapshot === null || signal.aborted) {
      queueMicrotask(() => { stop() })
      return
    }
    const { problem } = snapshot
    if (problem !== null && problem.code !== last && problem.code !== 'noPlayableFile') print({ event: 'error', source, code: problem.code, message: problem.message })
    last = problem?.code ?? null
  })
}
