import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { CONVERTED_FEATURES, dlnaHeaders } from '../../../shared/http/dlna-headers.ts'
import { parseSpec } from '../../../shared/transcode/conversion-spec.ts'
import { cellCount, cellStart } from '../../../shared/transcode/grid.ts'
import { rebaseFragments, timescalesOf } from '../../../shared/transcode/rebase-fragments.ts'
import type { StartTsWrapper } from '../transcode/mpegts-wrapper.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import type { ConversionSource, ConvertedFilm } from './hls-route.ts'
import { fileRequest } from './request-facts.ts'

/**
 * `/live/{file}/{spec}/{cell}.mp4`: a conversion as one stream without length that begins with a cell, for renderers that
 * know no playlists; as `.ts` the same in MPEG-TS, for those that take no fragmented MP4. Such a stream cannot be jumped
 * in; to be elsewhere a new one is begun.
 */
export function createLiveRoute(source: Pick<ConversionSource, 'open'>, startTsWrapper: StartTsWrapper): FileRoute {
  return {
    verb: 'live', embeddable: false, forDevices: true,
    answer: async ({ torrent: { infoHash }, file, rest, fileHeaders }, exchange, request) => {
      const [specText = '', name = ''] = rest
      const spec = parseSpec(specText)
      const [, digits, form] = /^(\d{1,6})\.(mp4|ts)$/.exec(name) ?? []
      if (!spec || digits === undefined || rest.length !== 2) { answerText(exchange, 404, NO_SUCH_STREAM); return }
      const film = await source.open(infoHash, file.index, spec, exchange.signal, Number(digits) === 0)
      if (!film.ok) { answerText(exchange, 503, film.error.message); return }
      const cell = Number(digits)
      if (cell >= cellCount(film.value.grid)) { answerText(exchange, 404, NO_SUCH_STREAM); return }
      greet(exchange, request, form === 'ts' ? 'video/mp2t' : 'video/mp4', fileHeaders)
      if (exchange.method === 'HEAD') exchange.response.end()
      else if (form === 'mp4') await sendFragments(exchange.response, film.value, cell, exchange.signal, () => { exchange.response.destroy() })
      else await sendTransportStream(exchange, film.value, cell, startTsWrapper)
    },
  }
}

const NO_SUCH_STREAM = 'There is no such stream of a converted film.'

/** The status line goes out at once; each cell is waited for. */
function greet({ response, method, headers }: Exchange, request: IncomingMessage, mediaType: string, more: Readonly<Record<string, string>>): void {
  const dlna = dlnaHeaders(fileRequest(request).dlna, CONVERTED_FEATURES)
  response.writeHead(200, { 'Content-Type': mediaType, 'Cache-Control': 'no-store', 'Accept-Ranges': 'none', ...dlna, ...headers, ...more })
  if (method !== 'HEAD') response.flushHeaders()
}

/** A client that does not read holds the conversion back. What cannot be finished is cut, so that nobody takes it for the end. */
async function sendFragments(to: Writable, film: ConvertedFilm, cell: number, signal: AbortSignal, cut: () => void): Promise<void> {
  const init = await film.init(signal)
  if (!init.ok) { cut(); return }
  const timescales = timescalesOf(init.value)
  const beginsAtSec = cellStart(film.grid, cell)
  to.write(init.value)
  for (let next = cell; next < cellCount(film.grid); next++) {
    const bytes = await film.segment(next, signal)
    if (signal.aborted) return
    if (!bytes.ok) { cut(); return }
    if (!to.write(rebaseFragments(bytes.value, timescales, beginsAtSec))) await once(to, 'drain', { signal }).catch(() => undefined)
  }
  to.end()
}

async function sendTransportStream({ response, signal }: Exchange, film: ConvertedFilm, cell: number, startTsWrapper: StartTsWrapper): Promise<void> {
  const stop = new AbortController()
  const end = () => { stop.abort() }
  signal.addEventListener('abort', end, { once: true })
  const wrapper = await startTsWrapper(stop.signal)
  if (!wrapper.ok || signal.aborted) { response.destroy(); return }
  const { input, output } = wrapper.value
  // The output ends by itself only when the input did; a wrapper that broke off has not finished the film.
  const sent = pipeline(output, response, { signal: stop.signal, end: false }).then(() => { if (input.writableEnded) response.end(); else response.destroy() }, () => { response.destroy() }).finally(end)
  await sendFragments(input, film, cell, stop.signal, () => { response.destroy(); end() })
  await sent
}
