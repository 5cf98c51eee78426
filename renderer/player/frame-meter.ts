/** Measures how long one frame is, from the times of frames as they are shown. */
export interface FrameMeter {
  frameSec(): number
  close(): void
}

/** Until two frames have been seen: films have 24 frames a second. */
const FILM_FRAME_SEC = 1 / 24

/** Longer gaps are a pause, a jump or a dropped frame. */
const LONGEST_FRAME_SEC = 0.12

export function createFrameMeter(video: HTMLVideoElement): FrameMeter {
  let frameSec = FILM_FRAME_SEC
  let lastSec: number | null = null
  let handle = video.requestVideoFrameCallback(note)
  function note(_nowMs: number, { mediaTime }: VideoFrameCallbackMetadata): void {
    const gapSec = lastSec === null ? 0 : mediaTime - lastSec
    if (gapSec > 0 && gapSec < LONGEST_FRAME_SEC) frameSec = gapSec
    lastSec = mediaTime
    handle = video.requestVideoFrameCallback(note)
  }
  return { frameSec: () => frameSec, close: () => { video.cancelVideoFrameCallback(handle) } }
}
