import { CodedError } from '../../shared/errors.ts'
import { check, list } from '../../shared/ipc/schema.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS, cueSchema } from '../../shared/subtitles/cue.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'

/** The cues of a track from the `from`th on, or those of bytes whose hash is still to come. Throws CodedError when the answer is none. */
export async function fetchCues({ url }: Pick<SubtitleTrack, 'url'>, from: number | 'early', signal: AbortSignal): Promise<readonly Cue[]> {
  const response = await fetch(`${url}.json?${from === 'early' ? 'early=1' : `from=${String(from)}`}`, { signal })
  if (!response.ok) throw new CodedError({ code: 'subtitleUnknown', message: `the server answered ${String(response.status)} for these subtitles; choose others`, details: {} })
  const cues = check(list(cueSchema, SUBTITLE_LIMITS.cues), await response.json())
  if (!cues.ok) throw new CodedError(cues.error)
  return cues.value
}
