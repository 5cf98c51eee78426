import { describe, expect, it } from 'vitest'
import type { CastMedia } from './cast-media.ts'
import { positionNow } from './cast-media.ts'
import { NAMESPACE } from './chromecast-payloads.ts'
import { startChromecast, stepChromecast } from './chromecast-session.ts'
import type { ChromecastEvent, ChromecastState } from './chromecast-session.ts'

const media: CastMedia = { url: 'http://10.0.0.1/a.mp4', mediaType: 'video/mp4', title: 'A', durationSec: 600, lengthBytes: 9, contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true }

/** A session that is told things one after the other; `sent` holds the types of what went out since the last look. */
function talk(begin = startChromecast({ media, startSec: 100, paused: false, subtitleId: null }, 0)) {
  let state = begin
  let sent: string[] = []
  let connection = 'keep'
  const tell = (event: ChromecastEvent, nowMs: number) => {
    const step = stepChromecast(state, event, nowMs)
    state = step.state
    connection = step.connection
    sent = [...sent, ...step.send.map(({ payload, destination }) => `${String(payload['type'])}>${destination}`)]
  }
  const hear = (namespace: string, payload: Record<string, unknown>, nowMs: number, source = 'receiver-0') => { tell({ kind: 'received', namespace, source, payload: JSON.stringify(payload) }, nowMs) }
  return {
    tell, hear,
    state: (): ChromecastState => state,
    connection: () => connection,
    sent: () => { const all = sent; sent = []; return all },
    receiver: (applications: readonly unknown[], nowMs: number, requestId = 0) => { hear(NAMESPACE.receiver, { type: 'RECEIVER_STATUS', requestId, status: { applications, volume: { level: 0.5, muted: false } } }, nowMs) },
    media: (status: Record<string, unknown>, nowMs: number, requestId = 0) => { hear(NAMESPACE.media, { type: 'MEDIA_STATUS', requestId, status: [{ mediaSessionId: 1, ...status }] }, nowMs, 'web-1') },
  }
}
const OURS = [{ appId: 'CC1AD845', sessionId: 's-1', transportId: 'web-1' }]

function playing() {
  const session = talk()
  session.tell({ kind: 'opened' }, 0)
  session.receiver([], 10, 1)
  session.receiver(OURS, 500, 2)
  session.media({ playerState: 'PLAYING', currentTime: 100 }, 1000, 3)
  session.sent()
  return session
}

/** Paused at second 102, three seconds after the beginning of time. */
function paused() {
  const session = playing()
  session.tell({ kind: 'command', command: { kind: 'pause' } }, 3000)
  session.media({ playerState: 'PAUSED', currentTime: 102 }, 3010)
  session.sent()
  return session
}

