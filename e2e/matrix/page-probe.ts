import type { Locator } from '@playwright/test'

/**
 * Puts a probe into the page that measures the element itself: `frames` waits for so many different pictures (or, for
 * sound alone, for a second of it), `level` for the loudest moment of a second in dB, `arm` and `landing` for the
 * time of the first picture after the jump between them.
 */
export async function installProbe(video: Locator): Promise<void> {
  await video.evaluate(async (element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
    const LIMIT_MS = 30_000
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 2048
    context.createMediaElementSource(element).connect(analyser)
    analyser.connect(context.destination)
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const deadline = () => {
      const untilMs = performance.now() + LIMIT_MS
      return () => { if (performance.now() > untilMs) throw new Error(`nothing within ${LIMIT_MS} ms, the film stands at ${element.currentTime} s`) }
    }
    const nextFrame = async (check: () => void): Promise<number> => {
      let time: number | null = null
      const id = element.requestVideoFrameCallback((_now, frame) => { time = frame.mediaTime })
      while (time === null) {
        check()
        await pause(10)
        if (element.videoWidth === 0 && !element.seeking && element.readyState >= 3) break
      }
      element.cancelVideoFrameCallback(id)
      return time ?? element.currentTime
    }

    const frames = async (count: number) => {
      const check = deadline()
      let source = element.currentSrc
      let seen = 0
      let latest = -1
      if (count === 0) {
        for (let last = element.currentTime, moved = 0; moved < 1;) {
          check()
          await pause(50)
          const step = element.currentTime - last
          if (step > 0 && step < 1 && !element.seeking) moved += step
          last = element.currentTime
        }
        return 0
      }
      while (seen < count) {
        const time = await nextFrame(check)
        // Another film, or another form of it, begins again.
        if (element.currentSrc !== source) seen = 0
        source = element.currentSrc
        if (time !== latest) seen += 1
        latest = time
      }
      return seen
    }
    const level = async () => {
      let loudest = -Infinity
      const samples = new Float32Array(analyser.fftSize)
      for (let i = 0; i < 60 && loudest < -60; i++) {
        await pause(50)
        analyser.getFloatTimeDomainData(samples)
        loudest = Math.max(loudest, 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 1e-12) / samples.length))
      }
      return loudest
    }
    let seeked: Promise<unknown> = Promise.resolve()
    const arm = async () => {
      seeked = new Promise((resolve) => { element.addEventListener('seeked', resolve, { once: true }) })
      return 0
    }
    const landing = async () => {
      const check = deadline()
      await Promise.race([seeked, pause(LIMIT_MS).then(() => { throw new Error(`the jump did not land, the film stands at ${element.currentTime} s`) })])
      const at = element.currentTime
      if (element.videoWidth === 0) return at
      const time = await nextFrame(check)
      return Math.abs(time - at) < 1 ? time : at
    }
    const ways: Record<string, (count: number) => Promise<number>> = { frames, level, arm, landing }
    Object.assign(window, { formatProbe: (what: string, count: number) => ways[what]?.(count) })
  })
}
