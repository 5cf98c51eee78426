import type { CastReason } from '../cast/cast-media.ts'
import type { CastStatus } from '../cast/cast-status.ts'
import { catalogue } from './catalogue.ts'
import type { ErrorWords } from './error-sentence.ts'
import { errorWords } from './error-words.ts'
import { formatClock } from './numbers.ts'

/** Where the film is and what it does there, in one sentence. */
export function castNoteWords({ phase, deviceName }: Pick<CastStatus, 'phase' | 'deviceName'>): string {
  const { connectingTo, waitingOn, pausedOn, playingOn } = catalogue.cast
  if (phase === 'connecting' || phase === 'loading') return connectingTo(deviceName)
  if (phase === 'buffering') return waitingOn(deviceName)
  return phase === 'paused' ? pausedOn(deviceName) : playingOn(deviceName)
}

/** Why a cast ended without being asked to; what may help, and where the film is now. */
export function castEndWords({ reason, problem, deviceName, positionSec }: Pick<CastStatus, 'reason' | 'problem' | 'deviceName' | 'positionSec'>): ErrorWords {
  const back = catalogue.cast.backHere(formatClock(positionSec))
  if (reason === null) return problem ? errorWords(problem) : { what: catalogue.cast.reasons.endedThere(deviceName), next: back }
  return { what: REASONS[reason](deviceName), next: [MAY_HELP[reason], back].filter(Boolean).join(' ') }
}

const REASONS: Readonly<Record<CastReason, (device: string) => string>> = catalogue.cast.reasons
const MAY_HELP: Readonly<Partial<Record<CastReason, string>>> = catalogue.cast.mayHelp
