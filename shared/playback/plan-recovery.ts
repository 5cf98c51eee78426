/** What is known when the element has given up (HTMLMediaElement.error) or a stream could not be opened. */
export interface FailureFacts {
  /** MediaError.code: 2 network, 3 decode, 4 source not supported; null: the engine refused to open the stream. */
  readonly errorCode: number | null
  readonly engine: 'starting' | 'running' | 'restarting' | 'failed'
  /** A request for the film's first byte was answered; null: not asked. */
  readonly reachable: boolean | null
  /** Something of this file has been shown before. */
  readonly playedBefore: boolean
  /** Tries since the picture last moved. */
  readonly attempts: number
}

export type Recovery =
  | { readonly kind: 'waitForEngine' }
  | { readonly kind: 'loadAgain'; readonly afterMs: number }
  | { readonly kind: 'giveUp'; readonly why: 'format' | 'network' | 'engine' }

const DECODE_ERROR = 3
const SOURCE_NOT_SUPPORTED = 4

/** Waits before each new try; about 16 s in all, longer than an engine restart, short enough to be sat through. */
const BACK_OFF_MS = [0, 500, 1000, 2000, 4000, 8000] as const

/** A damaged piece that was served early shows as one decode error and is whole on the second read; more is the format. */
const DECODE_TRIES = 2

/** What to do after a failure: wait for the engine, load the film again at the same second, or say why not. */
export function planRecovery(facts: FailureFacts): Recovery {
  if (facts.engine === 'failed') return { kind: 'giveUp', why: 'engine' }
  if (facts.engine !== 'running') return { kind: 'waitForEngine' }
  if (isFormat(facts)) return { kind: 'giveUp', why: 'format' }
  const afterMs = BACK_OFF_MS[facts.attempts]
  return afterMs === undefined ? { kind: 'giveUp', why: 'network' } : { kind: 'loadAgain', afterMs }
}

/** Chromium reports a server that is away as "not supported" too, when it happens before the first byte. */
function isFormat({ errorCode, reachable, playedBefore, attempts }: FailureFacts): boolean {
  if (errorCode === DECODE_ERROR) return attempts >= DECODE_TRIES
  return errorCode === SOURCE_NOT_SUPPORTED && reachable !== false && !playedBefore
}
