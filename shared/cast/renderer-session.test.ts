import { describe, expect, it } from 'vitest'
import type { CastMedia } from './cast-media.ts'
import { positionNow } from './cast-media.ts'
import type { RendererCall } from './renderer-calls.ts'
import { startRenderer, stepRenderer } from './renderer-session.ts'
import type { RendererEvent } from './renderer-session.ts'

const media: CastMedia = { url: 'http://10.0.0.1/c/t/0/a.mp4', mediaType: 'video/mp4', title: 'A', durationSec: 600, lengthBytes: 9, contentFeatures: 'F', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true }
const POSITION: RendererCall = { kind: 'position' }
const TRANSPORT: RendererCall = { kind: 'transport' }

const wordsOf = (call: RendererCall): string => (call.kind === 'seek' ? `seek ${call.unit} ${call.target}` : call.kind)

/** A session that is told things one after the other; `calls` holds the kinds of what was asked since the last look. */
function talk(startSec = 0, begin: CastMedia = media, hasVolume = true) {
  let step = startRenderer({ media: begin, startSec, paused: false }, 0, hasVolume)
  let calls = step.calls.map(wordsOf)
  const tell = (event: RendererEvent, nowMs: number) => {
    step = stepRenderer(step.state, event, nowMs)
    calls = [...calls, ...step.calls.map(wordsOf)]
  }
  const answer = (call: RendererCall, values: Record<string, string>, nowMs: number) => { tell({ kind: 'answered', call, values: new Map(Object.entries(values)) }, nowMs) }
  return {
    tell, answer,
    cast: () => step.state.cast,
    state: () => step.state,
    calls: () => { const all = calls; calls = []; return all },
    begin: (nowMs: number) => { answer({ kind: 'setUri', url: step.state.media.url, metadata: '' }, {}, nowMs); answer({ kind: 'play' }, {}, nowMs) },
    poll: (state: string, relTime: string, nowMs: number, uri = media.url) => {
      answer(POSITION, { RelTime: relTime, TrackDuration: '0:10:00', TrackURI: uri }, nowMs)
      answer(TRANSPORT, { CurrentTransportState: state }, nowMs)
    },
  }
}
function playing() {
  const session = talk()
  session.begin(100)
  session.poll('PLAYING', '0:00:00', 1000)
  session.poll('PLAYING', '0:00:01', 2000)
  session.calls()
  return session
}

