import type { FileIndex } from '../../shared/ids.ts'
import { nextMethod } from '../../shared/playback/method.ts'
import type { MethodWish } from '../../shared/playback/choose-method.ts'
import { PLAYER_WORDS } from '../../shared/text/error-words.ts'
import type { StreamDescriptor, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { followHeight } from './auto-height.ts'
import { showFailure } from './playback-store.ts'
import { createStreamConnection } from './stream-connection.ts'
import { createStreamRecovery } from './stream-recovery.ts'
import type { RecoveryParts } from './stream-recovery.ts'
import { createAdviceTaker } from './take-advice.ts'
import { createTrackCheck } from './track-check.ts'
import type { TrackParts } from './track-check.ts'
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

export interface SessionParts extends Omit<RecoveryParts, 'connection' | 'signal'>, Omit<TrackParts, 'onMissing'> {
  readonly fileIndex: FileIndex
  readonly load: (stream: StreamDescriptor) => void
}

/** Hears of everything that may change how the file is to be played, and lets the part act that it concerns. */
export function createStreamSession({ bridge, app, store, infoHash, fileIndex, load, positionSec, abilities, tracks, enableSound, isReachable, after }: SessionParts): StreamSession {
  const stop = new AbortController()
  let suspended = false
  let autoHeight: number | null = null

  /** The person's own choice of height goes before that of this computer. */
  function wishNow(): MethodWish {
    const { wish } = store.getState()
    return wish.height === null && autoHeight !== null ? { ...wish, height: autoHeight } : wish
  }

  const connection = createStreamConnection({
    bridge, app, store, load,
    request: async () => ({ infoHash, fileIndex, abilities: await abilities(), wish: wishNow(), fromSec: positionSec() }),
    onRefused: (error) => recovery.handleRefusal(error),
  })
  const openAnew = () => { void connection.open('opening') }
  const recovery = createStreamRecovery({ bridge, app, store, infoHash, connection, positionSec, isReachable, after, signal: stop.signal })
  const check = createTrackCheck({ app, store, abilities, tracks, enableSound, onMissing: recovery.stepDown })
  const advice = createAdviceTaker({ app, store, openAnew, onFacts: check.compare })

  async function choose(wished: Partial<MethodWish>): Promise<void> {
    recovery.startAfresh()
    autoHeight = null
    const { wish, stream } = store.getState()
    store.setState({ wish: { ...wish, ...wished } })
    const { audioIndex } = wished
    if (audioIndex !== undefined && stream?.method === 'direct' && stream.film) {
      store.setState({ stream: { ...stream, film: { ...stream.film, audioIndex } } })
      if (await check.hearChosen()) return
    }
    openAnew()
  }

  function handleConversion(): void {
    const { stream } = store.getState()
    const { conversion } = app.getState()
    if (!stream || conversion?.streamId !== stream.streamId || conversion.state !== 'failed') return
    // It may have gone down by itself before it gave up.
    const next = nextMethod(conversion.method)
    if (next) recovery.stepDown(next)
    else showFailure(store, { error: conversion.problem ?? { code: 'ffmpegFailed', message: 'the conversion failed', details: {} }, words: null, canRetry: true })
  }

  function handleEngine(): void {
    if (suspended) return
    const { state, problem } = app.getState().host
    if (state === 'failed') showFailure(store, { error: problem ?? { code: 'hostGone', message: 'the engine failed', details: {} }, words: PLAYER_WORDS.engine, canRetry: false })
    else if (state !== 'running') store.setState({ connection: 'reconnecting' })
    else recovery.openAgain()
  }

  /** What it could not be opened for (its folder is back) is over: nobody has to say so. */
  function handleTorrent(before: readonly TorrentSnapshot[]): void {
    const phaseIn = (torrents: readonly TorrentSnapshot[]) => torrents.find((torrent) => torrent.infoHash === infoHash)?.phase
    if (suspended || store.getState().failure?.error.code !== 'folderUnusable' || phaseIn(before) === 'ready' || phaseIn(app.getState().torrents) !== 'ready') return
    recovery.openAgain()
  }

  const stopEngine = app.subscribe((state, before) => {
    if (state.torrents !== before.torrents) handleTorrent(before.torrents)
    if (state.host.state !== before.host.state || state.host.restarts !== before.host.restarts) handleEngine()
    if (state.streamAdvice !== before.streamAdvice) advice.handleAdvice()
    if (state.lookFailure !== before.lookFailure) check.compare()
    if (state.conversion !== before.conversion) handleConversion()
  })
  const stopJumps = store.subscribe((state, before) => { if (state.jumpTargetSec !== null && before.jumpTargetSec === null) advice.handleJump() })
  const stopHeight = followHeight({ app, store, now: () => performance.now(), setHeight: (height) => {
    autoHeight = height
    openAnew()
  } })
  openAnew()

  return {
    handleLoaded: check.handleLoaded,
    choose: (wished) => { void choose(wished) },
    handleElementError: (fault) => { if (!suspended && store.getState().connection === 'open') recovery.handleFault(fault) },
    retry: recovery.openAgain,
    suspend: () => {
      suspended = true
      connection.drop()
    },
    resume: () => {
      suspended = false
      recovery.openAgain()
    },
    close: () => {
      stopEngine()
      stopHeight()
      stopJumps()
      stop.abort()
      connection.drop()
    },
  }
}
