import { describe, expect, it } from 'vitest'
import type { MetadataProgress } from '../torrent/snapshot.ts'
import type { OpeningFacts } from './opening-steps.ts'
import { openingSteps } from './opening-steps.ts'

const metadata: MetadataProgress = { peersFound: 0, peersConnected: 0, percent: 0, attempt: 1, maxAttempts: 4, elapsedMs: 0, timeoutMs: 120_000, trackers: 3, dht: true }
const facts: OpeningFacts = { phase: 'metadata', metadata, peers: 0, complete: false, indexRead: false, stall: null }

/** One character a step: # done, > active, . pending; then the values that are shown. */
function drawn(change: Partial<OpeningFacts>): string {
  const marks = { done: '#', active: '>', pending: '.' } as const
  const steps = openingSteps({ ...facts, ...change })
  return [steps.map((step) => marks[step.state]).join(''), ...steps.flatMap((step) => step.value ?? [])].join(' | ')
}

describe('the steps of opening', () => {
  const table: readonly (readonly [string, Partial<OpeningFacts>, string])[] = [
    ['at first peers are sought', { phase: null, metadata: null }, '>... | 0 found'],
    ['the peers found are counted', { metadata: { ...metadata, peersFound: 7 } }, '>... | 7 found'],
    ['a connected peer starts the details', { metadata: { ...metadata, peersFound: 7, peersConnected: 2, percent: 40.6 } }, '#>.. | 7 found, 2 connected | 40 %'],
    ['with a .torrent file the details are there at once', { phase: 'ready', metadata: null }, '>#>. | 0 peers'],
    ['of what is all here nobody is sought', { phase: 'ready', metadata: null, complete: true }, '##>. | not needed: all of it is here'],
    ['the index is read first', { phase: 'ready', peers: 3, stall: { reason: 'starting', haveBytes: 500_000, needBytes: 2_000_000, peers: 3, etaSec: null, isGuess: true } }, '##>. | 3 peers | 0.5 of 2.0 MB'],
    ['then the first seconds are filled', { phase: 'ready', peers: 1, indexRead: true, stall: { reason: 'starting', haveBytes: 3_100_000, needBytes: 4_000_000, peers: 1, etaSec: 2, isGuess: false } }, '###> | 1 peer | 3.1 of 4.0 MB'],
  ]
  it.each(table)('%s', (_name, change, picture) => {
    expect(drawn(change)).toBe(picture)
  })
})