describe('a session with a Chromecast', () => {
  it('launches the player before there is a film for it, and loads the one it is given', () => {
    const session = talk(startChromecast(null, 0))
    session.tell({ kind: 'opened' }, 0)
    session.receiver([], 10, 1)
    session.receiver(OURS, 500, 2)
    session.tell({ kind: 'tick' }, 6000)
    expect(session.sent()).toEqual(['CONNECT>receiver-0', 'GET_STATUS>receiver-0', 'LAUNCH>receiver-0', 'PING>receiver-0'])
    session.tell({ kind: 'load', media, startSec: 30, paused: false, subtitleId: null }, 7000)
    expect(session.sent()).toEqual(['CONNECT>web-1', 'LOAD>web-1'])
    expect(session.state().cast).toMatchObject({ phase: 'loading', positionSec: 30, durationSec: 600 })
  })

  it('that is left while the player is launched ends it as soon as it knows which', () => {
    const session = talk()
    session.tell({ kind: 'opened' }, 0)
    session.receiver([], 10, 1)
    session.tell({ kind: 'command', command: { kind: 'stop' } }, 100)
    session.sent()
    session.receiver(OURS, 500, 2)
    expect(session.sent()).toEqual(['STOP>receiver-0', 'CLOSE>web-1', 'CLOSE>receiver-0'])
    expect(session.state().stage).toBe('over')
  })

  it('that is given its film while the player is launched loads that one', () => {
    const session = talk(startChromecast(null, 0))
    session.tell({ kind: 'opened' }, 0)
    session.receiver([], 10, 1)
    session.tell({ kind: 'load', media, startSec: 30, paused: true, subtitleId: null }, 100)
    session.sent()
    session.receiver(OURS, 500, 2)
    expect(session.sent()).toEqual(['CONNECT>web-1', 'LOAD>web-1'])
  })

  it('greets, asks, launches the player, greets that and loads the film at its second', () => {
    const session = talk()
    session.tell({ kind: 'opened' }, 0)
    expect(session.sent()).toEqual(['CONNECT>receiver-0', 'GET_STATUS>receiver-0'])
    session.receiver([{ appId: 'Backdrop', sessionId: 'x', transportId: 'y' }], 10, 1)
    expect(session.sent()).toEqual(['LAUNCH>receiver-0'])
    session.hear(NAMESPACE.receiver, { type: 'LAUNCH_STATUS', requestId: 2, status: 'USER_ALLOWED' }, 20)
    expect(session.sent()).toEqual([])
    session.receiver(OURS, 3000, 2)
    expect(session.sent()).toEqual(['CONNECT>web-1', 'LOAD>web-1'])
    expect(session.state().cast).toMatchObject({ phase: 'loading', positionSec: 100 })
  })

  it('takes IDLE without a reason for loading and not for the end', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 200, paused: false, subtitleId: null }, 2000)
    session.media({ mediaSessionId: 2, playerState: 'IDLE', extendedStatus: { playerState: 'LOADING' } }, 2100)
    expect(session.state().cast).toMatchObject({ phase: 'loading', positionSec: 200 })
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 200 }, 2200)
    expect(session.state().cast.phase).toBe('playing')
  })

  it('does not take the old film being interrupted by the new one for its end', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 0, paused: false, subtitleId: null }, 2000)
    session.media({ mediaSessionId: 1, playerState: 'IDLE', idleReason: 'INTERRUPTED' }, 2010)
    expect(session.state().cast.phase).toBe('loading')
  })

  it.each([
    ['FINISHED', 'ended', null, 600], ['CANCELLED', 'stopped', 'endedThere', 105], ['INTERRUPTED', 'stopped', 'taken', 105],
    ['ERROR', 'refused', 'cannotPlay', 105],
  ])('that goes idle because of %s is %s', (idleReason, phase, reason, positionSec) => {
    const session = playing()
    session.media({ playerState: 'IDLE', idleReason, currentTime: 105 }, 6000)
    expect(session.state().cast).toMatchObject({ phase, reason, positionSec })
  })

  it('moves its position by our clock between the words of the device, and stands while it buffers', () => {
    const session = playing()
    expect(positionNow(session.state().cast, 4000)).toBe(103)
    session.media({ playerState: 'BUFFERING', currentTime: 103 }, 4000)
    expect(positionNow(session.state().cast, 9000)).toBe(103)
    expect(session.state().cast.phase).toBe('buffering')
  })

  it('keeps what a partial status leaves out', () => {
    const session = playing()
    session.media({}, 3000)
    expect(session.state().cast).toMatchObject({ phase: 'playing', positionSec: 102, durationSec: 600 })
  })

  it('counts the seconds of a stream that begins in the middle from there', () => {
    const session = playing()
    session.tell({ kind: 'load', media: { ...media, beginsAtSec: 300, deviceCanSeek: false }, startSec: 300, paused: false, subtitleId: null }, 2000)
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 7 }, 9000)
    expect(session.state().cast.positionSec).toBe(307)
  })

  it('answers PING, sends its own every five seconds, and asks for the position', () => {
    const session = playing()
    session.hear(NAMESPACE.heartbeat, { type: 'PING' }, 2000)
    expect(session.sent()).toEqual(['PONG>receiver-0'])
    session.tell({ kind: 'tick' }, 5000)
    expect(session.sent()).toEqual(['PING>receiver-0', 'GET_STATUS>web-1'])
    session.tell({ kind: 'tick' }, 5250)
    expect(session.sent()).toEqual([])
  })

  it('that is silent for twelve seconds is connected anew and joined, without loading again', () => {
    const session = playing()
    session.tell({ kind: 'tick' }, 13_000)
    expect(session.connection()).toBe('renew')
    session.tell({ kind: 'opened' }, 14_000)
    session.receiver(OURS, 14_100, 99)
    expect(session.sent().filter((each) => each.includes('LOAD') || each.includes('LAUNCH'))).toEqual([])
    expect(session.state().stage).toBe('active')
  })

  it('paused until the device shows its own pictures rests, and is launched and loaded where it was when it shall play', () => {
    const session = paused()
    session.receiver([{ appId: 'E8C28D3C', sessionId: 'b', transportId: 'b' }], 1_200_000)
    expect(session.state()).toMatchObject({ stage: 'resting', cast: { phase: 'paused', positionSec: 102, reason: null } })
    session.sent()
    session.tell({ kind: 'command', command: { kind: 'play' } }, 1_300_000)
    expect(session.sent()).toEqual(['LAUNCH>receiver-0'])
    session.receiver([{ appId: 'CC1AD845', sessionId: 's-2', transportId: 'web-2' }], 1_303_000)
    expect(session.sent()).toEqual(['CONNECT>web-2', 'LOAD>web-2'])
    expect(session.state()).toMatchObject({ startSec: 102, cast: { phase: 'loading', positionSec: 102 } })
  })

  it('that rests without a connection makes one when it shall play, and nothing before', () => {
    const session = paused()
    session.receiver([], 1_200_000)
    session.tell({ kind: 'dropped' }, 1_210_000)
    expect([session.connection(), session.state().cast.phase]).toEqual(['keep', 'paused'])
    session.tell({ kind: 'command', command: { kind: 'play' } }, 1_300_000)
    expect(session.connection()).toBe('renew')
    session.sent()
    session.tell({ kind: 'opened' }, 1_301_000)
    session.receiver([], 1_301_100)
    expect(session.sent()).toEqual(['CONNECT>receiver-0', 'GET_STATUS>receiver-0', 'LAUNCH>receiver-0'])
  })

  it('paused for a moment only and ended at the device is over', () => {
    const session = paused()
    session.receiver([], 10_000)
    expect(session.state().cast).toMatchObject({ phase: 'stopped', reason: 'endedThere', positionSec: 102 })
  })

  it('given another address while it is away loads it as soon as it is joined again', () => {
    const session = playing()
    session.tell({ kind: 'dropped' }, 3000)
    session.tell({ kind: 'load', media: { ...media, url: 'http://10.0.0.2/a.mp4' }, startSec: 102, paused: false, subtitleId: null }, 3100)
    session.tell({ kind: 'opened' }, 4000)
    session.sent()
    session.receiver(OURS, 4100)
    expect(session.sent()).toEqual(['CONNECT>web-1', 'LOAD>web-1'])
    session.media({ playerState: 'IDLE', idleReason: 'INTERRUPTED' }, 4200)
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 102 }, 4300)
    expect(session.state().cast).toMatchObject({ phase: 'playing', positionSec: 102 })
  })

  it('loaded twice in a row does not take the end of the first for its own', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 200, paused: false, subtitleId: null }, 2000)
    session.tell({ kind: 'load', media, startSec: 300, paused: false, subtitleId: null }, 2010)
    session.media({ mediaSessionId: 2, playerState: 'IDLE', idleReason: 'INTERRUPTED' }, 2100)
    session.media({ mediaSessionId: 3, playerState: 'PLAYING', currentTime: 300 }, 2200)
    expect(session.state().cast).toMatchObject({ phase: 'playing', positionSec: 300 })
  })

  it('that does not come back within thirty seconds is lost where it was', () => {
    const session = playing()
    session.tell({ kind: 'dropped' }, 3000)
    session.tell({ kind: 'dropped' }, 20_000)
    expect(session.connection()).toBe('renew')
    session.tell({ kind: 'dropped' }, 33_001)
    expect(session.state().cast).toMatchObject({ phase: 'lost', positionSec: 102 })
    expect(session.connection()).toBe('close')
  })

  it('found with another program after a drop is over', () => {
    const session = playing()
    session.tell({ kind: 'dropped' }, 3000)
    session.tell({ kind: 'opened' }, 4000)
    session.receiver([{ appId: 'YouTube', sessionId: 'z', transportId: 'z' }], 4100)
    expect(session.state().cast.phase).toBe('stopped')
  })

  it('that cannot be reached at all says so', () => {
    const session = talk()
    session.tell({ kind: 'dropped' }, 100)
    expect(session.state().cast).toMatchObject({ phase: 'lost', reason: 'unreachable' })
  })

  it.each([['LAUNCH_ERROR', NAMESPACE.receiver, 'refused']])('%s ends it', (type, namespace, phase) => {
    const session = talk()
    session.tell({ kind: 'opened' }, 0)
    session.receiver([], 10, 1)
    session.hear(namespace, { type, requestId: 2 }, 20)
    expect(session.state().cast.phase).toBe(phase)
  })

  it('that never answers LOAD has refused after thirty seconds', () => {
    const session = talk()
    session.tell({ kind: 'opened' }, 0)
    session.receiver([], 10, 1)
    session.receiver(OURS, 100, 2)
    for (const nowMs of [8000, 16_000, 24_000]) session.hear(NAMESPACE.heartbeat, { type: 'PONG' }, nowMs)
    session.tell({ kind: 'tick' }, 30_050)
    expect(session.state().cast.phase).toBe('loading')
    session.tell({ kind: 'tick' }, 30_100)
    expect(session.state().cast.phase).toBe('refused')
  })

  it('shows a command at once and sends it with the media session it is for', () => {
    const session = playing()
    session.tell({ kind: 'command', command: { kind: 'seek', toSec: 300 } }, 2000)
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 2100)
    session.tell({ kind: 'command', command: { kind: 'volume', level: 7 } }, 2200)
    session.tell({ kind: 'command', command: { kind: 'subtitle', id: null } }, 2300)
    expect(session.sent()).toEqual(['SEEK>web-1', 'PAUSE>web-1', 'SET_VOLUME>receiver-0', 'EDIT_TRACKS_INFO>web-1'])
    expect(session.state().cast).toMatchObject({ positionSec: 300, volume: 1 })
  })

  it('takes what a device says before it has obeyed for what it is, and believes it again two seconds later', () => {
    const session = playing()
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 2000)
    session.media({ playerState: 'PLAYING', currentTime: 101 }, 2010)
    expect(session.state().cast.phase).toBe('paused')
    session.media({ playerState: 'PLAYING', currentTime: 103 }, 4000)
    expect(session.state().cast.phase).toBe('playing')
  })

  it('paused by somebody at the television stays so when it jumps', () => {
    const session = playing()
    session.media({ playerState: 'PAUSED', currentTime: 101 }, 2000)
    const { send } = stepChromecast(session.state(), { kind: 'command', command: { kind: 'seek', toSec: 300 } }, 3000)
    expect(send.map(({ payload }) => payload['resumeState'])).toEqual(['PLAYBACK_PAUSE'])
  })

  it('that shall pause while its film is loaded is paused as soon as it plays, and told nothing before', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 200, paused: false, subtitleId: null }, 2000)
    session.sent()
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 2100)
    session.media({ mediaSessionId: 2, playerState: 'BUFFERING', currentTime: 200 }, 2200)
    expect(session.sent()).toEqual([])
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 200 }, 2300)
    expect(session.sent()).toEqual(['PAUSE>web-1'])
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 200 }, 2400)
    expect(session.sent()).toEqual([])
  })

  it('that shall pause and then play while its film is loaded plays', () => {
    const session = playing()
    session.tell({ kind: 'load', media, startSec: 200, paused: false, subtitleId: null }, 2000)
    session.tell({ kind: 'command', command: { kind: 'pause' } }, 2100)
    session.tell({ kind: 'command', command: { kind: 'play' } }, 2150)
    session.sent()
    session.media({ mediaSessionId: 2, playerState: 'PLAYING', currentTime: 200 }, 2300)
    expect(session.sent()).toEqual([])
  })

  it('stops the film, then the player, then parts from both', () => {
    const session = playing()
    session.tell({ kind: 'command', command: { kind: 'stop' } }, 2000)
    expect(session.sent()).toEqual(['STOP>web-1', 'STOP>receiver-0', 'CLOSE>web-1', 'CLOSE>receiver-0'])
    expect(session.connection()).toBe('close')
    session.media({ playerState: 'PLAYING' }, 2100)
    expect(session.state().cast).toMatchObject({ phase: 'stopped', reason: null })
  })

  it('remembers no more than a handful of questions nobody answers', () => {
    const session = playing()
    for (let index = 0; index < 500; index++) session.tell({ kind: 'command', command: { kind: 'volume', level: 0.1 } }, 1000 + index)
    expect(session.state().pending.length).toBeLessThanOrEqual(32)
  })

  it('is not disturbed by nonsense', () => {
    const session = playing()
    const before = session.state().cast
    session.tell({ kind: 'received', namespace: NAMESPACE.media, source: 'web-1', payload: '{' }, 1000)
    session.tell({ kind: 'received', namespace: 'urn:x-cast:other', source: 'web-1', payload: '{"type":"X"}' }, 1000)
    session.hear(NAMESPACE.media, { type: 'MEDIA_STATUS', status: 'none' }, 1000, 'web-1')
    session.media({ mediaSessionId: 9, playerState: 'IDLE', idleReason: 'ERROR' }, 1000)
    expect(session.state().cast).toEqual(before)
  })
})