describe('a session with a renderer', () => {
  it('stops what plays, sets the film, plays it once it was taken, and asks once a second', () => {
    const session = talk()
    expect(session.calls()).toEqual(['stop', 'setUri'])
    session.tell({ kind: 'tick' }, 500)
    expect(session.calls()).toEqual([])
    session.begin(600)
    expect(session.calls()).toEqual(['play'])
    session.tell({ kind: 'tick' }, 900)
    expect(session.calls()).toEqual(['position', 'transport', 'getVolume', 'getMute'])
    session.tell({ kind: 'tick' }, 5000)
    expect(session.calls()).toEqual([])
  })

  it('plays from the moment the position moves, and not before', () => {
    const session = talk()
    session.begin(100)
    session.poll('PLAYING', '0:00:00', 1000)
    expect(session.cast().phase).toBe('loading')
    session.poll('PLAYING', '0:00:01', 2000)
    expect(session.cast().phase).toBe('playing')
    expect(positionNow(session.cast(), 2500)).toBeCloseTo(1.5)
  })

  it('jumps to its first second when the device plays and knows a length, and shows it until the position follows', () => {
    const session = talk(45)
    session.calls()
    session.begin(100)
    session.answer(POSITION, { RelTime: '0:00:00', TrackDuration: '0:00:00' }, 300)
    session.answer(TRANSPORT, { CurrentTransportState: 'TRANSITIONING' }, 300)
    expect(session.calls()).toEqual(['play'])
    session.poll('PLAYING', '0:00:00', 600)
    expect(session.calls()).toEqual(['seek REL_TIME 0:00:45'])
    expect(session.cast()).toMatchObject({ phase: 'loading', positionSec: 45 })
    session.poll('PLAYING', '0:00:45', 900)
    session.poll('PLAYING', '0:00:46', 1200)
    expect(session.cast()).toMatchObject({ phase: 'playing', positionSec: 46 })
  })

  it('tries the other way of jumping when the first is passed over, then says that the device cannot jump', () => {
    const session = playing()
    session.tell({ kind: 'command', command: { kind: 'seek', toSec: 300 } }, 3000)
    session.poll('PLAYING', '0:00:03', 3100)
    expect(session.calls()).toEqual(['seek REL_TIME 0:05:00'])
    session.poll('PLAYING', '0:00:07', 7200)
    session.poll('PLAYING', '0:00:08', 7500)
    expect(session.calls()).toEqual(['seek ABS_TIME 0:05:00'])
    session.poll('PLAYING', '0:00:12', 12_000)
    expect(session.state().jumpFailedToSec).toBe(300)
  })

  it('that says PLAYING and stands still waits for bytes', () => {
    const session = playing()
    session.poll('PLAYING', '0:00:01', 3000)
    expect(session.cast().phase).toBe('playing')
    session.poll('PLAYING', '0:00:01', 4600)
    expect(session.cast()).toMatchObject({ phase: 'buffering', positionSec: 1 })
    session.poll('PLAYING', '0:00:02', 6000)
    expect(session.cast().phase).toBe('playing')
  })

  it('paused at the television is paused here', () => {
    const session = playing()
    session.poll('PAUSED_PLAYBACK', '0:00:02', 3000)
    expect(session.cast().phase).toBe('paused')
  })

  it.each([
    ['near its end', '0:09:55', 'ended', null], ['in its middle', '0:05:00', 'stopped', 'endedThere'],
  ])('that stops %s has %s', (_where, relTime, phase, reason) => {
    const session = playing()
    session.poll('PLAYING', relTime, 3000)
    session.answer(TRANSPORT, { CurrentTransportState: 'STOPPED' }, 4000)
    expect(session.cast()).toMatchObject({ phase, reason })
  })

  it.each([
    ['near its end', '0:09:58', 'ended', 600], ['in its middle', '0:05:00', 'stopped', 300],
  ])('that says second 0 just before it says that it stopped %s was where it had been', (_where, relTime, phase, positionSec) => {
    const session = playing()
    session.poll('PLAYING', relTime, 3000)
    session.poll('STOPPED', '0:00:00', 3400)
    expect(session.cast().phase).toBe(phase)
    expect(Math.round(session.cast().positionSec)).toBe(positionSec)
  })

  it('that stands still for long is asked less often', () => {
    const session = playing()
    session.poll('PLAYING', '0:00:01', 4600)
    const asked = [4700, 4900, 5100, 8000, 8200, 8600].filter((nowMs) => {
      session.calls()
      session.tell({ kind: 'tick' }, nowMs)
      const polls = session.calls().includes('position')
      if (polls) session.poll('PLAYING', '0:00:01', nowMs)
      return polls
    })
    expect(asked).toEqual([4700, 4900, 5100, 8000, 8600])
  })

  it('that stops at the very beginning has refused, one that is slow to begin has not', () => {
    const session = talk()
    session.begin(100)
    session.answer(TRANSPORT, { CurrentTransportState: 'STOPPED' }, 1000)
    expect(session.cast().phase).toBe('loading')
    session.poll('PLAYING', '0:00:00', 2000)
    session.answer(TRANSPORT, { CurrentTransportState: 'STOPPED' }, 3000)
    expect(session.cast().phase).toBe('refused')
  })

  it.each([
    ['setUri', 714, 'refused'], ['play', 704, 'refused'], ['play', 701, 'loading'],
  ] as const)('whose %s is answered by error %i is %s', (kind, upnpError, phase) => {
    const session = talk()
    session.answer({ kind: 'stop' }, {}, 50)
    const call: RendererCall = kind === 'setUri' ? { kind, url: '', metadata: '' } : { kind }
    if (kind === 'play') session.tell({ kind: 'load', media, startSec: 0, paused: false }, 60)
    session.tell({ kind: 'faulted', call, upnpError }, 100)
    expect(session.cast().phase).toBe(phase)
  })

  it('that cut the connection over the film is given it again, twice, and never told to play what it did not take', () => {
    const session = talk()
    const cut = (nowMs: number) => { session.tell({ kind: 'unanswered', call: { kind: 'setUri', url: media.url, metadata: '' } }, nowMs) }
    const asked = (nowMs: number) => { session.calls(); session.tell({ kind: 'tick' }, nowMs); return session.calls() }
    cut(100)
    expect(asked(600)).toEqual([])
    expect(asked(1100)).toEqual(['setUri'])
    cut(1200)
    expect(asked(2200)).toEqual(['setUri'])
    cut(2300)
    expect(session.cast()).toMatchObject({ phase: 'lost', reason: 'unreachable' })
  })

  it('that let the time pass in which it should have taken the film is lost', () => {
    const session = talk()
    session.tell({ kind: 'unanswered', late: true, call: { kind: 'setUri', url: media.url, metadata: '' } }, 20_000)
    expect(session.cast()).toMatchObject({ phase: 'lost', reason: 'unreachable' })
  })

  it('that is busy is asked to play again', () => {
    const session = talk(0, media, false)
    session.tell({ kind: 'faulted', call: { kind: 'play' }, upnpError: 701 }, 100)
    session.calls()
    session.tell({ kind: 'tick' }, 1500)
    expect(session.calls()).toEqual(['play', 'position', 'transport'])
  })

  it('that was busy with a jump when it was to play on is asked again, a few times, and not after a pause', () => {
    const session = playing()
    session.poll('PAUSED_PLAYBACK', '0:00:02', 3000)
    session.tell({ kind: 'command', command: { kind: 'play' } }, 4000)
    session.tell({ kind: 'faulted', call: { kind: 'play' }, upnpError: 701 }, 4100)
    expect(session.cast().phase).toBe('paused')
    session.calls()
    for (let second = 5; second < 15; second++) session.poll('PAUSED_PLAYBACK', '0:00:02', second * 1000)
    expect(session.calls()).toEqual(['play', 'play', 'play', 'play', 'play'])
    session.tell({ kind: 'command', command: { kind: 'play' } }, 20_000)
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 20_100)
    session.calls()
    session.poll('PAUSED_PLAYBACK', '0:00:02', 21_000)
    expect(session.calls()).toEqual([])
  })

  it('that does not answer to Play in time is asked what it does', () => {
    const session = talk()
    session.tell({ kind: 'unanswered', call: { kind: 'play' } }, 10_000)
    session.calls()
    session.tell({ kind: 'tick' }, 10_400)
    expect(session.calls().slice(0, 2)).toEqual(['position', 'transport'])
  })

  it('silences for eight seconds are a lost device, whose film is where it last was; a few at once are not', () => {
    const session = playing()
    session.tell({ kind: 'unanswered', call: TRANSPORT }, 3000)
    session.tell({ kind: 'unanswered', call: POSITION }, 3100)
    session.poll('PLAYING', '0:00:04', 4000)
    for (const nowMs of [5000, 6000, 7000]) session.tell({ kind: 'unanswered', call: POSITION }, nowMs)
    expect(session.cast()).toMatchObject({ phase: 'buffering', positionSec: 4 })
    session.tell({ kind: 'unanswered', call: POSITION }, 12_001)
    expect(session.cast()).toMatchObject({ phase: 'lost', reason: 'gone', positionSec: 4 })
  })

  it('that takes questions and leaves them lying is busy for twenty seconds, and lost after that', () => {
    const session = playing()
    for (const nowMs of [5000, 8000, 11_000, 14_000]) session.tell({ kind: 'unanswered', call: POSITION, late: true }, nowMs)
    expect(session.cast().phase).toBe('buffering')
    session.tell({ kind: 'unanswered', call: POSITION, late: true }, 22_001)
    expect(session.cast()).toMatchObject({ phase: 'lost', reason: 'gone' })
  })

  it('that names somebody else\'s film after it named ours was taken', () => {
    const session = playing()
    session.poll('PLAYING', '0:00:00', 3000, 'http://10.0.0.9/other.mp4')
    expect(session.cast()).toMatchObject({ phase: 'stopped', reason: 'taken' })
  })

  it('that names our film without its query still plays ours', () => {
    const session = talk(0, { ...media, url: `${media.url}?t=4` })
    session.begin(100)
    session.poll('PLAYING', '0:00:01', 1000)
    session.poll('PLAYING', '0:00:02', 2000)
    expect(session.cast().phase).toBe('playing')
  })

  it('without a volume service says so from the beginning, and is not asked for it', () => {
    const session = talk(0, media, false)
    expect(session.cast().canSetVolume).toBe(false)
    session.begin(600)
    session.tell({ kind: 'tick' }, 900)
    expect(session.calls()).toEqual(['stop', 'setUri', 'play', 'position', 'transport'])
  })

  it('with a fixed volume says so when it has refused another', () => {
    const session = playing()
    session.tell({ kind: 'command', command: { kind: 'volume', level: 0.37 } }, 3000)
    expect(session.calls()).toEqual(['setVolume'])
    session.tell({ kind: 'faulted', call: { kind: 'setVolume', level: 37 }, upnpError: 501 }, 3100)
    expect(session.cast().canSetVolume).toBe(false)
  })

  it('that shall wait is paused as soon as it plays', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 0, paused: true }, 5000)
    session.begin(5100)
    session.poll('PLAYING', '0:00:01', 6000)
    session.poll('PLAYING', '0:00:02', 7000)
    session.calls()
    session.poll('PLAYING', '0:00:03', 8000)
    expect(session.calls()).toEqual(['pause'])
  })

  it('that shall pause before it has begun is paused as soon as it plays', () => {
    const session = talk()
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 50)
    session.begin(100)
    expect(session.calls()).toEqual(['stop', 'setUri', 'play'])
    session.poll('PLAYING', '0:00:00', 1000)
    session.poll('PLAYING', '0:00:01', 2000)
    session.calls()
    session.poll('PLAYING', '0:00:02', 3000)
    expect(session.calls()).toEqual(['pause'])
  })

  it('that shall pause and then play before it took its film is not told to play the one before', () => {
    const session = talk()
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 50)
    session.tell({ kind: 'command', command: { kind: 'play' } }, 60)
    expect(session.calls()).toEqual(['stop', 'setUri'])
    session.begin(100)
    session.poll('PLAYING', '0:00:00', 1000)
    session.poll('PLAYING', '0:00:01', 2000)
    session.poll('PLAYING', '0:00:02', 3000)
    expect(session.calls()).toEqual(['play'])
  })

  it('can be given another film after the end', () => {
    const session = playing()
    session.poll('PLAYING', '0:09:58', 3000)
    session.answer(TRANSPORT, { CurrentTransportState: 'NO_MEDIA_PRESENT' }, 4000)
    session.tell({ kind: 'load', media, startSec: 0, paused: false }, 5000)
    session.begin(5100)
    session.tell({ kind: 'tick' }, 6500)
    expect(session.calls()).toEqual(['stop', 'setUri', 'play', 'position', 'transport', 'getVolume', 'getMute'])
  })
})
