import { describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { startPickyRenderer } from '../../../e2e/lab/cast/picky.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import { ODD_FILMS } from '../../../e2e/lab/odd-film.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { Renderer } from '../../../shared/cast/device.ts'
import { addressCall } from '../../../shared/cast/renderer-calls.ts'
import { callRenderer } from './call-renderer.ts'
import { ask, cast, deviceCalled, NEVER, playedSec, rendererCalled, START, until, useCastRoom, wordsOf } from './cast-room.fixture.ts'
import type { RunningHost } from '../test/running-host.ts'

const room = useCastRoom()
/** Two sounds, of which no device of ours knows the first. */
const FILM = { ...ODD_FILMS.mkvAc3, seconds: 60, audio: [['-c', 'ac3', '-ac', '6', '-b', '384k'], ['-c', 'ac3', '-ac', '2', '-b', '192k']] }

/** The address a renderer says it plays. */
async function playedBy(device: Renderer): Promise<string> {
  const call = addressCall({ kind: 'position' }, device.description)
  const answer = call ? await callRenderer(device, call, 5000, NEVER) : null
  return answer?.ok ? answer.value.get('TrackURI') ?? '' : ''
}

/** The words a television would show with what it plays; null when it is told of none, undefined while it is between two addresses. */
async function captionsOf(device: Renderer): Promise<string | null | undefined> {
  const film = await fetch(await playedBy(device), { method: 'HEAD', headers: { 'getCaptionInfo.sec': '1' } }).catch(() => null)
  const address = film?.headers.get('captioninfo.sec')
  if (film === null) return undefined
  return address ? fetch(address).then((words) => words.text()).catch(() => undefined) : null
}

/** The second of the film at which the times of such words begin: each line names its own second. NaN where there is none. */
function linesBeginAt(captions: string | null | undefined): number {
  const [, hours, minutes, seconds, thousandths, line] = /(\d+):(\d+):(\d+),(\d+) -->.*\s+<i>Line<\/i> (\d+)/.exec(captions ?? '') ?? []
  return Number(line) - (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(thousandths) / 1000)
}

/** The second of the film at which the stream begins that the renderer plays, give or take a second. */
async function streamBeginsAt(host: RunningHost, device: Renderer): Promise<number> {
  return cast(host).positionSec - await playedSec(device)
}

/** The furthest second of a film that is at this one now, at any later time: whoever is further has lost a part of it. Devices tell whole seconds. */
function clockFrom(sec: number): () => number {
  const sinceMs = performance.now()
  return () => sec + (performance.now() - sinceMs) / 1000 + 3
}

describe('Matroska with AC-3', () => {
  it('is converted for a Chromecast; words on, off, others and later, another sound and a jump all work there', async () => {
    const tv = await room.closing(startChromecast('Studio Chromecast'))
    const opened = await room.openOddFilm(FILM, ['de', 'en'])
    const { host, infoHash, fileIndex } = opened
    const [german = '', english = ''] = await wordsOf(opened, 2)
    const deviceId = await deviceCalled(host, 'Studio Chromecast')
    const form = await host.handlers['media.planCast']({ infoHash, fileIndex, deviceId }, NEVER)
    expect(form).toEqual({ method: 'transcodeAudio', reasons: expect.arrayContaining(['containerUnsupported', 'audioCodecUnsupported']) })
    const furthestSec = clockFrom(START.atSec)
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, subtitleTrackId: english }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20)
    expect(await tv.process.waitForLine((line) => line.includes('"event":"track"'))).toMatch(/"shown":true.*"firstCue":"00:00:00.000"/)

    await ask(host, { kind: 'subtitleTrack', trackId: null })
    await tv.process.waitForLine((line) => line.includes('"shows":[]'))
    await ask(host, { kind: 'subtitleTrack', trackId: german })
    await tv.process.waitForLine((line) => line.includes('"event":"track"') && line.includes('"shown":true') && !line.includes('"id":1,'))
    const lastMs = (line: string) => Number(/"lastCue":"00:00:([\d.]+)"/.exec(line)?.[1]) * 1000
    const inTime = lastMs(await tv.process.waitForLine((line) => line.includes('"event":"track"') && line.includes('"firstCue":"00:00:00.000"')))
    await ask(host, { kind: 'subtitleTiming', delayMs: 1500, speed: 0.96 })
    const later = await tv.process.waitForLine((line) => line.includes('"event":"track"') && line.includes('"firstCue":"00:00:01.500"'))
    expect(lastMs(later)).toBeCloseTo(inTime * 0.96 + 1500, 0)
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20 && positionSec < furthestSec())

    const before = cast(host).positionSec
    const latestSec = clockFrom(before)
    await ask(host, { kind: 'audioTrack', audioIndex: 1 })
    const loaded = await tv.process.waitForLine((line) => line.includes('"event":"load"') && line.includes('-a1-'))
    const secondOf = Number(/"currentTime":([\d.]+)/.exec(loaded)?.[1])
    expect(secondOf).toBeGreaterThan(before - 3)
    expect(secondOf).toBeLessThan(latestSec())
    expect(cast(host).sounds.map(({ channels }) => channels)).toEqual([6, 2])
    await until(host, 'the other sound plays', ({ phase, audioIndex }) => phase === 'playing' && audioIndex === 1)

    await ask(host, { kind: 'seek', toSec: 50 })
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 50)
    expect(cast(host)).toMatchObject({ subtitleTrackId: german, subtitleDelayMs: 1500, subtitleSpeed: 0.96 })
  })

  it('is converted for a renderer; words on, off and later, another sound and a jump all work there', async () => {
    await room.closing(startRygel('Studio rygel'))
    const opened = await room.openOddFilm(FILM, ['en'])
    const { host, infoHash, fileIndex } = opened
    const [english = ''] = await wordsOf(opened, 1)
    // Asked first: at its start it says good-bye once more, in the name of one that may have run before.
    const device = await rendererCalled('Studio rygel')
    const deviceId = await deviceCalled(host, 'Studio rygel')
    const furthestSec = clockFrom(START.atSec)
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, method: 'transcodeAudio', subtitleTrackId: english }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 18)
    // The device tells whole seconds, and is asked a moment after the cast was.
    await waitUntil('its words are in time', async () => Math.abs(linesBeginAt(await captionsOf(device)) - await streamBeginsAt(host, device)) < 2)

    await ask(host, { kind: 'subtitleTiming', delayMs: 5000, speed: 1 })
    await waitUntil('it is told of the words five seconds later', async () => {
      const beginsAt = await streamBeginsAt(host, device)
      return Math.abs(linesBeginAt(await captionsOf(device)) - beginsAt + 5) < 2
    })
    await until(host, 'it plays with them', ({ phase }) => phase === 'playing')

    await ask(host, { kind: 'subtitleTrack', trackId: null })
    await waitUntil('it is told of no words', async () => (await captionsOf(device)) === null)
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 18 && positionSec < furthestSec())

    const before = cast(host).positionSec
    const latestSec = clockFrom(before)
    await ask(host, { kind: 'audioTrack', audioIndex: 1 })
    await waitUntil('it plays the other sound', async () => (await playedBy(device)).includes('-a1-'))
    await until(host, 'it plays there', ({ phase, audioIndex }) => phase === 'playing' && audioIndex === 1)
    expect(cast(host).positionSec).toBeGreaterThan(before - 6)
    expect(cast(host).positionSec).toBeLessThan(latestSec())

    await ask(host, { kind: 'seek', toSec: 44 })
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 43)
    await until(host, 'it ends', ({ phase }) => phase === 'ended', 60_000)
  })

  it('is converted for a renderer that is no relation of the other one, and a jump begins a new stream there', async () => {
    await room.closing(startGmediarender('Studio gmediarender', '10.13.0'))
    const { host, infoHash, fileIndex } = await room.openOddFilm(FILM)
    const deviceId = await deviceCalled(host, 'Studio gmediarender')
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, method: 'transcodeAudio' }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 18)
    expect(cast(host).positionSec).toBeLessThan(30)
    await ask(host, { kind: 'seek', toSec: 50 })
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 49)
    await until(host, 'it ends', ({ phase }) => phase === 'ended', 60_000)
  })
})

