import { describe, expect, it } from 'vitest'
import { jumpEstimate } from './jump-estimate.ts'

const status = { jump: null, verifiedSec: [{ begin: 0, end: 10 }, { begin: 30, end: 40 }], bitrateBytesPerSec: 500_000, downloadBytesPerSec: 1_000_000, peers: 4 }

describe('how long a jump would take', () => {
  it('is nothing where the film is verified', () => {
    expect(jumpEstimate(35, status)).toEqual({ kind: 'ready' })
  })
  it('is guessed to be the time to fetch little more than a second of film where it is not, the end of a part included', () => {
    expect(jumpEstimate(10, status)).toEqual({ kind: 'guess', sec: 0.9 })
  })
  it('is what the engine says of the place, and of no other', () => {
    const told = { ...status, jump: { timeSec: 20, inSec: 2.5, isGuess: false } }
    expect(jumpEstimate(20.2, told)).toEqual({ kind: 'wait', sec: 2.5 })
    expect(jumpEstimate(22, told)).toEqual({ kind: 'guess', sec: 0.9 })
  })
  it('stays a guess where the engine does not know the key frame', () => {
    expect(jumpEstimate(20, { ...status, jump: { timeSec: 20, inSec: 2.5, isGuess: true } })).toEqual({ kind: 'guess', sec: 2.5 })
  })
  it.each([[null], [{ ...status, peers: 0 }], [{ ...status, downloadBytesPerSec: 0 }], [{ ...status, bitrateBytesPerSec: null }]])('nobody knows without the numbers', (unknown) => {
    expect(jumpEstimate(20, unknown)).toEqual({ kind: 'unknown' })
  })
})
