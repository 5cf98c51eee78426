import type { AppError, ErrorCode } from '../../shared/errors.ts'
import type { InfoHash } from '../../shared/ids.ts'
import { later, nextMethod } from '../../shared/playback/method.ts'
import type { Method } from '../../shared/playback/method.ts'
import { blamesBytes, planRecovery } from '../../shared/playback/plan-recovery.ts'
import type { Recovery } from '../../shared/playback/plan-recovery.ts'
import { PLAYER_WORDS } from '../../shared/text/error-words.ts'
import type { Bridge } from '../bridge.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'
import { showFailure } from './playback-store.ts'
import { reopenTorrent } from './reopen-torrent.ts'
import type { StreamConnection } from './stream-connection.ts'
import type { ElementFault } from './video-element.ts'

/** What is done when a stream could not be opened, or the element gave up on it. */
export interface StreamRecovery {
  handleRefusal(error: AppError): Promise<void>
  handleFault(fault: ElementFault): void
  /** What failed before says nothing about what comes. */
  startAfresh(): void
  /** Plays the film again from where it is, with more of it converted. */
  stepDown(floor: Method): void
  /** Opens the film again, as if nothing had failed. */
  openAgain(): void
}

export interface RecoveryParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly store: PlaybackStore
  readonly infoHash: InfoHash
  readonly connection: StreamConnection
  readonly positionSec: () => number
  /** True when the film's address gives its first bytes. */
  readonly isReachable: (url: string, signal: AbortSignal) => Promise<boolean>
  /** Calls once after so many milliseconds. */
  readonly after: (ms: number, act: () => void) => void
  readonly signal: AbortSignal
}

/** These do not go away by asking again. */
const FINAL: readonly ErrorCode[] = ['fileUnknown', 'noPlayableFile', 'diskFull', 'folderUnusable', 'storageFailed', 'ffmpegMissing', 'ffmpegUnusable', 'ffmpegFailed', 'tooManyTorrents', 'invalidMessage', 'cancelled']

/** A try counts as good when the film has moved this far from where it failed; less could be the same damaged frame. */
const GOOD_AFTER_SEC = 5

/** The element's own words, without the address, which holds the token. */
function wordsOf(fault: ElementFault | null): string {
  return (fault?.says ?? '').replace(/https?:\/\/\S+/g, '').trim()
}

/** Invariant: what is found out about an attempt is acted on only while it is the newest. */
export function createStreamRecovery({ bridge, app, store, infoHash, connection, positionSec, isReachable, after, signal }: RecoveryParts): StreamRecovery {
  let attempts = 0
  /** Tries after which what was read was blamed, as FailureFacts.blamed. */
  let blamed = 0
  /** The attempt whose failure was taken up: one failure may be told more than once. */
  let judged = -1
  let failedAtSec: number | null = null
  let lastError: AppError | null = null
  /** What the element said of each method that was left for the next; there are three methods at most to leave. */
  const leftMethods: string[] = []

  const startAfresh = () => {
    attempts = 0
    blamed = 0
  }
  const noteFailure = () => {
    if (failedAtSec !== null && Math.abs(positionSec() - failedAtSec) > GOOD_AFTER_SEC) startAfresh()
    failedAtSec = positionSec()
  }
  const stepDown = (floor: Method) => {
    const { wish } = store.getState()
    startAfresh()
    failedAtSec = null
    store.setState({ wish: { ...wish, method: null, floor: later(wish.floor, floor) } })
    void connection.open('opening')
  }

  async function recover(fault: ElementFault | null): Promise<void> {
    const mine = connection.attempt()
    const errorCode = fault?.code ?? null
    const says = fault?.says ?? ''
    const { stream, started } = store.getState()
    const reachable = blamesBytes({ errorCode, says }) && stream ? await isReachable(stream.url, signal) : null
    if (mine !== connection.attempt()) return
    noteFailure()
    const plan = planRecovery({ errorCode, says, engine: app.getState().host.state, reachable, playedBefore: started, attempts, blamed })
    if (plan.kind === 'giveUp') { giveUp(plan, fault); return }
    store.setState({ connection: 'reconnecting' })
    if (plan.kind === 'waitForEngine') return
    attempts += 1
    if (reachable === true) blamed += 1
    after(plan.afterMs, () => { if (mine === connection.attempt()) void connection.open('reconnecting') })
  }

  function giveUp({ why }: Extract<Recovery, { kind: 'giveUp' }>, fault: ElementFault | null): void {
    const { stream } = store.getState()
    const next = why === 'format' && stream ? nextMethod(stream.method) : null
    if (next) {
      leftMethods.push(`${stream?.method ?? ''}: ${wordsOf(fault)}`)
      stepDown(next)
      return
    }
    const error = (fault === null ? lastError : null) ?? gaveUp(why, fault)
    showFailure(store, { error, words: fault === null && why === 'network' ? null : PLAYER_WORDS[why], canRetry: why !== 'format' })
  }

  function gaveUp(why: string, fault: ElementFault | null): AppError {
    const { stream } = store.getState()
    const before = leftMethods.length > 0 ? { before: leftMethods.join('; ') } : {}
    return { code: 'unexpected', message: `the video element gave up (${why})`, details: { mediaError: fault?.code ?? 0, elementSays: wordsOf(fault), ...before, method: stream?.method ?? '', positionSec: Math.round(positionSec()), url: stream?.name ?? '' } }
  }

  return {
    startAfresh, stepDown,
    openAgain: () => {
      startAfresh()
      void connection.open('reconnecting')
    },
    handleFault: (fault) => {
      if (judged === connection.attempt()) return
      judged = connection.attempt()
      void recover(fault)
    },
    handleRefusal: async (error) => {
      const mine = connection.attempt()
      lastError = error
      if (FINAL.includes(error.code)) { showFailure(store, { error, words: null, canRetry: error.code !== 'fileUnknown' }); return }
      if (error.code !== 'torrentUnknown' || attempts > 0) return recover(null)
      attempts += 1
      await reopenTorrent({ bridge, app, infoHash, signal })
      return mine === connection.attempt() ? connection.open('reconnecting') : undefined
    },
  }
}
