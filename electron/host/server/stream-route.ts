import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import { CodedError, toAppError } from '../../../shared/errors.ts'
import { planResponse } from '../../../shared/http/respond.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent, TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { fileRequest } from './request-facts.ts'

export interface StreamSource {
  readonly torrent: CatalogTorrent
  readonly file: TorrentFile
  readonly early: boolean
}

/**
 * Answers with a file's bytes. The headers go out at once, the body follows as pieces are verified. A body that cannot
 * be finished ends the connection, so that the client notices: its length was promised.
 */
export async function answerStream(catalog: TorrentCatalog, log: Log, request: IncomingMessage, exchange: Exchange, { torrent, file, early }: StreamSource): Promise<void> {
  const { response, signal } = exchange
  const { infoHash } = torrent
  const plan = planResponse(fileRequest(request), { infoHash, fileIndex: file.index, lengthBytes: file.lengthBytes, mediaType: file.mediaType })
  response.writeHead(plan.status, { ...exchange.headers, ...plan.headers })
  if (plan.body === null) {
    response.end()
    return
  }
  response.flushHeaders()
  try {
    await sendBytes(response, catalog.read({ infoHash, fileIndex: file.index, bytes: plan.body, early, signal }), plan.body, signal)
  } catch (thrown) {
    if (!signal.aborted) log('server', 'cut a body', { infoHash, fileIndex: file.index, ...describe(thrown) })
    response.destroy()
  }
}

/** Writes slice by slice, asking for the next one only when the last has left: it is borrowed, and the client sets the pace. */
async function sendBytes(response: ServerResponse, slices: AsyncIterable<Uint8Array>, bytes: Interval, signal: AbortSignal): Promise<void> {
  let leftBytes = sizeOf(bytes)
  for await (const slice of slices) {
    if (signal.aborted) return
    leftBytes -= slice.byteLength
    if (leftBytes < 0) throw new RangeError(`the reader gave ${String(-leftBytes)} bytes more than asked for`)
    await written(response, slice, signal)
  }
  if (leftBytes > 0) throw new RangeError(`the reader ended ${String(leftBytes)} bytes too early`)
  response.end()
}

/**
 * Resolves when the operating system has taken the slice; rejects when the connection is gone. The signal is needed as
 * well as the callback: a write that meets a socket between its end and its `close` is kept and never called back.
 */
function written(response: ServerResponse, slice: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onGone = () => { reject(new CodedError({ code: 'readAborted', message: 'The client closed the connection.', details: {} })) }
    signal.addEventListener('abort', onGone, { once: true })
    response.write(slice, (error) => {
      signal.removeEventListener('abort', onGone)
      if (error) reject(error)
      else resolve()
    })
  })
}

function describe(thrown: unknown): { code: string; message: string } {
  const { code, message } = toAppError(thrown)
  return { code, message }
}
