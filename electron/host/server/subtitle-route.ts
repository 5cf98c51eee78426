import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { SubtitlePath } from '../../../shared/http/subtitle-path.ts'
import { parseSubtitlePath } from '../../../shared/http/subtitle-path.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { inOrder } from '../../../shared/subtitles/cue.ts'
import { formatSrt } from '../../../shared/subtitles/format-srt.ts'
import { formatVtt } from '../../../shared/subtitles/format-vtt.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { toAppError } from '../../../shared/errors.ts'
import { unlessAborted } from '../with-limit.ts'
import type { Exchange } from './answers.ts'
import { answerBody, answerJson, answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'

/** What the server may ask of the subtitles. */
export interface SubtitleSource {
  /** Throws CodedError for an unknown film. */
  list(infoHash: InfoHash, fileIndex: FileIndex): { readonly tracks: readonly SubtitleTrack[] }
  /** Resolves when the cues are there, or all there are for now. */
  read(infoHash: InfoHash, fileIndex: FileIndex, trackId: string, charset: null): Promise<void>
  cues(infoHash: InfoHash, fileIndex: FileIndex, trackId: string): readonly Cue[] | null
  /** A font that the film brings; null when it is not here. */
  font(infoHash: InfoHash, fileIndex: FileIndex, font: number): Promise<Uint8Array | null>
  /** Those found in bytes whose hash is still to come. */
  earlyCues(infoHash: InfoHash, fileIndex: FileIndex, trackId: string): readonly Cue[] | null
  /** A PNG; null when there is no such picture. */
  picture(infoHash: InfoHash, fileIndex: FileIndex, trackId: string, name: string): Promise<Uint8Array | null>
}

/** `/subtitles/{file}`: the list of a film's subtitles; `/subtitles/{file}/{track}`: the cues of one. */
export function createSubtitleRoute(source: SubtitleSource): FileRoute {
  return {
    verb: 'subtitles', embeddable: true, forDevices: true,
    answer: async ({ torrent, file, rest, query }, exchange) => {
      const asked = parseSubtitlePath(rest, query)
      if (asked === null) { answerText(exchange, 404, NO_SUCH_SUBTITLES); return }
      try {
        await answerSubtitles(source, exchange, torrent.infoHash, file.index, asked)
      } catch (thrown) {
        answerText(exchange, 404, toAppError(thrown).message)
      }
    },
  }
}

const NO_SUCH_SUBTITLES = 'There are no such subtitles of this file.'

/** WebVTT for anybody, SubRip for televisions, JSON for the window. */
async function answerSubtitles(source: SubtitleSource, exchange: Exchange, infoHash: InfoHash, fileIndex: FileIndex, { track, form, from, laterMs, speed, early, picture }: SubtitlePath): Promise<void> {
  const { tracks } = source.list(infoHash, fileIndex)
  if (track === null) { answerJson(exchange, tracks); return }
  const [, font] = /^font-(\d+)$/.exec(track) ?? []
  if (font !== undefined) {
    const bytes = await source.font(infoHash, fileIndex, Number(font))
    if (bytes) answerBody(exchange, 200, { 'Content-Type': 'application/octet-stream' }, bytes)
    else answerText(exchange, 404, NO_SUCH_SUBTITLES)
    return
  }
  if (picture !== null) {
    const png = await source.picture(infoHash, fileIndex, track, picture)
    if (png) answerBody(exchange, 200, { 'Content-Type': 'image/png' }, png)
    else answerText(exchange, 404, NO_SUCH_SUBTITLES)
    return
  }
  const found = tracks.find(({ id }) => id === track)
  // Its file may be at nobody's: who asked and left must not keep the server from closing.
  if (found?.state === 'waiting' || found?.state === 'reading') await unlessAborted(source.read(infoHash, fileIndex, track, null), exchange.signal, undefined)
  if (exchange.signal.aborted) return
  const cues = source.cues(infoHash, fileIndex, track)
  if (cues === null) answerText(exchange, 404, NO_SUCH_SUBTITLES)
  else if (form === 'json') answerJson(exchange, early ? source.earlyCues(infoHash, fileIndex, track) ?? [] : cues.slice(from))
  else answerWords(exchange, form, movedForward(atSpeed(inOrder(cues.slice(from)), speed), laterMs))
}

/** SubRip has no character set of its own: the mark at its front tells televisions that it is UTF-8. */
function answerWords(exchange: Exchange, form: 'vtt' | 'srt', cues: readonly Cue[]): void {
  if (form === 'srt') answerBody(exchange, 200, { 'Content-Type': 'application/x-subrip; charset=utf-8' }, Buffer.from(`\ufeff${formatSrt(cues)}`))
  else answerBody(exchange, 200, { 'Content-Type': 'text/vtt; charset=utf-8' }, Buffer.from(formatVtt(cues)))
}

const atSpeed = (cues: readonly Cue[], speed: number): readonly Cue[] =>
  (speed === 1 ? cues : cues.map((cue) => ({ ...cue, startMs: Math.round(cue.startMs * speed), endMs: Math.round(cue.endMs * speed) })))

/** Later by a negative number. What is over before the beginning is left out. */
function movedForward(cues: readonly Cue[], byMs: number): readonly Cue[] {
  if (byMs === 0) return cues
  return cues.filter(({ endMs }) => endMs > byMs).map((cue) => ({ ...cue, startMs: Math.max(0, cue.startMs - byMs), endMs: cue.endMs - byMs }))
}
