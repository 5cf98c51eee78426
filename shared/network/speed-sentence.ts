import { catalogue } from '../text/catalogue.ts'
import { formatRate } from '../text/numbers.ts'
import type { SpeedStatus } from './speed-status.ts'

/** What holds the speed back, in a sentence. */
export function speedSentence({ phase, downBytesPerSec, upBytesPerSec }: SpeedStatus): string {
  const words = catalogue.speed
  const limits = [...(downBytesPerSec === null ? [] : [words.down(formatRate(downBytesPerSec))]), ...(upBytesPerSec === null ? [] : [words.up(formatRate(upBytesPerSec))])].join(', ')
  if (phase === 'off') return limits === '' ? words.none : words.most(limits)
  return limits === '' ? words[phase] : `${words[phase]} ${words.most(limits)}`
}
