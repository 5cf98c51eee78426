import { describe, expect, it } from 'vitest'
import type { Stall } from '../torrent/snapshot.ts'
import type { WaitFacts } from './waiting-sentence.ts'
import { waitingSentence } from './waiting-sentence.ts'

const facts: WaitFacts = { mode: 'start', targetSec: 0, waitedSec: 3, engine: 'running', connection: 'open', indexRead: true, converting: false, status: null, filling: null }
const withStall = (stall: Stall | null, more: Partial<WaitFacts> = {}): WaitFacts => ({ ...facts, ...more, status: { peers: 5, downloadBytesPerSec: 320_000, bitrateBytesPerSec: 610_000, stall, complete: false } })

const starting: Stall = { reason: 'starting', haveBytes: 3_100_000, needBytes: 4_000_000, peers: 5, etaSec: 2, isGuess: false }
const buffering: Stall = { reason: 'buffering', haveBytes: 1_000_000, needBytes: 4_000_000, missingPieces: 2, peers: 5, etaSec: 3 }
const jump: Partial<WaitFacts> = { mode: 'jump', targetSec: 3730 }

describe('the sentence of the waiting overlay', () => {
  const table: readonly (readonly [string, WaitFacts, string, number | null, 'wait' | 'trouble'])[] = [
    ['a start', withStall(starting), 'Starting: 3.1 of 4.0 MB, about 2 s', 77, 'wait'],
    ['a start whose size is a guess', withStall({ ...starting, isGuess: true }), 'Starting: 3.1 of 4.0 MB, perhaps 2 s', 77, 'wait'],
    ['a start whose end nobody knows', withStall({ ...starting, etaSec: null }), 'Starting: 3.1 of 4.0 MB', 77, 'wait'],
    ['a start that reads as buffering in the engine', withStall(buffering), 'Starting: 1.0 of 4.0 MB, about 3 s', 25, 'wait'],
    ['a jump', withStall(buffering, jump), 'Jumping to 1:02:10: waiting for 2 pieces from 5 peers, about 3 s', 25, 'wait'],
    ['a jump to one piece of one peer', withStall({ ...buffering, missingPieces: 1, peers: 1 }, jump), 'Jumping to 1:02:10: waiting for 1 piece from 1 peer, about 3 s', 25, 'wait'],
    ['a jump before the engine counts pieces', withStall(starting, jump), 'Jumping to 1:02:10: 3.1 of 4.0 MB from 5 peers, about 2 s', 77, 'wait'],
    ['a jump into what is here', withStall(null, jump), 'Jumping to 1:02:10: reading what is here', null, 'wait'],
    ['a rest on a slow line', withStall(null, { mode: 'buffer', filling: { haveSec: 6, needSec: 30, etaSec: 45 } }), 'Slower than the film: 320 kB/s of 610 kB/s. Pausing to fill, about 45 s', 20, 'wait'],
    ['running dry', withStall(buffering, { mode: 'buffer' }), 'Filling: 1.0 of 4.0 MB from 5 peers, about 3 s', 25, 'wait'],
    ['a film faster than the line', withStall({ reason: 'slowerThanBitrate', downloadBytesPerSec: 320_000, bitrateBytesPerSec: 610_000, pauseSec: 40 }, { mode: 'buffer' }), 'Slower than the film: 320 kB/s of 610 kB/s. Pausing to fill, about 40 s', null, 'wait'],
    ['nobody there', withStall({ reason: 'noPeers', sinceMs: 20_000 }), 'No peers right now. Looking for some, 20 s so far', null, 'trouble'],
    ['a part nobody has', withStall({ reason: 'noPeerHasPart', peers: 12, bestCopyPercent: 87.4 }, jump), 'No peer has this part: 12 peers, best copy 87 %', null, 'trouble'],
    ['peers that hold back', withStall({ reason: 'peersChoke', peers: 3 }), '3 peers with this part, but none is sending yet. Asking again', null, 'wait'],
    ['checking', withStall({ reason: 'verifying', percent: 40.9 }), 'Checking what is already here: 40 %', 40, 'wait'],
    ['a full disk', withStall({ reason: 'storage', problem: { code: 'diskFull', message: '', details: {} } }), 'The disk is full. Free some space; the download goes on by itself.', null, 'trouble'],
    ['an index still to be read', withStall(null, { indexRead: false }), 'Reading the film’s index: 5 peers, 320 kB/s', null, 'wait'],
    ['an index that is here already', { ...facts, indexRead: false, status: { peers: 0, downloadBytesPerSec: 0, bitrateBytesPerSec: null, stall: null, complete: true } }, 'Reading the film’s index: all of it is here', null, 'wait'],
    ['a film that has to be converted first', withStall(null, { converting: true, indexRead: false }), 'Converting the next seconds of the film', null, 'wait'],
    ['a jump to what is converted first', withStall(null, { ...jump, converting: true }), 'Jumping to 1:02:10: converting what is there', null, 'wait'],
    ['no reason given', withStall(null, { mode: 'buffer' }), 'Waiting for the next part: 5 peers, 320 kB/s', null, 'wait'],
    ['the engine starting again, whatever else is said', withStall(buffering, { engine: 'restarting' }), 'The engine is starting again. Your place is kept, 3 s so far', null, 'wait'],
    ['a stream being opened', withStall(null, { connection: 'opening' }), 'Opening the film, 3 s so far', null, 'wait'],
    ['a connection being made again', withStall(buffering, { connection: 'reconnecting' }), 'Connecting to the film again, 3 s so far', null, 'wait'],
    ['nothing known at all', { ...facts, indexRead: false }, 'Reading the film’s index: 0 peers, 0 B/s', null, 'wait'],
  ]

  it.each(table)('%s', (_name, input, sentence, percent, tone) => {
    expect(waitingSentence(input)).toEqual({ sentence, percent, tone })
  })
})
