/** What is known when the element has given up (HTMLMediaElement.error) or a stream could not be opened. */
export interface FailureFacts {
  /** MediaError.code: 2 network, 3 decode, 4 source not supported; null: the engine refused to open the stream. */
  readonly errorCode: number | null
  /** MediaError.message: Chromium names what failed. */
  readonly says: string
  readonly engine: 'starting' | 'running' | 'restarting' | 'failed'
  /** The film's first bytes came when they were asked for; null: not asked. */
  readonly reachable: boolean | null
  /** Something of this file has been shown before. */
  readonly playedBefore: boolean
  /** Tries since the picture last moved. */
  readonly attempts: number
  /** Of those, the ones after which the element blamed what it had read (code 3 or 4), and it could be read. */
  readonly blamed: number
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
/** A body that was cut off while the element looked for the film's index shows as a source of no use, once. */
const SOURCE_TRIES = 1
/** Nothing was read, or the reading broke off: the element's own words where no demuxer began, and the statuses of one that did (media/base/pipeline_status.h). */
const NOT_READ = /^MEDIA_ELEMENT_ERROR|PIPELINE_ERROR_(?:READ|NETWORK)|EOS_STATUS_NETWORK/
/** Chromium has read what is in the film, and decodes none of it. */
const NOTHING_DECODES = /NO_SUPPORTED_STREAMS/

/** What to do after a failure: wait for the engine, load the film again at the same second, or say why not. */
export function planRecovery(facts: FailureFacts): Recovery {
  if (facts.engine === 'failed') return { kind: 'giveUp', why: 'engine' }
  if (facts.engine !== 'running') return { kind: 'waitForEngine' }
  if (isFormat(facts)) return { kind: 'giveUp', why: 'format' }
  const afterMs = BACK_OFF_MS[facts.attempts]
  return afterMs === undefined ? { kind: 'giveUp', why: 'network' } : { kind: 'loadAgain', afterMs }
}

/**
 * True for a failure that is said to lie in what was read, not in the reading of it. Chromium reports whatever happens before it
 * knows the film's length as "not supported": a server that is away, a body that ends early. Only its words tell more.
 */
export function blamesBytes({ errorCode, says }: Pick<FailureFacts, 'errorCode' | 'says'>): boolean {
  return (errorCode === DECODE_ERROR || errorCode === SOURCE_NOT_SUPPORTED) && !NOT_READ.test(says)
}

function isFormat(facts: FailureFacts): boolean {
  const { errorCode, says, reachable, playedBefore, blamed } = facts
  if (reachable === false || !blamesBytes(facts)) return false
  if (errorCode === DECODE_ERROR) return blamed >= DECODE_TRIES
  if (errorCode !== SOURCE_NOT_SUPPORTED || playedBefore) return false
  return NOTHING_DECODES.test(says) || blamed >= SOURCE_TRIES
}
