/**
 * Chromium reads the Cues of a Matroska film at its first jump, and a jump in the first moments after loading makes it
 * give them up for good: every jump would then read the film from front to back. Measured on Chromium 130: always within
 * 20 ms after `loadedmetadata`, never 60 ms after it, with and without other load; the reserve is for slow machines.
 */
const MATROSKA_SETTLE_MS = 250

/** Milliseconds between the first picture and the first jump. MP4 has its index in memory before it shows anything. */
export function settleMsOf(mediaType: string): number {
  return /^(?:video|audio)\/(?:mp4|quicktime)$/u.test(mediaType) ? 0 : MATROSKA_SETTLE_MS
}
