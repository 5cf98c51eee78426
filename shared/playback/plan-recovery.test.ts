import { describe, expect, it } from 'vitest'
import type { FailureFacts, Recovery } from './plan-recovery.ts'
import { planRecovery } from './plan-recovery.ts'

const facts: FailureFacts = { errorCode: 2, says: '', engine: 'running', reachable: null, playedBefore: true, attempts: 0, blamed: 0 }

describe('what follows a failure of the element', () => {
  const table: readonly (readonly [string, Partial<FailureFacts>, Recovery])[] = [
    ['a lost connection is made again at once', {}, { kind: 'loadAgain', afterMs: 0 }],
    ['later tries wait longer', { attempts: 4 }, { kind: 'loadAgain', afterMs: 4000 }],
    ['the tries are bounded', { attempts: 6 }, { kind: 'giveUp', why: 'network' }],
    ['while the engine restarts nothing is tried', { engine: 'restarting', attempts: 9 }, { kind: 'waitForEngine' }],
    ['an engine that failed for good ends it', { engine: 'failed' }, { kind: 'giveUp', why: 'engine' }],
    ['a film that cannot be decoded is tried twice', { errorCode: 3, reachable: true, attempts: 1, blamed: 1 }, { kind: 'loadAgain', afterMs: 500 }],
    ['then its format is the reason', { errorCode: 3, reachable: true, attempts: 2, blamed: 2 }, { kind: 'giveUp', why: 'format' }],
    ['tries after a lost connection do not speak against its format', { errorCode: 3, reachable: true, attempts: 4, blamed: 0 }, { kind: 'loadAgain', afterMs: 4000 }],
    ['what cannot be read is no format, whatever was blamed before', { errorCode: 3, reachable: false, attempts: 3, blamed: 2 }, { kind: 'loadAgain', afterMs: 2000 }],
    ['a source that is refused though it can be read is tried once more: it may have ended early', { errorCode: 4, reachable: true, playedBefore: false }, { kind: 'loadAgain', afterMs: 0 }],
    ['then its format is the reason as well', { errorCode: 4, reachable: true, playedBefore: false, attempts: 1, blamed: 1 }, { kind: 'giveUp', why: 'format' }],
    ['a source that was not read is no format, however often', { errorCode: 4, says: 'MEDIA_ELEMENT_ERROR: Format error', reachable: true, playedBefore: false, attempts: 3, blamed: 3 }, { kind: 'loadAgain', afterMs: 2000 }],
    ['nor is one whose reading broke off', { errorCode: 4, says: 'PIPELINE_ERROR_READ: FFmpegDemuxer: data source error', reachable: true, playedBefore: false, attempts: 1, blamed: 1 }, { kind: 'loadAgain', afterMs: 500 }],
    ['nor is one whose converted parts could not be fetched', { errorCode: 4, says: 'CHUNK_DEMUXER_ERROR_EOS_STATUS_NETWORK_ERROR', reachable: true, playedBefore: false, attempts: 1, blamed: 1 }, { kind: 'loadAgain', afterMs: 500 }],
    ['a film that was read and of which nothing decodes is a format at once', { errorCode: 4, says: 'DEMUXER_ERROR_NO_SUPPORTED_STREAMS: FFmpegDemuxer: no supported streams', reachable: true, playedBefore: false }, { kind: 'giveUp', why: 'format' }],
    ['a source that is refused and not reachable is the network', { errorCode: 4, reachable: false, playedBefore: false }, { kind: 'loadAgain', afterMs: 0 }],
    ['a source that played before is no wrong format', { errorCode: 4, reachable: true, playedBefore: true, attempts: 1 }, { kind: 'loadAgain', afterMs: 500 }],
    ['a stream that could not be opened is asked for again', { errorCode: null, attempts: 2 }, { kind: 'loadAgain', afterMs: 1000 }],
  ]
  it.each(table)('%s', (_name, change, expected) => {
    expect(planRecovery({ ...facts, ...change })).toEqual(expected)
  })
})
