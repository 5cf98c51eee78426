import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { SubtitlePath } from '../../../shared/http/subtitle-path.ts'
import { parseSubtitlePath } from '../../../shared/http/subtitle-path.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { inOrder } from '../../../shared/subtitles/cue.ts'
import { formatVtt } from '../../../shared/subtitles/format-vtt.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { toAppError } from '../../../shared/errors.ts'
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

/** WebVTT for anybody, JSON for the window. */
async function answerSubtitles(source: SubtitleSource, exchange: Exchange, infoHash: InfoHash, fileIndex: FileIndex, { track, form, from }: SubtitlePath): Promise<void> {
  const { tracks } = source.list(infoHash, fileIndex)
  if (track === null) { answerJson(exchange, tracks); return }
  const found = tracks.find(({ id }) => id === track)
  if (found?.state === 'waiting' || found?.state === 'reading') await source.read(infoHash, fileIndex, track, null)
  const cues = source.cues(infoHash, fileIndex, track)
  if (cues === null) answerText(exchange, 404, NO_SUCH_SUBTITLES)
  else if (form === 'json') answerJson(exchange, cues.slice(from))
  else answerBody(exchange, 200, { 'Content-Type': 'text/vtt; charset=utf-8' }, Buffer.from(formatVtt(inOrder(cues.slice(from)))))
}
