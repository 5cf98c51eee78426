import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import { CodedError, toAppError } from '../../../shared/errors.ts'
import { NOT_FOUND } from '../../../shared/http/admission.ts'
import { planResponse } from '../../../shared/http/respond.ts'
import { asksEarly } from '../../../shared/http/stream-path.ts'
import type { TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'
import type { FileRoute, FileTarget } from './file-route.ts'
import { fileRequest } from './request-facts.ts'

/** `/stream/{file}` and `/stream/{file}/{name}`: the file's bytes. */
export function createStreamRoute(catalog: TorrentCatalog, log: Log): FileRoute {
  return {
    verb: 'stream', embeddable: true, forDevices: true,
    answer: async (target, exchange, request) => {
      if (isStreamPath(target)) await answerStream(catalog, log, target, exchange, request)
      else answerText(exchange, 404, NOT_FOUND)
    },
  }
}

/** The name is decoration. A renderer that asks for the folder a film lies in must not be given the film. */
function isStreamPath({ rest, reader }: FileTarget): boolean {
  return rest.length <= 1 && (reader === 'player' || rest[0] !== '')
}

/**
 * Answers with a file's bytes. The headers go out at once, the body follows as pieces are verified. A body that cannot
 * be finished ends the connection, so that the client notices: its length was promised.
 */
export async function answerStream(catalog: TorrentCatalog, log: Log, { torrent, file, query, reader, fileHeaders }: FileTarget, exchange: Exchange, request: IncomingMessage): Promise<void> {
  const { response, signal } = exchange
  const { infoHash } = torrent
  const plan = planResponse(fileRequest(request), { infoHash, fileIndex: file.index, lengthBytes: file.lengthBytes, mediaType: file.mediaType })
  response.writeHead(plan.status, { ...exchange.headers, ...plan.headers, ...fileHeaders })
  if (plan.body === null) {
    response.end()
    return
  }
  response.flushHeaders()
  const early = reader === 'player' && asksEarly(query)
  try {
    await sendBytes(response, catalog.read({ infoHash, fileIndex: file.index, bytes: plan.body, early, signal }), plan.body, signal)
    response.end()
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (!signal.aborted && code !== 'readAborted') log('server', 'cut a body', { infoHash, fileIndex: file.index, code, message })
    response.destroy()
  }
}

/** Writes slice by slice, asking for the next one only when the last has left: it is borrowed, and the client sets the pace. Throws when they are not what was promised. */
export async function sendBytes(response: ServerResponse, slices: AsyncIterable<Uint8Array>, bytes: Interval, signal: AbortSignal): Promise<void> {
  let leftBytes = sizeOf(bytes)
  for await (const slice of slices) {
    if (signal.aborted) return
    leftBytes -= slice.byteLength
    if (leftBytes < 0) throw new RangeError(`the reader gave ${String(-leftBytes)} bytes more than asked for`)
    await written(response, slice, signal)
  }
  if (leftBytes > 0) throw new RangeError(`the reader ended ${String(leftBytes)} bytes too early`)
}

/**
 * Resolves when the operating system has taken the slice; rejects with readAborted when the connection is gone. The signal
 * is needed as well as the callback: a write that meets a socket between its end and its `close` is kept and never called back.
 */
function written(response: ServerResponse, slice: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onGone = () => { reject(new CodedError({ code: 'readAborted', message: 'The client closed the connection.', details: {} })) }
    signal.addEventListener('abort', onGone, { once: true })
    response.write(slice, (error) => {
      signal.removeEventListener('abort', onGone)
      if (error) onGone() // a write fails because of its connection and of nothing else
      else resolve()
    })
  })
}
