import { describe, expect, it } from 'vitest'
import { speedSentence } from './speed-sentence.ts'
import type { SpeedStatus } from './speed-status.ts'

const OFF: SpeedStatus = { phase: 'off', downBytesPerSec: null, upBytesPerSec: null, lineBytesPerSec: null }

describe('what holds the speed back', () => {
  it.each<[Partial<SpeedStatus>, string]>([
    [{}, 'Nothing: there is no limit.'],
    [{ downBytesPerSec: 1_000_000 }, 'At most 1.0 MB/s down.'],
    [{ downBytesPerSec: 1_000_000, upBytesPerSec: 50_000 }, 'At most 1.0 MB/s down, 50 kB/s up.'],
    [{ phase: 'measuring', upBytesPerSec: 50_000 }, 'Full speed, to see what the line can do. At most 50 kB/s up.'],
    [{ phase: 'filling', upBytesPerSec: 200_000 }, 'Full speed until the film is safe. At most 200 kB/s up.'],
    [{ phase: 'sharing', downBytesPerSec: 2_000_000, upBytesPerSec: 200_000 }, 'The line is shared. At most 2.0 MB/s down, 200 kB/s up.'],
  ])('%j: %s', (status, sentence) => { expect(speedSentence({ ...OFF, ...status })).toBe(sentence) })
})
