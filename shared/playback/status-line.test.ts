import { describe, expect, it } from 'vitest'
import { statusLine } from './status-line.ts'

type Facts = Parameters<typeof statusLine>[0]
const facts: Facts = { peers: 12, downloadBytesPerSec: 1_200_000, cushionSec: 460, complete: false, forecast: { kind: 'unknown' } }

describe('the status line', () => {
  it('shows peers and rate', () => {
    expect(statusLine(facts)).toMatchObject({ peers: '12 peers', rate: '1.2 MB/s' })
  })

  const table: readonly (readonly [string, Partial<Facts>, string, 'calm' | 'wait'])[] = [
    ['without a forecast the verified seconds', {}, 'safe for 7:40', 'calm'],
    ['a film that will play through', { forecast: { kind: 'playsThrough' } }, 'plays through', 'calm'],
    ['a pause ahead', { forecast: { kind: 'willPause', inSec: 80 } }, 'will pause in about 1:20', 'wait'],
    ['all is here', { complete: true, forecast: { kind: 'willPause', inSec: 80 } }, 'all here', 'calm'],
    ['nothing verified after the playhead', { cushionSec: 0, forecast: { kind: 'playsThrough' } }, 'filling', 'wait'],
    ['nothing and nobody who could bring it', { peers: 0, cushionSec: 0 }, 'waiting', 'wait'],
    ['less than half a second', { cushionSec: 0.4, forecast: { kind: 'playsThrough' } }, 'filling', 'wait'],
  ]
  it.each(table)('%s', (_name, change, cushion, tone) => {
    expect(statusLine({ ...facts, ...change })).toMatchObject({ cushion, tone })
  })
})
