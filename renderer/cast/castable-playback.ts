import type { CastStatus, RemoteWish } from '../../shared/cast/cast-status.ts'
import type { AppError } from '../../shared/errors.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import { IN_TIME } from '../../shared/subtitles/shift.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { Bridge } from '../bridge.ts'
import type { Playback } from '../player/create-playback.ts'
import type { Heard, Remote } from '../player/playback-store.ts'
import { positionKey } from '../state/place.ts'
import type { AppStore } from '../state/store.ts'
import { activeCast, isOf } from './is-casting.ts'

/** The player whose film may be on a device: then the same buttons and keys are its remote. */
export interface CastablePlayback extends Playback {
  /** Plays the film on a device from the second where it is. Null when the device was told, else why not. */
  castTo(deviceId: string): Promise<AppError | null>
  /** Takes the film back, paused at the device's second. */
  stopCast(): void
  /** Shows another subtitle track on the device; null = none. */
  castSubtitle(trackId: string | null): void
  /** Moves the words on the device, and gives them their speed. */
  castTiming(timing: SubtitleTiming): void
  /**
   * What a cast shows that ran before this page did; null when there is none, and after it was asked for. Until then
   * nothing that is chosen here goes to the device: it would be a choice nobody made.
   */
  takeJoined(): ShownSubtitle | null
}

/** The words that go with the film. */
export interface ShownSubtitle extends SubtitleTiming {
  readonly trackId: string | null
}

export interface CastablePlaybackParts {
  readonly local: Playback
  readonly bridge: Bridge
  readonly app: AppStore
  /** The subtitle that is shown here, to be shown there. */
  readonly subtitle: () => ShownSubtitle
  /** The host went on to another file of the torrent. */
  readonly onOtherFile: (infoHash: InfoHash, fileIndex: FileIndex) => void
  readonly now: () => number
}

const NO_SUBTITLE: ShownSubtitle = { trackId: null, ...IN_TIME }
/** A device takes a moment to obey: what it says meanwhile is of before it was told, and what the person pressed counts. */
const OBEYS_MS = 2000
/** As often as `timeupdate` comes from an element. */
const MOVE_EVERY_MS = 250

