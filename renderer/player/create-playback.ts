import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { MethodWish } from '../../shared/playback/choose-method.ts'
import type { PageAbilities } from '../../shared/playback/film-facts.ts'
import { MAX_VOLUME } from '../../shared/playback/sound-shape.ts'
import type { Bridge } from '../bridge.ts'
import { positionKey, rememberPosition } from '../state/place.ts'
import type { AppStore } from '../state/store.ts'
import { askAbilities } from './ask-abilities.ts'
import type { Clock } from './clock.ts'
import { createClock } from './clock.ts'
import { elementTracks, enableSound } from './element-tracks.ts'
import type { ElementDriver } from './element-driver.ts'
import { createElementDriver } from './element-driver.ts'
import { isReachable } from './is-reachable.ts'
import { toPlayheadReport } from './media-events.ts'
import { hearKeptSound, keepSound } from './keep-sound.ts'
import type { PlaybackStore } from './playback-store.ts'
import { createPlaybackStore, freshFile } from './playback-store.ts'
import { restToFill } from './rest-to-fill.ts'
import { shapeSound } from './shape-sound.ts'
import { createHoverReporter } from './report-hover.ts'
import { createPlayheadReporter } from './report-playhead.ts'
import { settleMsOf } from './settle-time.ts'
import type { StreamSession } from './stream-session.ts'
import { createStreamSession } from './stream-session.ts'
import type { VideoElement } from './video-element.ts'
import { createVideoElement } from './video-element.ts'

/** The player without its looks: one element, one open file, the commands of buttons and keys. */
export interface Playback {
  readonly store: PlaybackStore
  readonly clock: Clock
  /** Puts the element into the container; returns how to take it out again. */
  attach(container: HTMLElement): () => void
  /** Plays a file in the attached element; returns how to stop. */
  open(infoHash: InfoHash, fileIndex: FileIndex): () => void
  retry(): void
  /** Plays the film in another way, or with another of its sounds. */
  choose(wish: Partial<MethodWish>): void
  togglePlay(): void
  pause(): void
  play(): void
  seekTo(sec: number): void
  /** The person points at a time on the seek bar, or at none any more: a little may be fetched there. */
  pointAt(sec: number | null): void
  setRate(rate: number): void
  /** 0..2: above 1 the sound is amplified. */
  setVolume(volume: number): void
  setMuted(muted: boolean): void
  /** The film plays elsewhere: element and stream here are let go. */
  letGo(): void
  /** The film comes back, at this second. */
  takeUp(sec: number): void
  /** The element itself, for picture-in-picture and frame counts; null while none is attached. */
  video(): HTMLVideoElement | null
}

interface Attached {
  readonly element: VideoElement
  readonly driver: ElementDriver
}

export function createPlayback({ bridge, app }: { readonly bridge: Bridge; readonly app: AppStore }): Playback {
  const { volume = 1, muted = false } = app.getState().settings ?? {}
  const store = createPlaybackStore({ volume, muted })
  const clock = createClock()
  const report = createPlayheadReporter(bridge, () => performance.now())
  let attached: Attached | null = null
  let session: StreamSession | null = null
  let abilities: Promise<PageAbilities> | null = null

  function tellPlanner(): void {
    const { stream, wantsPlay } = store.getState()
    if (attached && stream) report(toPlayheadReport(attached.element.video, stream.streamId, { paused: !wantsPlay, timeSec: attached.driver.positionSec() }))
  }

  function attach(container: HTMLElement): () => void {
    const element = createVideoElement(container)
    Object.assign(element.video, { volume: Math.min(1, store.getState().volume), muted: store.getState().muted })
    const driver = createElementDriver({ element, store, clock, now: () => performance.now(), onChange: tellPlanner, onError: (fault) => { session?.handleElementError(fault) }, onLoaded: () => { session?.handleLoaded() } })
    attached = { element, driver }
    const letSoundGo = shapeSound(element.video, store, app)
    const stopResting = restToFill({ playback: store, app, clock, rest: driver.holdStill })
    return () => {
      stopResting()
      letSoundGo()
      attached = null
      driver.close()
      element.close()
    }
  }

  function open(infoHash: InfoHash, fileIndex: FileIndex): () => void {
    const parts = attached
    if (parts === null) throw new Error('a file was opened before the element was attached')
    const { driver } = parts
    const key = positionKey(infoHash, fileIndex)
    store.setState({ ...freshFile })
    clock.write({ currentTimeSec: 0, durationSec: null, buffered: [] })
    driver.startAt(app.getState().settings?.resume === false ? 0 : app.getState().positions[key] ?? 0)
    const mine = createStreamSession({ bridge, app, store, infoHash, fileIndex, abilities: () => (abilities ??= askAbilities()), tracks: () => elementTracks(parts.element.video), enableSound: (place) => enableSound(parts.element.video, place), load: ({ url, mediaType, method }) => { driver.load(url, method === 'direct' ? settleMsOf(mediaType) : 0, method === 'direct' ? 'file' : 'playlist') }, positionSec: driver.positionSec, isReachable, after: (ms, act) => { setTimeout(act, ms) } })
    session = mine
    const stopKept = hearKeptSound({ app, store, infoHash, fileIndex, choose: mine.choose })
    return () => {
      stopKept()
      const { currentTimeSec, durationSec } = clock.read()
      app.setState(({ positions }) => ({ positions: rememberPosition(positions, key, currentTimeSec, durationSec) }))
      mine.close()
      if (session === mine) session = null
    }
  }

  const onVideo = (act: (video: HTMLVideoElement) => void) => { if (attached) act(attached.element.video) }
  return {
    store, clock, attach, open,
    retry: () => { session?.retry() },
    choose: (wish) => {
      session?.choose(wish)
      keepSound({ bridge, app }, store, wish)
    },
    togglePlay: () => { if (store.getState().wantsPlay) attached?.driver.pause(); else playAgain(attached, store) },
    play: () => { playAgain(attached, store) },
    pause: () => { attached?.driver.pause() },
    seekTo: (sec) => { attached?.driver.seekTo(sec) },
    pointAt: createHoverReporter({ bridge, streamId: () => store.getState().stream?.streamId ?? null, settings: () => app.getState().settings }),
    setRate: (rate) => {
      store.setState({ rate })
      onVideo((video) => { video.playbackRate = rate })
    },
    setVolume: (value) => {
      const volume = Math.max(0, Math.min(MAX_VOLUME, value))
      store.setState({ volume })
      onVideo((video) => { video.volume = Math.min(1, volume) })
    },
    setMuted: (value) => { onVideo((video) => { video.muted = value }) },
    letGo: () => {
      session?.suspend()
      attached?.driver.rest()
    },
    takeUp: (sec) => {
      attached?.driver.startAt(sec)
      session?.resume()
    },
    video: () => attached?.element.video ?? null,
  }
}

/** Playing after the end begins again. */
function playAgain(attached: Attached | null, store: PlaybackStore): void {
  if (store.getState().ended) attached?.driver.seekTo(0)
  attached?.driver.play()
}
