import { isWaiting } from '../../shared/playback/is-waiting.ts'
import type { Clock } from './clock.ts'
import { toClockReading } from './media-events.ts'
import type { PlaybackStore } from './playback-store.ts'
import type { ElementFault, SourceForm, VideoElement } from './video-element.ts'

/** Drives one video element and tells the truth about it. */
export interface ElementDriver {
  /** Loads a film, at the same second if one was loading or playing; its first jump waits `settleMs` (see settle-time.ts). */
  load(url: string, settleMs: number, form: SourceForm): void
  /** Where the person is or wants to be. */
  positionSec(): number
  /** Lets go of the film before this one; the next load begins with this second. */
  startAt(sec: number): void
  /** Lets go of the film and says nothing more until the next `startAt`: it plays elsewhere. */
  rest(): void
  /** Stands still on purpose though the person wants it to move, until it is let go again; a jump or a pause ends it too. */
  holdStill(held: boolean): void
  seekTo(sec: number): void
  play(): void
  pause(): void
  close(): void
}

export interface DriverParts {
  readonly element: VideoElement
  readonly store: PlaybackStore
  readonly clock: Clock
  readonly now: () => number
  /** After every event the planner may care for. */
  readonly onChange: () => void
  /** The element gave up. */
  readonly onError: (fault: ElementFault) => void
  /** The element knows what is in the film. */
  readonly onLoaded: () => void
}

/** Four looks a second at whether the picture stands still, as often as `timeupdate` comes when it moves. */
const LOOK_EVERY_MS = 250

/** From here on there is a picture to show (HTML standard, 4.8.11.7). */
const HAVE_CURRENT_DATA = 2