/** Invariant: while `borrowed` is set the element here is let go and the device's words are what the player shows. */
export function createCastablePlayback({ local, bridge, app, subtitle, onOtherFile, now }: CastablePlaybackParts): CastablePlayback {
  let film: { readonly infoHash: InfoHash; readonly fileIndex: FileIndex } | null = null
  let borrowed: { readonly status: CastStatus; readonly atMs: number } | null = null
  /** What the person wants of the device; a device that buffers says neither. */
  let wantsPlay = true
  let wishedAtMs = -Infinity
  /** A device is being told of the film: what the person wants of it meanwhile, for it is not to be played here. */
  let given: { wantsPlay: boolean } | null = null
  let openFilm: (() => void) | null = null
  let joined: ShownSubtitle | null = null

  const send = (command: RemoteWish) => { void bridge.call('media.castCommand', { command }) }
  const want = (play: boolean) => {
    wantsPlay = play
    wishedAtMs = now()
    local.store.setState({ wantsPlay: play })
    send({ kind: play ? 'play' : 'pause' })
  }
  const positionSec = () => {
    if (!borrowed) return local.clock.read().currentTimeSec
    const { positionSec: said, phase, durationSec } = borrowed.status
    return Math.min(said + (phase === 'playing' ? (now() - borrowed.atMs) / 1000 : 0), durationSec ?? Infinity)
  }
  const showClock = () => { local.clock.write({ currentTimeSec: positionSec(), durationSec: borrowed?.status.durationSec ?? local.clock.read().durationSec, buffered: [] }) }

  function follow(status: CastStatus): void {
    if (!borrowed) local.letGo()
    const { phase, volume, muted } = status
    const waits = phase === 'connecting' || phase === 'loading' || phase === 'buffering'
    const before = local.store.getState()
    const pauses = !borrowed && given?.wantsPlay === false
    if (!borrowed) wantsPlay = phase !== 'paused'
    else if (now() - wishedAtMs >= OBEYS_MS) wantsPlay = phase === 'playing' || (phase !== 'paused' && wantsPlay)
    borrowed = { status, atMs: now() }
    local.store.setState({
      castStreamId: status.streamId, castSound: soundThere(status, before.castSound), remote: remoteOf(status, before.remote), wantsPlay, ended: false, started: true, inPlace: false, failure: null, connection: 'open',
      jumpTargetSec: waits ? before.jumpTargetSec : null, waitingSinceMs: waits ? before.waitingSinceMs ?? now() : null,
      volume: volume ?? before.volume, muted: muted ?? before.muted,
    })
    hearSound(status)
    showClock()
    if (pauses) want(false)
  }

  /** The sound that is heard there is the one that is chosen here, and stays so when the film comes back. */
  function hearSound({ audioIndex, sounds }: CastStatus): void {
    const { stream, wish } = local.store.getState()
    if (audioIndex === null) return
    // A page that is new has not opened the film: what it will want is told by what is heard there.
    if (!stream) {
      const usual = sounds.find(({ isDefault }) => isDefault) ?? sounds[0]
      if (wish.audioIndex !== audioIndex && usual?.audioIndex !== audioIndex) local.store.setState({ wish: { ...wish, audioIndex } })
      return
    }
    if (!stream.film || stream.film.audioIndex === audioIndex) return
    local.store.setState({ stream: { ...stream, film: { ...stream.film, audioIndex } }, wish: { ...wish, audioIndex } })
  }

  function takeBack(status: CastStatus): void {
    borrowed = null
    const { volume = 1, muted = false } = app.getState().settings ?? {}
    local.store.setState({ castStreamId: null, castSound: null, remote: null, wantsPlay: false, jumpTargetSec: null, waitingSinceMs: null, volume, muted })
    local.takeUp(status.phase === 'ended' ? 0 : status.positionSec)
  }

  function heard(status: CastStatus | null): void {
    if (!status || !film) return
    const mine = isOf(status, film.infoHash, film.fileIndex)
    if (activeCast(status)) {
      if (mine) follow(status)
      else if (borrowed && status.infoHash === film.infoHash) onOtherFile(status.infoHash, status.fileIndex)
      return
    }
    if (borrowed && mine) takeBack(status)
  }
  const start = (deviceId: string, atSec: number, words: ShownSubtitle, audioIndex: number | null) => film
    ? bridge.call('media.startCast', { ...film, deviceId, atSec, paused: false, subtitleTrackId: words.trackId, subtitleDelayMs: words.delayMs, subtitleSpeed: words.speed, audioIndex })
    : Promise.resolve(null)

  /** The person chose another film while one is on the device: that one goes there, and is neither heard here meanwhile nor fetched for here. */
  async function goThere(deviceId: string, atSec: number): Promise<void> {
    const mine = film
    local.letGo()
    const answer = await start(deviceId, atSec, NO_SUBTITLE, null)
    if (answer !== null && !answer.ok && !borrowed && film === mine) local.takeUp(atSec)
  }

  return {
    ...local,
    open: (infoHash, fileIndex) => {
      film = { infoHash, fileIndex }
      const close = local.open(infoHash, fileIndex)
      openFilm = close
      const unsubscribe = app.subscribe((state, before) => { if (state.cast !== before.cast) heard(state.cast) })
      const timer = setInterval(() => { if (borrowed?.status.phase === 'playing') showClock() }, MOVE_EVERY_MS)
      const running = activeCast(app.getState().cast)
      if (running) {
        if (isOf(running, infoHash, fileIndex)) {
          follow(running)
          if (running.subtitleTrackId !== null) joined = { trackId: running.subtitleTrackId, delayMs: running.subtitleDelayMs, speed: running.subtitleSpeed }
        }
        else void goThere(running.deviceId, app.getState().positions[positionKey(infoHash, fileIndex)] ?? 0)
      }
      return () => {
        clearInterval(timer)
        unsubscribe()
        borrowed = null
        local.store.setState({ castStreamId: null, castSound: null, remote: null })
        close()
        if (openFilm === close) film = null
      }
    },
    togglePlay: () => {
      if (borrowed) want(!wantsPlay)
      else if (given) given.wantsPlay = !given.wantsPlay
      else local.togglePlay()
    },
    play: () => {
      if (borrowed) want(true)
      else if (given) given.wantsPlay = true
      else local.play()
    },
    pause: () => {
      if (borrowed) want(false)
      else if (given) given.wantsPlay = false
      else local.pause()
    },
    seekTo: (sec) => {
      if (!borrowed) { local.seekTo(sec); return }
      const toSec = Math.max(0, Math.min(sec, borrowed.status.durationSec ?? sec))
      borrowed = { status: { ...borrowed.status, positionSec: toSec }, atMs: now() }
      local.store.setState({ jumpTargetSec: toSec })
      showClock()
      send({ kind: 'seek', toSec })
    },
    setVolume: (level) => {
      if (!borrowed) { local.setVolume(level); return }
      const clamped = Math.max(0, Math.min(1, level))
      local.store.setState({ volume: clamped })
      send({ kind: 'volume', level: clamped })
    },
    setMuted: (muted) => {
      if (!borrowed) { local.setMuted(muted); return }
      if (muted === local.store.getState().muted) return
      local.store.setState({ muted })
      send({ kind: 'mute', muted })
    },
    // A device plays at its own speed.
    setRate: (rate) => { if (!borrowed) local.setRate(rate) },
    castTo: async (deviceId) => {
      const atSec = positionSec()
      const { wantsPlay: played } = local.store.getState()
      // At once, so that the film is not heard in two rooms while the device gets ready.
      if (!borrowed) local.pause()
      const mine = { wantsPlay: true }
      given = mine
      // What the device does is told before the answer comes.
      const answer = await start(deviceId, atSec, subtitle(), local.store.getState().wish.audioIndex)
      if (given === mine) given = null
      if (answer === null || answer.ok) return null
      if (!borrowed && played && mine.wantsPlay) local.play()
      return answer.error
    },
    stopCast: () => { void bridge.call('media.stopCast', {}) },
    castSubtitle: (trackId) => { if (borrowed && joined === null && borrowed.status.subtitleTrackId !== trackId) send({ kind: 'subtitleTrack', trackId }) },
    castTiming: ({ delayMs, speed }) => {
      if (!borrowed || joined !== null) return
      const { subtitleDelayMs, subtitleSpeed } = borrowed.status
      if (subtitleDelayMs !== delayMs || subtitleSpeed !== speed) send({ kind: 'subtitleTiming', delayMs, speed })
    },
    takeJoined: () => {
      const taken = joined
      joined = null
      return taken
    },
    choose: (wish) => {
      if (!borrowed) local.choose(wish)
      else if (wish.audioIndex !== undefined) send({ kind: 'audioTrack', audioIndex: wish.audioIndex })
    },
  }
}

const remoteOf = ({ canPause, canSetVolume }: CastStatus, before: Remote | null): Remote =>
  (before?.canPause === canPause && before.canSetVolume === canSetVolume ? before : { canPause, canSetVolume })

/** The same object as before while nothing changes: it is told twice a second. */
function soundThere({ sounds, audioIndex }: CastStatus, before: Heard | null): Heard | null {
  if (sounds.length === 0) return null
  return before !== null && before.audioIndex === audioIndex && JSON.stringify(before.sounds) === JSON.stringify(sounds) ? before : { sounds, audioIndex }
}
