import type { Method } from './method.ts'
import type { FilmFacts } from './film-facts.ts'

/** How many tracks of each kind the element decodes of what it has loaded; null where it does not tell. */
export interface DecodedTracks {
  readonly audio: number | null
  readonly video: number | null
}

/** The conversion that brings what the element leaves out of a film; null when it leaves out nothing that is known of. */
export function methodForUndecoded({ video, sounds }: { readonly video: FilmFacts['video']; readonly sounds: readonly unknown[] }, decoded: DecodedTracks): Method | null {
  if (video && decoded.video === 0) return 'transcode'
  return sounds.length > 0 && decoded.audio === 0 ? 'transcodeAudio' : null
}

/** What is missing of a film into which nobody could look; null when nothing is, or nobody knows. A file of sound has no picture to miss. */
export function undecodedPart(mediaType: string, decoded: DecodedTracks): 'picture' | 'sound' | null {
  if (decoded.video === 0 && mediaType.startsWith('video/')) return 'picture'
  return decoded.audio === 0 ? 'sound' : null
}
