import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Route } from '../../../shared/http/stream-path.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { inOrder } from '../../../shared/subtitles/cue.ts'
import { formatVtt } from '../../../shared/subtitles/format-vtt.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { toAppError } from '../../../shared/errors.ts'
import type { TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerBody, answerJson, answerText } from './answers.ts'

/** What the server may ask of the subtitles. */
export interface SubtitleSource {
  /** Throws CodedError for an unknown film. */
  list(infoHash: InfoHash, fileIndex: FileIndex): { readonly tracks: readonly SubtitleTrack[] }
  /** Resolves when the cues are there, or all there are for now. */
  read(infoHash: InfoHash, fileIndex: FileIndex, trackId: string, charset: null): Promise<void>
  cues(infoHash: InfoHash, fileIndex: FileIndex, trackId: string): readonly Cue[] | null
}

type SubtitleRoute = Extract<Route, { kind: 'subtitles' }>

/** Answers with the list of a film's subtitles, or with the cues of one: WebVTT for anybody, JSON for the window. */
export async function answerSubtitles(catalog: TorrentCatalog, source: SubtitleSource | null, exchange: Exchange, { torrent, fileIndex, track, form, from }: SubtitleRoute): Promise<void> {
  const known = catalog.find(torrent)
  if (!source || !known?.files.some(({ index }) => index === fileIndex)) { answerText(exchange, 404, known ? 'There is no file with this index in the torrent.' : 'There is no torrent with this id or info hash here.'); return }
  try {
    const { tracks } = source.list(known.infoHash, fileIndex)
    if (track === null) { answerJson(exchange, tracks); return }
    const found = tracks.find(({ id }) => id === track)
    if (found?.state === 'waiting' || found?.state === 'reading') await source.read(known.infoHash, fileIndex, track, null)
    const cues = source.cues(known.infoHash, fileIndex, track)
    if (cues === null) answerText(exchange, 404, 'There are no such subtitles of this file.')
    else if (form === 'json') answerJson(exchange, cues.slice(from))
    else answerBody(exchange, 200, { 'Content-Type': 'text/vtt; charset=utf-8' }, Buffer.from(formatVtt(inOrder(cues.slice(from)))))
  } catch (thrown) {
    answerText(exchange, 404, toAppError(thrown).message)
  }
}
