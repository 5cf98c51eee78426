import { describe, expect, it } from 'vitest'
import { CodedError } from '../errors.ts'
import { parseInfoHash } from '../ids.ts'
import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import type { StartOptions } from './host-control.ts'
import { createPortPair } from './port-pair.ts'
import { createRpcClient } from './rpc.ts'
import { serveHost } from './serve-host.ts'
import type { MediaEmitter, StartedHost } from './serve-host.ts'

const options: StartOptions = {
  downloadDir: null, runId: 'r', ownerPid: 1, keep: false, port: 0, portIsFixed: false, token: null, allowedOrigins: [], allowLocal: false, discovery: 'trackers',
  peers: [], maxTorrents: 1, metadataTimeoutMs: 1000, metadataRetries: 0, cleanupIntervalMs: 0, tracePath: null, demoPath: null,
}
const notBuilt = () => Promise.reject(new CodedError({ code: 'torrentUnknown', message: 'no such torrent', details: {} }))

/** A host that only counts; `start` decides how it begins. */
function mount(start?: (options: StartOptions, emit: MediaEmitter) => Promise<Result<StartedHost<AbortSignal>>>) {
  const ports = createPortPair(structuredClone)
  const seen = { news: new Array<unknown>(), events: new Array<unknown>(), exits: new Array<number>(), closes: 0, starts: 0, playheads: 0, hovers: 0, upNexts: 0, logged: new Array<string>() }
  const host: StartedHost<AbortSignal> = {
    baseUrl: 'http://127.0.0.1:4000/t',
    port: 4000,
    handlers: {
      'media.locateFile': notBuilt, 'media.findPlayers': notBuilt, 'media.setPlayers': notBuilt, 'media.setLimits': notBuilt, 'media.setKeptFolder': notBuilt, 'media.setPaused': notBuilt, 'media.setNetwork': notBuilt, 'media.readReach': notBuilt, 'media.readWayOut': notBuilt, 'media.setStorageLimit': notBuilt, 'media.useFfmpeg': notBuilt, 'media.findFfmpeg': notBuilt, 'media.readStorage': notBuilt, 'media.keepTorrent': notBuilt, 'media.stopMove': notBuilt, 'media.setCleanup': notBuilt, 'media.measureData': notBuilt, 'media.clearNow': notBuilt,
      'media.listTorrents': async () => [], 'media.openSource': notBuilt, 'media.openDemo': notBuilt, 'media.retryTorrent': notBuilt,
      'media.closeTorrent': notBuilt, 'media.openStream': notBuilt, 'media.closeStream': notBuilt, 'media.watchDetail': notBuilt,
      'media.listFilmParts': notBuilt, 'media.loadSubtitle': notBuilt, 'media.readSubtitle': notBuilt,
      'media.searchDevices': notBuilt, 'media.addDevice': notBuilt, 'media.planCast': notBuilt, 'media.startCast': notBuilt, 'media.castCommand': notBuilt, 'media.stopCast': notBuilt, 'media.currentCast': notBuilt,
    },
    reportPlayhead: () => { seen.playheads++ },
    reportHover: () => { seen.hovers++ },
    reportUpNext: () => { seen.upNexts++ },
    close: async () => { seen.closes++ },
  }
  ports.left.onMessage((message) => { seen.news.push(message) })
  const client = createRpcClient({ port: ports.left, after: () => () => undefined, onEvent: (name) => { seen.events.push(name) } })
  const close = serveHost({
    port: ports.right,
    start: async (given, emit) => { seen.starts++; return start === undefined ? ok(host) : start(given, emit) },
    createCanceller: () => new AbortController(),
    exit: (code) => { seen.exits.push(code) },
    log: (area, event) => { seen.logged.push(`${area} ${event}`) },
  })
  return { ports, seen, client, close, host }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const ready = { kind: 'ready', baseUrl: 'http://127.0.0.1:4000/t', port: 4000 }

describe('the host at its port', () => {
  it('starts once, says that it is ready, answers commands and hears notices', async () => {
    const { ports, seen, client } = mount()
    ports.left.post({ kind: 'start', options })
    ports.left.post({ kind: 'start', options })
    await settled()
    expect(seen.news).toEqual([ready])
    expect(seen.starts).toBe(1)
    expect(await client.call('media.listTorrents', {})).toEqual(ok([]))
    client.notify('media.playhead', { streamId: 's', currentTimeSec: 0, durationSec: null, rate: 1, paused: true, seeking: false, waiting: false, source: 'page' })
    client.notify('media.hover', { streamId: 's', timeSec: null, mayFetch: true })
    client.notify('media.upNext', { streamId: 's', fileIndex: null })
    await settled()
    expect([seen.playheads, seen.hovers, seen.upNexts]).toEqual([1, 1, 1])
  })

  it('answers the heartbeat while it starts', async () => {
    const { ports, seen } = mount(() => new Promise(() => undefined))
    ports.left.post({ kind: 'start', options })
    ports.left.post({ kind: 'ping' })
    await settled()
    expect(seen.news).toEqual([{ kind: 'pong' }])
  })

  it('delivers events that come before it is ready', async () => {
    const { ports, seen, host } = mount(async (_options, emit) => {
      emit('media.torrentRemoved', { infoHash: HASH })
      return ok(host)
    })
    ports.left.post({ kind: 'start', options })
    await settled()
    expect(seen.events).toEqual(['media.torrentRemoved'])
  })

  it('says why it could not start and waits for the order to close', async () => {
    const { ports, seen } = mount(async () => fail('portInUse', 'port 80 is taken'))
    ports.left.post({ kind: 'start', options })
    await settled()
    expect(seen.news).toMatchObject([{ kind: 'startFailed', error: { code: 'portInUse' } }])
    expect(seen.exits).toEqual([])
    ports.left.post({ kind: 'close' })
    await settled()
    expect(seen.exits).toEqual([0])
  })

  it('reports a start that throws as unexpected', async () => {
    const { ports, seen } = mount(() => Promise.reject(new Error('boom')))
    ports.left.post({ kind: 'start', options })
    await settled()
    expect(seen.news).toMatchObject([{ kind: 'startFailed', error: { code: 'unexpected', message: 'boom' } }])
  })

  it('closes once, however often it is told', async () => {
    const { ports, seen, close } = mount()
    ports.left.post({ kind: 'start', options })
    await settled()
    ports.left.post({ kind: 'close' })
    await Promise.all([close(), close()])
    ports.close()
    await settled()
    expect([seen.closes, seen.exits]).toEqual([1, [0]])
  })

  it('closes by itself when whoever started it is gone', async () => {
    const { ports, seen } = mount()
    ports.left.post({ kind: 'start', options })
    await settled()
    ports.close()
    await settled()
    expect([seen.closes, seen.exits]).toEqual([1, [0]])
  })

  it('closes a host that became ready after the order to close', async () => {
    let begin: () => void = () => undefined
    const gate = new Promise<void>((resolve) => { begin = resolve })
    const { ports, seen, host } = mount(async () => { await gate; return ok(host) })
    ports.left.post({ kind: 'start', options })
    ports.left.post({ kind: 'close' })
    await settled()
    begin()
    await settled()
    expect(seen.news).toEqual([])
    expect([seen.closes, seen.exits]).toEqual([1, [0]])
  })

  it('does not start on an order that is not whole', async () => {
    const { ports, seen } = mount()
    ports.left.post({ kind: 'start', options: { ...options, port: 'any' } })
    await settled()
    expect([seen.starts, seen.logged]).toEqual([0, ['ipc refused']])
  })
})

const HASH = (() => { const hash = parseInfoHash('08ada5a7a6183aae1e09d831df6748d566095a10'); if (!hash.ok) throw new Error(hash.error.message); return hash.value })()
