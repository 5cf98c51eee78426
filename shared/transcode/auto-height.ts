/** What a session that encodes is watched for. */
export interface HeightWatch {
  /** Since when it has been slower than the film, without a break; null = it is not. */
  readonly slowSinceMs: number | null
  /** For how long it was seen to be much faster, without ever being seen to be less. */
  readonly fastMs: number
  /** Of the last look; null before the first. */
  readonly atMs: number | null
}

export const FRESH_WATCH: HeightWatch = { slowSinceMs: null, fastMs: 0, atMs: null }

export interface HeightFacts {
  /** Seconds of film made in a second; null while it is held, waits or is not known. */
  readonly speed: number | null
  /** Lines of the film's own picture. */
  readonly sourceLines: number
  /** Lines it is encoded with now; null = all of them. */
  readonly height: number | null
  /** Steps down so far in this film. */
  readonly stepsDown: number
  readonly nowMs: number
}

/** Heights that are offered, highest first. */
export const HEIGHTS = [1080, 720, 480] as const

/** Lines of a picture as it is seen: a wide film counts by the screen it fills (1920x800 is 1080 lines). */
export function screenLines({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(height, Math.round((width * 9) / 16))
}

/** Of the heights that are offered those that make a picture smaller, highest first. */
export function smallerHeights(picture: { readonly width: number; readonly height: number }): readonly number[] {
  return HEIGHTS.filter((each) => each < screenLines(picture))
}

/** Below this a jump or a scene of rain makes the picture stop. */
const SLOW_SPEED = 1.1
const SLOW_MS = 10_000
/** The next height has twice the pixels, so it takes twice the time. */
const FAST_SPEED = 3
/** A step up costs a moment of waiting: not for a quiet scene. What is that fast is held most of the time, so this is seen in two minutes of film. */
const FAST_MS = 30_000
/** Each step down doubles it, up to half an hour: a computer that is just too slow for the next height does not go up and down all evening. */
const MAX_DOUBLINGS = 6

/** The watch after a look, and the height to change to (null = the whole picture); undefined when it stays. */
export function watchHeight(watch: HeightWatch, { speed, sourceLines, height, stepsDown, nowMs }: HeightFacts): { readonly watch: HeightWatch; readonly height: number | null | undefined } {
  const slowSinceMs = speed !== null && speed < SLOW_SPEED ? (watch.slowSinceMs ?? nowMs) : null
  const next = { slowSinceMs, fastMs: fastMsAfter(watch, { speed, nowMs }), atMs: nowMs }
  if (slowSinceMs !== null && nowMs - slowSinceMs >= SLOW_MS) {
    const lower = HEIGHTS.find((each) => each < Math.min(sourceLines, height ?? sourceLines))
    return lower === undefined ? { watch: next, height: undefined } : { watch: FRESH_WATCH, height: lower }
  }
  if (height !== null && next.fastMs >= FAST_MS * 2 ** Math.min(Math.max(0, stepsDown - 1), MAX_DOUBLINGS)) return { watch: FRESH_WATCH, height: higher(height, sourceLines) }
  return { watch: next, height: undefined }
}

/** While it is held nothing is seen, which speaks neither for nor against it. */
function fastMsAfter({ fastMs, atMs }: HeightWatch, { speed, nowMs }: Pick<HeightFacts, 'speed' | 'nowMs'>): number {
  if (speed === null) return fastMs
  return speed > FAST_SPEED ? fastMs + (nowMs - (atMs ?? nowMs)) : 0
}

function higher(height: number | null, sourceLines: number): number | null {
  const above = [...HEIGHTS].reverse().find((each) => each > (height ?? 0))
  return above === undefined || above >= sourceLines ? null : above
}
