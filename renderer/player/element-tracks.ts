import type { DecodedTracks } from '../../shared/playback/undecoded.ts'

/**
 * Undecodable tracks are left out without a word or an error, so this is how they are noticed (HTML standard,
 * 4.8.11.10.1). A picture can also be told by its size.
 */
export function elementTracks(video: HTMLVideoElement): DecodedTracks {
  return { audio: lengthOf(video, 'audioTracks'), video: lengthOf(video, 'videoTracks') ?? (video.videoWidth > 0 ? null : 0) }
}

/** The list is not in every browser, so not in its types. */
function lengthOf(video: object, name: 'audioTracks' | 'videoTracks'): number | null {
  const tracks: unknown = Reflect.get(video, name)
  if (typeof tracks !== 'object' || tracks === null || !('length' in tracks)) return null
  return typeof tracks.length === 'number' ? tracks.length : null
}

/** Lets one sound of a file be heard, all others not; false when the element cannot. */
export function enableSound(video: object, index: number): boolean {
  const count = lengthOf(video, 'audioTracks')
  const tracks: unknown = Reflect.get(video, 'audioTracks')
  if (count === null || index >= count || typeof tracks !== 'object' || tracks === null) return false
  for (let i = 0; i < count; i++) {
    const track: unknown = Reflect.get(tracks, i)
    if (typeof track === 'object' && track !== null) Reflect.set(track, 'enabled', i === index)
  }
  return true
}
