import type { Filling as Rest } from './fill-pause.ts'
import { catalogue } from '../text/catalogue.ts'
import { errorWords } from '../text/error-words.ts'
import { percentOf } from '../text/numbers.ts'
import type { Stall, StreamStatus } from '../torrent/snapshot.ts'

/** Why the picture should move and does not: the first start, a jump, or running dry. */
export type WaitMode = 'start' | 'jump' | 'buffer'

export interface WaitFacts {
  readonly mode: WaitMode
  /** Where the jump goes to, in seconds; unused in the other modes. */
  readonly targetSec: number
  /** Seconds since the picture stopped. */
  readonly waitedSec: number
  readonly engine: 'starting' | 'running' | 'restarting' | 'failed'
  /** The page is opening the stream or loading it again after the connection broke. */
  readonly connection: 'opening' | 'open' | 'reconnecting'
  /** The element knows the film's length: its index has been read. */
  readonly indexRead: boolean
  /** The film is not played as it is: what plays has to be made first. */
  readonly converting: boolean
  /** The newest status of this stream; null before the first. */
  readonly status: Pick<StreamStatus, 'peers' | 'downloadBytesPerSec' | 'bitrateBytesPerSec' | 'stall' | 'complete'> | null
  /** It rests on purpose until so much is here; null while it does not. */
  readonly filling: Rest | null
}

export interface Waiting {
  readonly sentence: string
  /** Whole per cent of what is needed to move again; null when nobody can know. */
  readonly percent: number | null
  /** "trouble": waiting alone may not help, something is wrong. */
  readonly tone: 'wait' | 'trouble'
}

/** The one true sentence for the waiting overlay, with the numbers of this moment. */
export function waitingSentence(facts: WaitFacts): Waiting {
  return engineSentence(facts) ?? connectionSentence(facts) ?? restSentence(facts) ?? stallSentence(facts) ?? quietSentence(facts)
}

const words = catalogue.waiting

function engineSentence({ engine, waitedSec }: WaitFacts): Waiting | null {
  if (engine === 'restarting') return plain(words.engineRestarting(waitedSec))
  if (engine === 'starting') return plain(words.engineStarting)
  return null
}

function connectionSentence({ connection, waitedSec }: WaitFacts): Waiting | null {
  if (connection === 'reconnecting') return plain(words.reconnecting(waitedSec))
  if (connection === 'opening') return plain(words.opening(waitedSec))
  return null
}

/** Unless something worse than a slow line is to be told. */
function restSentence({ filling, status }: WaitFacts): Waiting | null {
  if (filling === null || status === null || status.bitrateBytesPerSec === null) return null
  const reason = status.stall?.reason ?? 'slowerThanBitrate'
  if (reason !== 'slowerThanBitrate' && reason !== 'buffering') return null
  return { sentence: about(words.slower(status.downloadBytesPerSec, status.bitrateBytesPerSec), filling.etaSec), percent: percentOf(filling.haveSec, filling.needSec), tone: 'wait' }
}

function stallSentence(facts: WaitFacts): Waiting | null {
  const stall = facts.status?.stall
  if (!stall) return null
  switch (stall.reason) {
    case 'starting':
    case 'buffering':
      return { sentence: howLong(fillSentence(facts, stall), stall), percent: percentOf(stall.haveBytes, stall.needBytes), tone: 'wait' }
    case 'slowerThanBitrate':
      return plain(about(words.slower(stall.downloadBytesPerSec, stall.bitrateBytesPerSec), stall.pauseSec))
    case 'noPeers':
      return trouble(words.noPeers(stall.sinceMs / 1000))
    case 'noPeerHasPart':
      return trouble(words.noPeerHasPart(stall.peers, stall.bestCopyPercent))
    case 'allPaused':
      return plain(words.allPaused)
    case 'peersChoke':
      return plain(words.peersHoldBack(stall.peers))
    case 'verifying':
      return { sentence: words.verifying(stall.percent), percent: Math.floor(stall.percent), tone: 'wait' }
    case 'storage':
    case 'wayOut': {
      const { what, next } = errorWords(stall.problem)
      return trouble(`${what} ${next}`)
    }
    default:
      return unreachable(stall)
  }
}

type Filling = Extract<Stall, { reason: 'starting' | 'buffering' }>

function fillSentence({ mode, targetSec }: WaitFacts, stall: Filling): string {
  if (mode === 'jump') return words.jumping(targetSec, jumpRest(stall))
  if (mode === 'start' || stall.reason === 'starting') return words.starting(stall.haveBytes, stall.needBytes)
  return words.filling(stall.haveBytes, stall.needBytes, stall.peers)
}

function jumpRest(stall: Filling): string {
  if (stall.reason === 'buffering' && stall.missingPieces > 0) return words.forPieces(stall.missingPieces, stall.peers)
  return words.forBytes(stall.haveBytes, stall.needBytes, stall.peers)
}

/** No read is waiting in the engine: the element is busy with what it has, or has not asked yet. */
function quietSentence({ mode, targetSec, indexRead, converting, status }: WaitFacts): Waiting {
  const peers = status?.peers ?? 0
  const rate = status?.downloadBytesPerSec ?? 0
  if (mode === 'jump') return plain(words.jumping(targetSec, converting ? words.convertingThere : words.reading))
  if (converting) return plain(words.converting)
  if (status?.complete === true) return plain(indexRead ? words.nextHere : words.indexHere)
  if (!indexRead) return plain(words.index(peers, rate))
  return plain(words.next(peers, rate))
}

/** What is only guessed is not promised. */
function howLong(sentence: string, stall: Filling): string {
  return stall.reason === 'starting' && stall.isGuess && stall.etaSec !== null ? words.perhaps(sentence, stall.etaSec) : about(sentence, stall.etaSec)
}

function about(sentence: string, sec: number | null): string {
  return sec === null ? sentence : words.about(sentence, sec)
}

function plain(sentence: string): Waiting {
  return { sentence, percent: null, tone: 'wait' }
}

function trouble(sentence: string): Waiting {
  return { sentence, percent: null, tone: 'trouble' }
}

function unreachable(value: never): never {
  throw new Error(`a stall nobody knows: ${JSON.stringify(value)}`)
}