describe('a device that refuses', () => {
  it('the film as it is, is given it repackaged, by itself and once', async () => {
    const tv = await room.closing(startChromecast('Refusing Chromecast'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Refusing Chromecast')
    tv.process.send('reject')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays the other form', ({ phase, positionSec, form }) => phase === 'playing' && form.method === 'remux' && positionSec >= 20 && positionSec < 25)
  })

  it('MP4 is given MPEG-TS, which can be jumped in as well', async () => {
    await room.closing(startRygel('Hall rygel'))
    const picky = await room.closing(startPickyRenderer((await rendererCalled('Hall rygel')).location, 'Old television', { refuses: /video\/mp4/ }))
    const { host, infoHash, fileIndex } = await room.openOddFilm(FILM)
    const { id: deviceId } = await host.handlers['media.addDevice']({ address: picky.location }, NEVER)
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, method: 'transcodeAudio' }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 18 && positionSec < 30)
    expect(picky.offered.map((address) => address.split('.').at(-1))).toEqual(['mp4', 'ts'])
    await ask(host, { kind: 'seek', toSec: 44 })
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 43)
    expect(picky.offered.map((address) => address.split('.').at(-1))).toEqual(['mp4', 'ts', 'ts'])
  })

  it('to jump without saying so, is given the film from there, when it begins and later', async () => {
    await room.closing(startRygel('Hall rygel'))
    const still = await room.closing(startPickyRenderer((await rendererCalled('Hall rygel')).location, 'Still television', { ignoresJumps: true }))
    const { host, infoHash } = await room.openFilm()
    const { id: deviceId } = await host.handlers['media.addDevice']({ address: still.location }, NEVER)
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    expect(cast(host).form.method).toBe('direct')
    await until(host, 'it plays there', ({ phase, positionSec, form }) => phase === 'playing' && form.method === 'remux' && positionSec >= 18 && positionSec < 30)
    await ask(host, { kind: 'seek', toSec: 44 })
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 43)
    expect(still.offered).toHaveLength(3)
  })
})
