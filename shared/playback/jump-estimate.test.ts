import { describe, expect, it } from 'vitest'
import { jumpEstimate } from './jump-estimate.ts'

const status = { verifiedSec: [{ begin: 0, end: 10 }, { begin: 30, end: 40 }], bitrateBytesPerSec: 500_000, downloadBytesPerSec: 1_000_000, peers: 4 }

describe('how long a jump would take', () => {
  it('is nothing where the film is verified', () => {
    expect(jumpEstimate(35, status)).toEqual({ kind: 'ready' })
  })
  it('is the time to fetch four seconds of film where it is not, the end of a part included', () => {
    expect(jumpEstimate(10, status)).toEqual({ kind: 'wait', sec: 3 })
  })
  it.each([[null], [{ ...status, peers: 0 }], [{ ...status, downloadBytesPerSec: 0 }], [{ ...status, bitrateBytesPerSec: null }]])('nobody knows without the numbers', (unknown) => {
    expect(jumpEstimate(20, unknown)).toEqual({ kind: 'unknown' })
  })
})
