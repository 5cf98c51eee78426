import type { AppError, ErrorCode } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import { placeInElement } from '../../shared/playback/element-sound.ts'
import { later, nextMethod } from '../../shared/playback/choose-method.ts'
import type { Method, MethodWish } from '../../shared/playback/choose-method.ts'
import type { PageAbilities } from '../../shared/playback/film-facts.ts'
import { blamesBytes, planRecovery } from '../../shared/playback/plan-recovery.ts'
import type { ErrorWords } from '../../shared/text/error-sentence.ts'
import { PLAYER_WORDS } from '../../shared/text/error-words.ts'
import type { StreamDescriptor, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { Bridge } from '../bridge.ts'
import type { AppStore } from '../state/store.ts'
import { followHeight } from './auto-height.ts'
import type { ElementTracks } from './element-tracks.ts'
import type { PlaybackStore } from './playback-store.ts'
import { reopenTorrent } from './reopen-torrent.ts'
import type { ElementFault } from './video-element.ts'

/** One file being played: opens its stream, opens it again after the engine or the connection was gone. */
export interface StreamSession {
  /** The element has read what is in the film. */
  handleLoaded(): void
  /** The person wants the film in another way, or another sound of it. */
  choose(wish: Partial<MethodWish>): void
  /** The element gave up. */
  handleElementError(fault: ElementFault): void
  /** The person wants another try. */
  retry(): void
  /** The film plays elsewhere: its stream here is closed, and nothing opens it again until `resume`. */
  suspend(): void
  resume(): void
  close(): void
}

export interface SessionParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly store: PlaybackStore
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly load: (stream: StreamDescriptor) => void
  readonly positionSec: () => number
  /** What plays in this page. */
  readonly abilities: () => Promise<PageAbilities>
  /** What the element decodes of the film it has loaded. */
  readonly tracks: () => ElementTracks
  /** Lets the element's sound of this place be heard; false when it cannot. */
  readonly enableSound: (place: number) => boolean
  /** True when the film's address gives its first bytes. */
  readonly isReachable: (url: string, signal: AbortSignal) => Promise<boolean>
  /** Calls once after so many milliseconds. */
  readonly after: (ms: number, act: () => void) => void
}

/** Converts, and less than the other. */
function isLess(method: Method, than: Method): boolean {
  return method !== 'direct' && method !== than && later(method, than) === than
}

/** These do not go away by asking again. */
const FINAL: readonly ErrorCode[] = ['fileUnknown', 'noPlayableFile', 'diskFull', 'folderUnusable', 'storageFailed', 'ffmpegMissing', 'ffmpegUnusable', 'ffmpegFailed', 'tooManyTorrents', 'invalidMessage', 'cancelled']

/** A try counts as good when the film has moved this far from where it failed; less could be the same damaged frame. */
const GOOD_AFTER_SEC = 5

/**
 * Invariant: `run` names the newest attempt; the answer to an older one is closed, never played. A stream is closed only
 * in the engine that opened it: a restarted one gives the same names again.
 */
