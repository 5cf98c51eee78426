import { describe, expect, it } from 'vitest'
import { CodedError } from '../errors.ts'
import type { AppError } from '../errors.ts'
import { parseInfoHash } from '../ids.ts'
import type { TorrentSnapshot } from '../torrent/snapshot.ts'
import type { CommandArgs, PlayheadReport } from './contract.ts'
import { createPortPair } from './port-pair.ts'
import { createRpcClient, createRpcServer } from './rpc.ts'
import type { After } from './rpc.ts'

const hash = parseInfoHash('08ada5a7a6183aae1e09d831df6748d566095a10')
if (!hash.ok) throw new Error('the test needs a valid info hash')
const infoHash = hash.value
const snapshot: TorrentSnapshot = { id: 1, infoHash, name: 'Sintel', magnet: `magnet:?xt=urn:btih:${infoHash}`, phase: 'metadata', files: [], chosenFile: null, problem: null, notes: [] }
const playhead: PlayheadReport = { streamId: 's1', currentTimeSec: 1, durationSec: null, rate: 1, paused: false, seeking: false, waiting: false, source: 'page' }

type Answer = (args: CommandArgs<'media.openSource'>, signal: AbortSignal) => Promise<TorrentSnapshot>

function connect(answer: Answer, options: { maxPending?: number } = {}) {
  const ports = createPortPair(structuredClone)
  const clock = createHandClock()
  const events: unknown[] = []
  const notices: unknown[] = []
  const refused: AppError[] = []
  const onRefused = (error: AppError) => { refused.push(error) }
  const client = createRpcClient({ port: ports.left, after: clock.after, onEvent: (name, value) => { events.push([name, value]) }, onRefused, callTimeoutMs: 1000, ...options })
  const server = createRpcServer({
    port: ports.right,
    handlers: { 'media.openSource': answer },
    onNotice: (name, value) => { notices.push([name, value]) },
    createCanceller: () => new AbortController(),
    onRefused,
  })
  const openText = (text: string, signal?: AbortSignal) => client.call('media.openSource', { source: { kind: 'text', text } }, signal)
  return { ports, clock, client, server, events, notices, refused, openText }
}

/** A clock whose hands are moved by the test. */
function createHandClock(): { after: After; runAll: () => void; waiting: () => number } {
  const tasks = new Set<() => void>()
  const after: After = (_ms, task) => {
    tasks.add(task)
    return () => { tasks.delete(task) }
  }
  return { after, runAll: () => { for (const task of [...tasks]) task() }, waiting: () => tasks.size }
}

