import { LEAST_LINES } from './fit-cues.ts'
import type { SubtitleTrack } from './track.ts'

/**
 * Others of the same film that `shown` can be fitted to: those inside it with the most lines, else a file beside it. Null where
 * there are none, and for those inside the film, which are in time. Whole ones only, and none of the person's own files.
 */
export function referenceFor(shown: SubtitleTrack, tracks: readonly SubtitleTrack[]): SubtitleTrack | null {
  if (shown.source === 'embedded') return null
  const others = tracks.filter(({ id, kind, source, forced }) => id !== shown.id && kind !== 'unsupported' && source !== 'loaded' && !forced)
  const inside = others.filter(({ source, cues }) => source === 'embedded' && cues >= LEAST_LINES).toSorted((a, b) => b.cues - a.cues)
  return inside[0] ?? others.find(({ source }) => source === 'file') ?? null
}