/** Invariant: `wantedSec` is the place asked for and not yet shown; null means the element's own clock is right. */
export function createElementDriver({ element, store, clock, now, onChange, onError, onLoaded }: DriverParts): ElementDriver {
  const { video } = element
  const stop = new AbortController()
  let wantedSec: number | null = null
  let loading = false
  let resting = false
  /** A film that has loaded waits for its first picture, then for a while, before it is moved. */
  let settling: 'untilData' | number | null = null
  let settleMs = 0
  let form: SourceForm = 'file'
  let held = false
  let lastSeenSec = 0
  let stillSinceMs = now()

  const positionSec = () => wantedSec ?? video.currentTime
  const listen = (type: keyof HTMLVideoElementEventMap, handle: () => void) => { video.addEventListener(type, handle, { signal: stop.signal }) }
  const tell = () => {
    if (resting) return
    clock.write(toClockReading(video, positionSec(), clock.read().durationSec))
    onChange()
  }

  function look(): void {
    if (resting) return
    const { wantsPlay, ended, started, waitingSinceMs } = store.getState()
    const seeking = video.seeking || (wantedSec !== null && !loading)
    const waits = held || isWaiting({ wantsPlay, ended, started, seeking, readyState: loading ? 0 : video.readyState, stillForMs: now() - stillSinceMs })
    if (waits === (waitingSinceMs !== null)) return
    store.setState({ waitingSinceMs: waits ? stillSinceMs : null })
  }

  function standStill(): void {
    if (store.getState().waitingSinceMs === null) stillSinceMs = now()
  }

  function noteMotion(): void {
    if (video.seeking || loading || settling !== null || video.currentTime === lastSeenSec) return
    lastSeenSec = video.currentTime
    stillSinceMs = now()
    const { started, jumpTargetSec, waitingSinceMs } = store.getState()
    if (!started || jumpTargetSec !== null || waitingSinceMs !== null) store.setState({ started: true, jumpTargetSec: null, waitingSinceMs: null })
  }

  function arrive(): void {
    if (loading) return
    wantedSec = null
    lastSeenSec = video.currentTime
    if (video.readyState >= HAVE_CURRENT_DATA) store.setState({ inPlace: true })
    if (video.readyState >= HAVE_CURRENT_DATA && !store.getState().wantsPlay) store.setState({ started: true, jumpTargetSec: null, waitingSinceMs: null })
  }

  function begin(): void {
    loading = false
    store.setState({ indexRead: true })
    video.playbackRate = store.getState().rate
    onLoaded()
    if (wantedSec === null || wantedSec === 0 || settleMs === 0) goOn()
    else settling = 'untilData'
  }

  function settle(): void {
    if (settling === 'untilData') settling = window.setTimeout(goOn, settleMs)
  }

  /** The film may be moved: to the wanted place, and on from there. */
  function goOn(): void {
    settling = null
    if (wantedSec !== null && wantedSec > 0) video.currentTime = wantedSec
    else arrive()
    if (store.getState().wantsPlay) play()
  }

  function stopSettling(): void {
    if (typeof settling === 'number') clearTimeout(settling)
    settling = null
  }

  function play(): void {
    standStill()
    store.setState({ wantsPlay: true, ended: false })
    if (loading || settling !== null) return
    // A new load or a pause interrupts the promise; both have said so themselves by then.
    video.play().catch((thrown: unknown) => { if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') store.setState({ wantsPlay: false }) })
  }

  function holdStill(next: boolean): void {
    if (held === next) return
    held = next
    store.setState({ resting: next })
    if (next) video.pause()
    else if (store.getState().wantsPlay) play()
  }

  function pause(): void {
    // What is paused waits for nothing: started again at once it is not taken for dry.
    store.setState({ wantsPlay: false, waitingSinceMs: null })
    holdStill(false)
    video.pause()
  }

  function seekTo(sec: number): void {
    holdStill(false)
    const targetSec = Math.max(0, Math.min(sec, clock.read().durationSec ?? sec))
    standStill()
    wantedSec = targetSec
    lastSeenSec = targetSec
    store.setState({ jumpTargetSec: targetSec, ended: false })
    if (!loading && settling === null && video.readyState > 0) video.currentTime = targetSec
    tell()
  }

  listen('loadedmetadata', begin)
  listen('loadeddata', () => {
    settle()
    if (wantedSec === null) arrive()
  })
  listen('seeked', arrive)
  listen('timeupdate', noteMotion)
  listen('play', () => { store.setState({ wantsPlay: true }) })
  listen('pause', () => { if (!held && !loading && !video.ended && video.error === null) store.setState({ wantsPlay: false }) })
  listen('ended', () => { store.setState({ ended: true, wantsPlay: false, jumpTargetSec: null, waitingSinceMs: null }) })
  listen('ratechange', () => { if (!loading) store.setState({ rate: video.playbackRate }) })
  listen('volumechange', () => {
    // the element knows nothing of what amplifies it
    store.setState(({ volume }) => ({ volume: video.volume === 1 ? Math.max(1, volume) : video.volume, muted: video.muted }))
  })
  listen('enterpictureinpicture', () => { store.setState({ inPip: true }) })
  listen('leavepictureinpicture', () => { store.setState({ inPip: false }) })
  listen('error', () => { if (video.error !== null && form === 'file') onError({ code: video.error.code, says: video.error.message }) })
  element.onPlaylistError(onError)
  for (const type of TOLD) listen(type, tell)
  const timer = setInterval(look, LOOK_EVERY_MS)

  return {
    load: (url, nextSettleMs, nextForm) => {
      stopSettling()
      holdStill(false)
      settleMs = nextSettleMs
      wantedSec = positionSec()
      loading = true
      store.setState({ inPlace: false })
      standStill()
      form = nextForm
      element.load(url, form, wantedSec)
      onChange()
    },
    positionSec,
    holdStill,
    rest: () => {
      stopSettling()
      held = false
      store.setState({ resting: false })
      resting = true
      loading = true
      video.pause()
      element.unload()
    },
    startAt: (sec) => {
      stopSettling()
      resting = false
      loading = true
      video.pause()
      wantedSec = sec
      standStill()
      look()
    },
    seekTo, play, pause,
    close: () => {
      stopSettling()
      clearInterval(timer)
      stop.abort()
    },
  }
}

const TOLD = ['loadedmetadata', 'durationchange', 'progress', 'timeupdate', 'seeking', 'seeked', 'play', 'playing', 'pause', 'waiting', 'ratechange', 'ended'] as const
