import type { Locator } from '@playwright/test'

/**
 * Puts a probe into the page that measures the element itself: `frames` waits for so many different pictures (or, for
 * sound alone, for a second of it), `level` for the loudest moment of a second in dB, `arm` and `landing` for the
 * time of the first picture after the jump between them. `offset` is for films that flash and sound at each whole second:
 * milliseconds by which the sound comes after the picture, the median of so many flashes.
 */
export async function installProbe(video: Locator): Promise<void> {
  await video.evaluate(async (element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
    const LIMIT_MS = 30_000
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 32768
    context.createMediaElementSource(element).connect(analyser)
    analyser.connect(context.destination)
    const createEye = (of: HTMLVideoElement) => {
      const canvas = new OffscreenCanvas(8, 8)
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      return () => {
        pen?.drawImage(of, 0, 0, 8, 8)
        const pixels = pen?.getImageData(0, 0, 8, 8).data ?? new Uint8ClampedArray(1)
        return pixels.reduce((sum, value) => sum + value, 0) / pixels.length > 225
      }
    }
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const standing = () => {
      const held = Array.from({ length: element.buffered.length }, (_, at) => `${element.buffered.start(at).toFixed(3)}-${element.buffered.end(at).toFixed(3)}`)
      return `the film stands at ${element.currentTime} s with ${held.join(' ')}, readyState ${element.readyState}${element.paused ? ', paused' : ''}${element.seeking ? ', seeking' : ''}`
    }
    const deadline = () => {
      const untilMs = performance.now() + LIMIT_MS
      return () => { if (performance.now() > untilMs) throw new Error(`nothing within ${LIMIT_MS} ms, ${standing()}`) }
    }
    const nextFrame = async (check: () => void): Promise<number> => {
      let time: number | null = null
      const id = element.requestVideoFrameCallback((_now, frame) => { time = frame.mediaTime })
      while (time === null) {
        check()
        await pause(10)
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
    const brightness = createEye(element)
    /** When the sound began that is in the analyser's buffer after so much silence; null when none did. */
    const onset = (samples: Float32Array<ArrayBuffer>): number | null => {
      analyser.getFloatTimeDomainData(samples)
      const nowMs = performance.now()
      let silent = 0
      for (let i = 0; i < samples.length; i++) {
        if (Math.abs(samples[i] ?? 0) < 0.05) silent += 1
        else if (silent > context.sampleRate / 4) return nowMs - ((samples.length - i) / context.sampleRate) * 1000
        else silent = 0
      }
      return null
    }
    const offset = async (count: number) => {
      const check = deadline()
      const samples = new Float32Array(analyser.fftSize)
      const flashes: number[] = []
      const sounds: number[] = []
      let watching = true
      let before = { sec: 0, white: true }
      const look = (_now: number, { mediaTime, presentationTime }: { mediaTime: number; presentationTime: number }) => {
        const white = brightness()
        // Where pictures were dropped nobody knows when it turned white.
        if (white && !before.white && mediaTime - before.sec > 0 && mediaTime - before.sec < 0.06) flashes.push(presentationTime)
        before = { sec: mediaTime, white }
        if (watching) element.requestVideoFrameCallback(look)
      }
      element.requestVideoFrameCallback(look)
      const offsets = () => flashes.flatMap((flash) => {
        const near = sounds.filter((sound) => Math.abs(sound - flash) < 400)
        return near.length === 0 ? [] : [Math.min(...near) - flash]
      }).sort((a, b) => a - b)
      // A beginning is seen in several looks; the earliest is the one least held up.
      while (offsets().length < count) {
        check()
        await pause(40)
        const at = onset(samples)
        if (at !== null) sounds.push(at)
      }
      watching = false
      const all = offsets()
      return all[Math.floor(all.length / 2)] ?? 0
    }
    let seeked: Promise<number> = Promise.resolve(0)
    let shown: number[] = []
    const arm = async () => {
      // A film of seconds may have come to its end.
      if (element.paused) await element.play()
      seeked = new Promise((resolve) => { element.addEventListener('seeked', () => { resolve(element.currentTime) }, { once: true }) })
      element.addEventListener('seeking', () => {
        const mine: number[] = shown = []
        const note = (_now: number, { mediaTime }: { mediaTime: number }) => {
          mine.push(mediaTime)
          if (shown === mine && mine.length < 50) element.requestVideoFrameCallback(note)
        }
        element.requestVideoFrameCallback(note)
      }, { once: true })
      return 0
    }
    const landing = async () => {
      const check = deadline()
      const at = await Promise.race([seeked, pause(LIMIT_MS).then((): never => { throw new Error(`the jump did not land, ${standing()}`) })])
      if (element.videoWidth === 0) return at
      // The picture of the place that was left may be shown once more.
      const isHere = (time: number) => Math.abs(time - at) < 1
      while (!shown.some(isHere)) {
        check()
        await pause(10)
      }
      return shown.find(isHere) ?? at
    }
    const ways: Record<string, (count: number) => Promise<number>> = { frames, level, arm, landing, offset }
    Object.assign(window, { formatProbe: (what: string, count: number) => ways[what]?.(count) })
  })
}