export function createStreamSession({ bridge, app, store, infoHash, fileIndex, load, positionSec, abilities, tracks, enableSound, isReachable, after }: SessionParts): StreamSession {
  const stop = new AbortController()
  let run = 0
  let suspended = false
  let openedInRestart = 0
  let attempts = 0
  /** Tries after which what was read was blamed, as FailureFacts.blamed. */
  let blamed = 0
  /** The stream whose index the element has read. */
  let loaded: string | null = null
  /** The attempt whose failure was taken up: one failure may be told more than once. */
  let judged = -1
  let autoHeight: number | null = null
  let failedAtSec: number | null = null
  let lastError: AppError | null = null
  /** A stream whose film could be played with less conversion by now. */
  let lighter: string | null = null

  /** The person's own choice of height goes before that of this computer. */
  function wishNow(): MethodWish {
    const { wish } = store.getState()
    return wish.height === null && autoHeight !== null ? { ...wish, height: autoHeight } : wish
  }

  async function connect(connection: 'opening' | 'reconnecting'): Promise<void> {
    run += 1
    const mine = run
    store.setState({ connection, failure: null })
    const answer = await bridge.call('media.openStream', { infoHash, fileIndex, abilities: await abilities(), wish: wishNow(), fromSec: positionSec() })
    if (mine !== run) return answer.ok ? closeStream(answer.value) : undefined
    return answer.ok ? startStream(answer.value) : handleRefusal(answer.error, mine)
  }

  function startStream(stream: StreamDescriptor): void {
    closeCurrent()
    openedInRestart = app.getState().host.restarts
    store.setState({ stream, connection: 'open', lack: null })
    load(stream)
  }

  async function handleRefusal(error: AppError, mine: number): Promise<void> {
    lastError = error
    if (FINAL.includes(error.code)) return giveUp(error, null, error.code !== 'fileUnknown')
    if (error.code === 'torrentUnknown' && attempts === 0) {
      attempts += 1
      await reopenTorrent({ bridge, app, infoHash, signal: stop.signal })
      return mine === run ? connect('reconnecting') : undefined
    }
    return recover(null)
  }

  function startAfresh(): void {
    attempts = 0
    blamed = 0
  }

  async function recover(fault: ElementFault | null): Promise<void> {
    const mine = run
    const errorCode = fault?.code ?? null
    const { stream, started } = store.getState()
    const says = fault?.says ?? ''
    const reachable = blamesBytes({ errorCode, says }) && stream ? await isReachable(stream.url, stop.signal) : null
    if (mine !== run) return
    if (failedAtSec !== null && Math.abs(positionSec() - failedAtSec) > GOOD_AFTER_SEC) startAfresh()
    failedAtSec = positionSec()
    const plan = planRecovery({ errorCode, says, engine: app.getState().host.state, reachable, playedBefore: started, attempts, blamed })
    const next = plan.kind === 'giveUp' && plan.why === 'format' && stream ? nextMethod(stream.method) : null
    if (next) return stepDown(next)
    if (plan.kind === 'giveUp') return giveUp(lastErrorOr(plan.why, fault), errorCode === null && plan.why === 'network' ? null : PLAYER_WORDS[plan.why], plan.why !== 'format')
    store.setState({ connection: 'reconnecting' })
    if (plan.kind === 'waitForEngine') return
    attempts += 1
    if (reachable === true) blamed += 1
    after(plan.afterMs, () => { if (mine === run) void connect('reconnecting') })
  }

  function lastErrorOr(why: string, fault: ElementFault | null): AppError {
    if (fault === null && lastError) return lastError
    return { code: 'unexpected', message: `the video element gave up (${why})`, details: { mediaError: fault?.code ?? 0, elementSays: (fault?.says ?? '').replace(/https?:\/\/\S+/g, ''), method: store.getState().stream?.method ?? '', positionSec: Math.round(positionSec()), url: store.getState().stream?.name ?? '' } }
  }

  function giveUp(error: AppError, words: ErrorWords | null, canRetry: boolean): void {
    store.setState({ failure: { error, words, canRetry }, connection: 'open', waitingSinceMs: null })
  }

  /** Plays the film again from where it is, with more of it converted. */
  function stepDown(floor: Method): void {
    const { wish } = store.getState()
    startAfresh()
    failedAtSec = null
    store.setState({ wish: { ...wish, method: null, floor: later(wish.floor, floor) } })
    void connect('opening')
  }

  /** Somebody looked into the film: it plays as it should, or is opened in the way it should be played. */
  function handleAdvice(): void {
    const { stream } = store.getState()
    const { streamAdvice } = app.getState()
    if (!stream || streamAdvice?.streamId !== stream.streamId) return
    if (isLess(streamAdvice.film.method, stream.method)) { lighter = stream.streamId; return }
    if (streamAdvice.film.method !== stream.method) return void connect('opening')
    store.setState({ stream: { ...stream, film: streamAdvice.film, reasons: streamAdvice.film.reasons }, lack: null })
    compareTracks()
  }

  /** A film that plays is not stopped to be played with less conversion: the next jump, which stops it anyway, begins that. */
  function handleJump(): void {
    if (lighter === null || lighter !== store.getState().stream?.streamId) return
    lighter = null
    void connect('opening')
  }

  /** The element leaves out what it cannot decode, without an error. */
  function compareTracks(): void {
    const { stream } = store.getState()
    if (stream?.method !== 'direct' || stream.streamId !== loaded) return
    const found = tracks()
    if (!stream.film) return tellLack(stream, found)
    if (stream.film.video && found.video === 0) return stepDown('transcode')
    if (stream.film.sounds.length > 0 && found.audio === 0) return stepDown('transcodeAudio')
    void hearChosen()
  }

  /** Nobody could look into the film: what the element leaves out stays out, and is said. */
  function tellLack({ streamId, mediaType }: StreamDescriptor, found: ElementTracks): void {
    const { lookFailure } = app.getState()
    if (lookFailure?.streamId !== streamId) return
    const part = found.video === 0 && mediaType.startsWith('video/') ? 'picture' : found.audio === 0 ? 'sound' : null
    store.setState({ lack: part && { part, error: lookFailure.problem } })
  }

  /** The file's own sound that should be heard; false when it takes a conversion. */
  async function hearChosen(): Promise<boolean> {
    const plays = await abilities()
    const { stream } = store.getState()
    if (stream?.method !== 'direct' || !stream.film || stream.streamId !== loaded || stream.film.audioIndex === null) return false
    const place = placeInElement(stream.film.sounds, stream.film.audioIndex, plays)
    return place !== null && enableSound(place)
  }

  async function choose(wished: Partial<MethodWish>): Promise<void> {
    startAfresh()
    autoHeight = null
    const { wish, stream } = store.getState()
    store.setState({ wish: { ...wish, ...wished } })
    const { audioIndex } = wished
    if (audioIndex !== undefined && stream?.method === 'direct' && stream.film) {
      store.setState({ stream: { ...stream, film: { ...stream.film, audioIndex } } })
      if (await hearChosen()) return
    }
    return connect('opening')
  }

  function handleConversion(): void {
    const { stream } = store.getState()
    const { conversion } = app.getState()
    if (!stream || conversion?.streamId !== stream.streamId || conversion.state !== 'failed') return
    // It may have gone down by itself before it gave up.
    const next = nextMethod(conversion.method)
    if (next) return stepDown(next)
    giveUp(conversion.problem ?? { code: 'ffmpegFailed', message: 'the conversion failed', details: {} }, null, true)
  }

  function closeCurrent(): void {
    const { stream } = store.getState()
    if (stream && openedInRestart === app.getState().host.restarts) closeStream(stream)
  }

  function closeStream({ streamId }: StreamDescriptor): void {
    void bridge.call('media.closeStream', { streamId })
  }

  function handleEngine(): void {
    if (suspended) return
    const { state, problem } = app.getState().host
    if (state === 'failed') return giveUp(problem ?? { code: 'hostGone', message: 'the engine failed', details: {} }, PLAYER_WORDS.engine, false)
    if (state !== 'running') return store.setState({ connection: 'reconnecting' })
    startAfresh()
    void connect('reconnecting')
  }

  /** What it could not be opened for (its folder is back) is over: nobody has to say so. */
  function handleTorrent(before: readonly TorrentSnapshot[]): void {
    const phaseIn = (torrents: readonly TorrentSnapshot[]) => torrents.find((torrent) => torrent.infoHash === infoHash)?.phase
    if (suspended || store.getState().failure?.error.code !== 'folderUnusable' || phaseIn(before) === 'ready' || phaseIn(app.getState().torrents) !== 'ready') return
    startAfresh()
    void connect('reconnecting')
  }

  const stopEngine = app.subscribe((state, before) => {
    if (state.torrents !== before.torrents) handleTorrent(before.torrents)
    if (state.host.state !== before.host.state || state.host.restarts !== before.host.restarts) handleEngine()
    if (state.streamAdvice !== before.streamAdvice) handleAdvice()
    if (state.lookFailure !== before.lookFailure) compareTracks()
    if (state.conversion !== before.conversion) handleConversion()
  })
  const stopJumps = store.subscribe((state, before) => { if (state.jumpTargetSec !== null && before.jumpTargetSec === null) handleJump() })
  const stopHeight = followHeight({ app, store, now: () => performance.now(), setHeight: (height) => {
    autoHeight = height
    void connect('opening')
  } })
  void connect('opening')

  return {
    handleLoaded: () => {
      loaded = store.getState().stream?.streamId ?? null
      compareTracks()
    },
    choose: (wished) => { void choose(wished) },
    suspend: () => {
      suspended = true
      run += 1
      closeCurrent()
    },
    resume: () => {
      suspended = false
      startAfresh()
      void connect('reconnecting')
    },
    handleElementError: (fault) => {
      if (suspended || store.getState().connection !== 'open' || judged === run) return
      judged = run
      void recover(fault)
    },
    retry: () => {
      startAfresh()
      void connect('reconnecting')
    },
    close: () => {
      run += 1
      stopEngine()
      stopHeight()
      stopJumps()
      stop.abort()
      closeCurrent()
    },
  }
}
