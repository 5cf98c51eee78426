import { once } from 'node:events'
import { contains } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { planResponse } from '../../../shared/http/respond.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { fileRequest } from './request-facts.ts'

/** The verified bytes of a file that are here; reading them asks nobody for anything. */
export interface HereBytes {
  here(): readonly Interval[]
  read(part: Interval): Promise<Uint8Array>
}

const CHUNK_BYTES = 256 * 1024

/**
 * `/here/{file}`: the file's bytes as far as they are verified, for programs of our own that must not steer the download.
 * A range that begins with a missing byte is refused with 503; a body ends with its connection where the next one is missing.
 */
export function createHereRoute(find: (infoHash: InfoHash, fileIndex: FileIndex) => HereBytes | null): FileRoute {
  return {
    verb: 'here', embeddable: false, forDevices: false,
    answer: async ({ torrent, file, rest }, exchange, request) => {
      const bytes = rest.length === 0 ? find(torrent.infoHash, file.index) : null
      if (!bytes) { answerText(exchange, 404, 'There is nothing to read here.'); return }
      const plan = planResponse(fileRequest(request), { infoHash: torrent.infoHash, fileIndex: file.index, lengthBytes: file.lengthBytes, mediaType: file.mediaType })
      const { body } = plan
      const run = body && bytes.here().find((part) => contains(part, body.begin))
      if (body && !run) { answerText(exchange, 503, 'This part of the file is not here.'); return }
      exchange.response.writeHead(plan.status, { ...exchange.headers, ...plan.headers })
      if (body && run) await send(exchange, bytes, { begin: body.begin, end: Math.min(body.end, run.end) }, body.end)
      else exchange.response.end()
    },
  }
}

async function send({ response, signal }: Exchange, bytes: HereBytes, part: Interval, promisedEnd: number): Promise<void> {
  for (let at = part.begin; at < part.end && !signal.aborted;) {
    const chunk = await bytes.read({ begin: at, end: Math.min(part.end, at + CHUNK_BYTES) })
    if (chunk.length === 0) break
    at += chunk.length
    if (!response.write(chunk) && !signal.aborted) await once(response, 'drain', { signal }).catch(() => undefined) // the client is gone: the loop ends by itself
  }
  if (part.end === promisedEnd) response.end()
  else response.destroy()
}
