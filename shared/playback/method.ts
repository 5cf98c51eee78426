/** Least work first: the order in which they are tried, and in which a failed one is followed by the next. */
export const METHODS = ['direct', 'remux', 'transcodeAudio', 'transcode'] as const
export type Method = (typeof METHODS)[number]

/** Why a film is not played as it is. */
export const REASONS = [
  'containerUnsupported', 'videoCodecUnsupported', 'bitDepthUnsupported', 'levelUnsupported', 'audioCodecUnsupported', 'audioTrackUnreachable', 'tooHigh', 'noKeyframeIndex', 'keyframesToCome',
  'elementDisagreed', 'failedBefore', 'chosen',
] as const
export type Reason = (typeof REASONS)[number]

/** The next rung down the ladder; null below the last. */
export function nextMethod(method: Method): Method | null {
  return METHODS[METHODS.indexOf(method) + 1] ?? null
}

/** The one that does more work. */
export function later(a: Method, b: Method): Method {
  return METHODS.indexOf(a) > METHODS.indexOf(b) ? a : b
}

/** True for a conversion that does less than the other method; to play a file as it is is none. */
export function isLesserConversion(method: Method, than: Method): boolean {
  return method !== 'direct' && METHODS.indexOf(method) < METHODS.indexOf(than)
}
