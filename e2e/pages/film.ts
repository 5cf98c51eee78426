import type { Locator } from '@playwright/test'

/** What the video element can tell about a film that plays. All of it is measured in the page, none is taken from the app. */
export interface FilmFacts {
  readonly timeSec: number
  readonly durationSec: number
  /** End of what the element holds around the picture it shows. */
  readonly bufferedUntilSec: number
  readonly paused: boolean
  /** Frames put on the screen since the film was loaded. */
  readonly frames: number
  /** Compressed sound the decoder took in. */
  readonly decodedSoundBytes: number
  readonly width: number
}

/** Measures the element now. */
export function filmFacts(video: Locator): Promise<FilmFacts> {
  return video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
    const decodedSoundBytes: unknown = Reflect.get(element, 'webkitAudioDecodedByteCount')
    const held = Array.from({ length: element.buffered.length }, (_, index) => element.buffered.end(index))
    return {
      timeSec: element.currentTime,
      bufferedUntilSec: Math.max(element.currentTime, held.find((end) => end >= element.currentTime) ?? 0),
      durationSec: element.duration,
      paused: element.paused,
      frames: element.getVideoPlaybackQuality().totalVideoFrames,
      decodedSoundBytes: typeof decodedSoundBytes === 'number' ? decodedSoundBytes : 0,
      width: element.videoWidth,
    }
  })
}

/**
 * Waits until this many different frames were presented from now on, each later in the film than the one before, the
 * first at or after fromSec and all before untilSec: what is still shown of a place that was left does not count. Answers with the film time of the last one; throws when limitMs is over.
 */
export function countFrames(video: Locator, count: number, { fromSec = 0, untilSec = Infinity, limitMs = 20_000 } = {}): Promise<number> {
  return video.evaluate(
    (element, { count, fromSec, untilSec, limitMs }) =>
      new Promise<number>((resolve, reject) => {
        if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
        let seen = 0
        let latestSec = fromSec - 0.001
        const timer = setTimeout(() => reject(new Error(`${seen} of ${count} frames within ${limitMs} ms, the film stands at ${element.currentTime} s`)), limitMs)
        const look = (_nowMs: number, frame: { mediaTime: number }) => {
          if (frame.mediaTime > latestSec && frame.mediaTime < untilSec) {
            seen += 1
            latestSec = frame.mediaTime
          }
          if (seen < count) return void element.requestVideoFrameCallback(look)
          clearTimeout(timer)
          resolve(latestSec)
        }
        element.requestVideoFrameCallback(look)
      }),
    { count, fromSec, untilSec, limitMs },
  )
}