const never = () => new Promise<never>(() => undefined)
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('rpc over a message port', () => {
  it('answers a command with the value of its handler', async () => {
    const { openText, clock } = connect(async ({ source }) => ({ ...snapshot, name: source.kind === 'text' ? source.text : '' }))
    expect(await openText('hello')).toEqual({ ok: true, value: { ...snapshot, name: 'hello' } })
    expect(clock.waiting()).toBe(0)
  })

  it('keeps the answers of many commands apart', async () => {
    const { openText } = connect(async ({ source }) => ({ ...snapshot, name: source.kind === 'text' ? source.text : '' }))
    const names = Array.from({ length: 50 }, (_, i) => `n${String(i)}`)
    const answers = await Promise.all(names.map((name) => openText(name)))
    expect(answers.map((answer) => (answer.ok ? answer.value.name : answer.error.code))).toEqual(names)
  })

  it('carries code, sentence and details of a failure', async () => {
    const error: AppError = { code: 'metadataTimeout', message: 'no peer sent the details', details: { peers: 3 } }
    const { openText } = connect(() => Promise.reject(new CodedError(error)))
    expect(await openText('x')).toEqual({ ok: false, error })
  })

  it('turns a handler that throws anything else into an unexpected failure, cut to what may cross', async () => {
    const { openText } = connect(() => Promise.reject(new Error('x'.repeat(10_000))))
    const answer = await openText('x')
    expect(answer.ok ? null : [answer.error.code, answer.error.message.length]).toEqual(['unexpected', 4096])
  })

  it('refuses arguments that do not match, naming the field, and does not call the handler', async () => {
    let called = 0
    const { openText, refused } = connect(async () => { called++; return snapshot })
    const answer = await openText('x'.repeat(70_000))
    expect(answer.ok ? null : [answer.error.code, answer.error.details['path']]).toEqual(['invalidMessage', 'source.text'])
    expect(refused).toHaveLength(1)
    expect(called).toBe(0)
  })

  it('refuses a result that does not match', async () => {
    const { openText } = connect(async () => ({ ...snapshot, id: -1 }))
    const answer = await openText('x')
    expect(answer.ok ? null : answer.error.code).toBe('invalidMessage')
  })

  it('answers a command it has no handler for with a refusal', async () => {
    const { client } = connect(async () => snapshot)
    const answer = await client.call('media.listTorrents', {})
    expect(answer.ok ? null : answer.error.code).toBe('invalidMessage')
  })

  it('does not take a name from the object prototype for a command', async () => {
    const { ports } = connect(async () => snapshot)
    const answers: unknown[] = []
    ports.left.onMessage((message) => { answers.push(message) })
    ports.left.post({ kind: 'request', id: 9, name: 'constructor', args: {} })
    await settled()
    expect(answers).toMatchObject([{ kind: 'response', id: 9, outcome: { ok: false, error: { code: 'invalidMessage' } } }])
  })

  it('cancels: the caller is answered at once and the handler sees its signal', async () => {
    let seen: AbortSignal | null = null
    const { openText, clock } = connect((_args, signal) => { seen = signal; return never() })
    const controller = new AbortController()
    const answer = openText('x', controller.signal)
    await settled()
    controller.abort()
    expect((await answer).ok ? null : (await answer)).toMatchObject({ error: { code: 'cancelled' } })
    await settled()
    expect(seen).toMatchObject({ aborted: true })
    expect(clock.waiting()).toBe(0)
  })

  it('does not send a command whose signal is aborted already', async () => {
    let called = 0
    const { openText } = connect(async () => { called++; return snapshot })
    expect(await openText('x', AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    await settled()
    expect(called).toBe(0)
  })

  it('gives up after the time-out and tells the handler', async () => {
    let seen: AbortSignal | null = null
    const { openText, clock } = connect((_args, signal) => { seen = signal; return never() })
    const answer = openText('x')
    await settled()
    clock.runAll()
    expect(await answer).toMatchObject({ ok: false, error: { code: 'timeout' } })
    await settled()
    expect(seen).toMatchObject({ aborted: true })
  })

  it('fails every waiting command with hostGone when the port closes, and later ones at once', async () => {
    let seen: AbortSignal | null = null
    const { openText, ports, clock } = connect((_args, signal) => { seen = signal; return never() })
    const answers = [openText('a'), openText('b')]
    await settled()
    ports.close()
    expect(await Promise.all(answers)).toMatchObject([{ error: { code: 'hostGone' } }, { error: { code: 'hostGone' } }])
    expect(await openText('c')).toMatchObject({ error: { code: 'hostGone' } })
    expect(seen).toMatchObject({ aborted: true })
    expect(clock.waiting()).toBe(0)
  })

  it('bounds the commands that wait', async () => {
    const { openText } = connect(never, { maxPending: 2 })
    void openText('a')
    void openText('b')
    expect(await openText('c')).toMatchObject({ ok: false, error: { code: 'timeout' } })
  })

  it('delivers events and notices in order and drops bad ones', async () => {
    const { client, server, events, notices, refused, ports } = connect(async () => snapshot)
    server.emit('media.torrentChanged', snapshot)
    server.emit('media.torrentRemoved', { infoHash })
    client.notify('media.playhead', playhead)
    client.notify('media.playhead', { ...playhead, rate: -1 })
    ports.right.post({ kind: 'event', name: 'toString', value: {} })
    await settled()
    expect(events).toEqual([['media.torrentChanged', snapshot], ['media.torrentRemoved', { infoHash }]])
    expect(notices).toEqual([['media.playhead', playhead]])
    expect(refused.map((error) => error.details['path'] ?? error.message)).toEqual(['rate', 'toString is not in the contract'])
  })

  it('leaves messages of other protocols on the same port alone', async () => {
    const { ports, refused } = connect(async () => snapshot)
    ports.left.post({ kind: 'ping' })
    ports.left.post('text')
    ports.left.post({ kind: 'request', id: 'one' })
    await settled()
    expect(refused).toHaveLength(1)
  })

  it('carries bytes', async () => {
    const bytes = new Uint8Array([1, 2, 3])
    const { client } = connect(async ({ source }) => ({ ...snapshot, id: source.kind === 'bytes' ? source.bytes.byteLength : 0 }))
    expect(await client.call('media.openSource', { source: { kind: 'bytes', name: 'a.torrent', bytes } })).toMatchObject({ ok: true, value: { id: 3 } })
  })
})
