import type { AppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { formatSpec, parseSpec } from '../../../shared/transcode/conversion-spec.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import { formatMain, formatParts, formatPlaylist, INIT_NAME, MAIN_NAME, parseSegmentName, PARTS_NAME, PLAYLIST_NAME } from '../../../shared/transcode/playlist.ts'
import type { Exchange } from './answers.ts'
import { answerBody, answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'

/** What the server may ask of the conversions. */
export interface ConversionSource {
  /** `fromStart`: the film's beginning will be asked for at once. */
  open(infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec, signal: AbortSignal, fromStart: boolean): Promise<Result<ConvertedFilm>>
  /** What a player that told nothing of itself is given. */
  plainSpec(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<ConversionSpec>>
}

export interface ConvertedFilm {
  readonly grid: Grid
  /** For `main.m3u8`; null where a player finds out itself. */
  readonly codecs: string | null
  /** All wait until it is made. */
  init(signal: AbortSignal): Promise<Result<Uint8Array>>
  segment(cell: number, signal: AbortSignal): Promise<Result<Uint8Array>>
  part(cell: number, part: number, signal: AbortSignal): Promise<Result<Uint8Array>>
}

/**
 * `/hls/{file}/{spec}/`: `index.m3u8`, `init.mp4` and `{cell}.m4s` of a conversion (RFC 8216), and for our own page `main.m3u8`,
 * `parts.m3u8` and `{cell}.{part}.m4s`; `/hls/{file}/index.m3u8` names the one that any player of HLS can play.
 */
export function createHlsRoute(source: ConversionSource): FileRoute {
  return {
    verb: 'hls', embeddable: true, forDevices: true,
    answer: async ({ torrent: { infoHash }, file, rest, reader }, exchange) => {
      const [first = '', name = ''] = rest
      if (rest.length === 1 && first === PLAYLIST_NAME) { await answerMaster(source, exchange, infoHash, file.index); return }
      const spec = parseSpec(first)
      if (!spec || rest.length !== 2) { answerText(exchange, 404, NO_SUCH_PART); return }
      // A player begins with the beginning; a device goes on where the window was. What our own page wants was opened before.
      const film = await source.open(infoHash, file.index, spec, exchange.signal, reader === 'player')
      if (!film.ok) { refuse(exchange, film.error); return }
      await answerPart(exchange, film.value, name)
    },
  }
}

const NO_SUCH_PART = 'There is no such part of a converted film.'
const PLAYLIST_TYPE = { 'Content-Type': 'application/vnd.apple.mpegurl' }

async function answerPart(exchange: Exchange, film: ConvertedFilm, name: string): Promise<void> {
  if (name === PLAYLIST_NAME) { answerBody(exchange, 200, PLAYLIST_TYPE, Buffer.from(formatPlaylist(film.grid))); return }
  if (name === MAIN_NAME) { answerBody(exchange, 200, PLAYLIST_TYPE, Buffer.from(formatMain(PARTS_NAME, film.codecs))); return }
  if (name === PARTS_NAME) { answerBody(exchange, 200, PLAYLIST_TYPE, Buffer.from(formatParts(film.grid))); return }
  const wanted = parseSegmentName(name)
  if (name !== INIT_NAME && wanted === null) { answerText(exchange, 404, NO_SUCH_PART); return }
  const bytes = wanted === null ? await film.init(exchange.signal) : await segmentOf(film, wanted, exchange.signal)
  if (bytes.ok) answerBody(exchange, 200, { 'Content-Type': wanted === null ? 'video/mp4' : 'video/iso.segment' }, bytes.value)
  else refuse(exchange, bytes.error)
}

function segmentOf(film: ConvertedFilm, { cell, part }: { readonly cell: number; readonly part: number | null }, signal: AbortSignal): Promise<Result<Uint8Array>> {
  return part === null ? film.segment(cell, signal) : film.part(cell, part, signal)
}

/** One form only, but as a master playlist: some players look for the codecs there. */
async function answerMaster(source: ConversionSource, exchange: Exchange, infoHash: InfoHash, fileIndex: FileIndex): Promise<void> {
  const spec = await source.plainSpec(infoHash, fileIndex, exchange.signal)
  if (!spec.ok) { refuse(exchange, spec.error); return }
  answerBody(exchange, 200, PLAYLIST_TYPE, Buffer.from(formatMain(`${formatSpec(spec.value)}/${PLAYLIST_NAME}`, null)))
}

/** A player asks again after a 503. */
function refuse(exchange: Exchange, { code, message }: AppError): void {
  if (!exchange.signal.aborted) answerText(exchange, code === 'fileUnknown' || code === 'torrentUnknown' ? 404 : 503, message)
}
