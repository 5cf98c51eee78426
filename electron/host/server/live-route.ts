import { once } from 'node:events'
import { CONVERTED_FEATURES } from '../../../shared/http/dlna-headers.ts'
import { parseSpec } from '../../../shared/transcode/conversion-spec.ts'
import { cellCount, cellStart } from '../../../shared/transcode/grid.ts'
import { rebaseFragments, timescalesOf } from '../../../shared/transcode/rebase-fragments.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import type { ConversionSource, ConvertedFilm } from './hls-route.ts'

/**
 * `/live/{file}/{spec}/{cell}.mp4`: a conversion as one stream without length that begins with a cell, for renderers that
 * know no playlists. Such a stream cannot be jumped in; to be elsewhere a new one is begun. Devices only.
 */
export function createLiveRoute(source: Pick<ConversionSource, 'open'>): FileRoute {
  return {
    verb: 'live', embeddable: false, forDevices: true,
    answer: async ({ torrent: { infoHash }, file, rest, fileHeaders }, exchange) => {
      const [specText = '', name = ''] = rest
      const spec = parseSpec(specText)
      const [, digits] = /^(\d{1,6})\.mp4$/.exec(name) ?? []
      if (!spec || digits === undefined || rest.length !== 2) { answerText(exchange, 404, NO_SUCH_STREAM); return }
      const film = await source.open(infoHash, file.index, spec, exchange.signal)
      if (!film.ok) { answerText(exchange, 503, film.error.message); return }
      const cell = Number(digits)
      if (cell >= cellCount(film.value.grid)) { answerText(exchange, 404, NO_SUCH_STREAM); return }
      await send(exchange, film.value, cell, fileHeaders)
    },
  }
}

const NO_SUCH_STREAM = 'There is no such stream of a converted film.'

/** The status line goes out at once; each cell is waited for. A client that does not read holds the conversion back. */
async function send({ response, method, headers, signal }: Exchange, film: ConvertedFilm, cell: number, more: Readonly<Record<string, string>>): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'video/mp4', 'Cache-Control': 'no-store', 'Accept-Ranges': 'none', 'contentFeatures.dlna.org': CONVERTED_FEATURES, ...headers, ...more })
  if (method === 'HEAD') { response.end(); return }
  response.flushHeaders()
  const init = await film.init(signal)
  if (!init.ok) { response.destroy(); return }
  const timescales = timescalesOf(init.value)
  const beginsAtSec = cellStart(film.grid, cell)
  response.write(init.value)
  for (let next = cell; next < cellCount(film.grid); next++) {
    const bytes = await film.segment(next, signal)
    if (signal.aborted) return
    if (!bytes.ok) { response.destroy(); return }
    if (!response.write(rebaseFragments(bytes.value, timescales, beginsAtSec))) await once(response, 'drain', { signal }).catch(() => undefined)
  }
  response.end()
}
