import type { AppError } from '../../shared/errors.ts'
import type { CancelSignal } from '../../shared/ipc/cancel-signal.ts'
import type { CommandArgs, CommandResult, EventValue, NoticeName, NoticeValue } from '../../shared/ipc/contract.ts'
import type { HostNews, HostOrder, StartOptions } from '../../shared/ipc/host-control.ts'
import { hostNewsSchema } from '../../shared/ipc/host-control.ts'
import { judgeHeartbeat, planRestart } from '../../shared/ipc/host-health.ts'
import type { HeartbeatFacts } from '../../shared/ipc/host-health.ts'
import { createRpcClient } from '../../shared/ipc/rpc.ts'
import type { After, EventListener, RpcClient } from '../../shared/ipc/rpc.ts'
import { isRpcKind } from '../../shared/ipc/rpc-message.ts'
import type { RpcPort } from '../../shared/ipc/rpc-message.ts'
import { check } from '../../shared/ipc/schema.ts'
import type { MediaCommandName } from '../../shared/ipc/serve-host.ts'
import type { Log } from '../../shared/log.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import { createSuspectTorrents } from './suspect-torrents.ts'

/**
 * Starts the media host, watches it and brings it back. The host is any program behind a port.
 * Invariant: at most one host is alive; after `close` none is.
 */

/** A started program: its port and its life. */
export interface HostProgram {
  /** Undefined until the system has started it. */
  readonly pid: () => number | undefined
  readonly port: RpcPort
  readonly onExit: (listener: (code: number | null) => void) => void
  /** Ends it at once, even when it hangs or is stopped. */
  readonly kill: () => void
}

export type HostState = EventValue<'app.hostChanged'>

export interface SupervisorLimits {
  readonly tickMs: number
  readonly hungAfterMs: number
  readonly readyTimeoutMs: number
  readonly maxRssBytes: number
  readonly closeTimeoutMs: number
}

export interface SupervisorOptions {
  readonly fork: () => HostProgram
  readonly startOptions: StartOptions
  readonly after: After
  /** Monotonic. */
  readonly nowMs: () => number
  /** Memory of a process; null when unknown. */
  readonly readRssBytes: (pid: number) => number | null
  /** Processor time a process has had since it was started; null when unknown, absent = always. */
  readonly readCpuMs?: (pid: number) => number | null
  readonly onChange: (state: HostState) => void
  readonly onEvent: EventListener
  readonly log: Log
  readonly limits?: Partial<SupervisorLimits>
  /** Calls back when the host may begin; at once unless given. */
  readonly whenWanted?: (begin: () => void) => void
}

export interface HostSupervisor {
  readonly state: () => HostState
  /** Origin of media URLs; null until the host was ready once. */
  readonly mediaOrigin: () => string | null
  /** Waits for a host that is starting. Fails: what the host failed with, hostGone, cancelled, timeout. */
  readonly call: <N extends MediaCommandName>(name: N, args: CommandArgs<N>, signal?: CancelSignal) => Promise<Result<CommandResult<N>>>
  /** Dropped while no host is running. */
  readonly notify: <N extends NoticeName>(name: N, value: NoticeValue<N>) => void
  /** Closes the host in order, kills it when it takes too long, resolves when it is gone. */
  readonly close: () => Promise<void>
}

/** Starts the host at once. */
export function createHostSupervisor(options: SupervisorOptions): HostSupervisor {
  const { fork, after, nowMs, readRssBytes, readCpuMs = () => null, onChange, onEvent, log } = options
  const limits = { ...WATCH_LIMITS, ...options.limits }
  const crashesMs: number[] = []
  const waiting = new Set<() => void>()
  const suspects = createSuspectTorrents()
  let state: HostState = { state: 'starting', restarts: 0, problem: null }
  let running: RpcClient | null = null
  let program: HostProgram | null = null
  let readyPort: number | null = null
  let stopTimers: () => void = () => undefined
  let closing: Promise<void> | null = null

  const change = (next: HostState) => {
    state = next
    onChange(next)
    for (const wake of [...waiting]) wake()
  }

  const launch = () => {
    const host = fork()
    const seeEvent: EventListener = (name, value) => {
      suspects.see(name, value)
      onEvent(name, value)
    }
    const client = createRpcClient({ port: host.port, after, onEvent: seeEvent, onRefused: (error, what) => { log('ipc', 'refused', { what, message: error.message }) } })
    let lastHeardMs = nowMs()
    let isReady = false
    program = host

    const hear = (news: HostNews) => {
      if (news.kind === 'startFailed') return failStart(host, news.error)
      if (news.kind === 'problem' && running === client) return change({ ...state, problem: news.problem })
      if (news.kind !== 'ready' || isReady) return
      isReady = true
      lastHeardMs = nowMs()
      readyPort = news.port
      running = client
      log('host', 'ready', { port: news.port, restarts: state.restarts })
      stopTimers()
      stopTimers = watch(host, () => lastHeardMs, () => { lastHeardMs = nowMs() })
      change({ ...state, state: 'running', problem: news.problem ?? null })
    }

    host.port.onMessage((raw) => {
      lastHeardMs = nowMs()
      if (isRpcKind(raw)) return
      const news = check(hostNewsSchema, raw)
      if (news.ok) hear(news.value)
      else log('ipc', 'refused', { what: 'news', message: news.error.message })
    })
    host.onExit((code) => {
      client.close()
      if (program === host) handleExit(code)
    })
    stopTimers = after(limits.readyTimeoutMs, () => { killHost(host, `was not ready after ${String(limits.readyTimeoutMs / 1000)} s`) })
    order(host, { kind: 'start', options: { ...options.startOptions, port: readyPort ?? options.startOptions.port, suspects: [...suspects.list()] } })
  }

  const watch = (host: HostProgram, lastHeardMs: () => number, forgive: () => void) => {
    let lastTickMs = nowMs()
    const readCpu = followCpu(nowMs, lastHeardMs, () => {
      const pid = host.pid()
      return pid === undefined ? null : readCpuMs(pid)
    })
    const tick = () => {
      const verdict = judgeHeartbeat({ nowMs: nowMs(), lastTickMs, lastHeardMs: lastHeardMs(), cpu: readCpu() }, limits)
      lastTickMs = nowMs()
      if (verdict === 'starved') log('host', 'starved', { silentMs: Math.round(nowMs() - lastHeardMs()) })
      if (verdict === 'slept') forgive()
      if (verdict === 'hung') return killHost(host, `did not answer for ${String(limits.hungAfterMs / 1000)} s`)
      const pid = host.pid()
      const rssBytes = pid === undefined ? null : readRssBytes(pid)
      if (rssBytes !== null && rssBytes > limits.maxRssBytes) return killHost(host, `used ${String(Math.round(rssBytes / 1e6))} MB of memory`)
      order(host, { kind: 'ping' })
      stop = after(limits.tickMs, tick)
    }
    let stop = after(limits.tickMs, tick)
    return () => { stop() }
  }

  const killHost = (host: HostProgram, why: string) => {
    log('host', 'killed', { why })
    host.kill()
  }

  const failStart = (host: HostProgram, error: AppError) => {
    log('host', 'startFailed', { code: error.code, message: error.message })
    if (error.code === 'unexpected') return host.kill()
    stopTimers()
    program = null
    endHost(host, after, limits.closeTimeoutMs).catch(() => undefined)
    change({ ...state, state: 'failed', problem: error })
  }

  const handleExit = (code: number | null) => {
    stopTimers()
    running = null
    program = null
    if (closing !== null) return
    log('host', 'exited', { code })
    leaveSuspectsClosed()
    crashesMs.push(nowMs())
    const plan = planRestart(crashesMs, nowMs())
    if (plan.kind === 'giveUp') return change({ ...state, state: 'failed', problem: givenUp(plan.crashes) })
    change({ state: 'restarting', restarts: state.restarts + 1, problem: hostEnded(code) })
    stopTimers = after(plan.delayMs, launch)
  }

  /** What may have ended the host again and again stays closed, and what may follow is judged without it. */
  const leaveSuspectsClosed = () => {
    for (const snapshot of suspects.noteCrash(nowMs())) {
      log('host', 'suspected', { crashes: crashesMs.length + 1 })
      crashesMs.length = 0
      onEvent('media.torrentChanged', snapshot)
    }
  }

  const whenRunning = (signal: CancelSignal | undefined) => new Promise<Result<RpcClient>>((resolve) => {
    const settle = (result: Result<RpcClient>) => {
      waiting.delete(look)
      stopClock()
      signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const look = () => {
      if (running !== null) settle(ok(running))
      else if (state.state === 'failed') settle({ ok: false, error: state.problem ?? hostEnded(null) })
    }
    const onAbort = () => { settle(fail('cancelled', 'cancelled while the media engine was starting')) }
    const stopClock = after(limits.readyTimeoutMs, () => { settle(fail('hostGone', 'the media engine is not running')) })
    waiting.add(look)
    signal?.addEventListener('abort', onAbort, { once: true })
    look()
  })

  const shutDown = async () => {
    stopTimers()
    const host = program
    if (host !== null) await endHost(host, after, limits.closeTimeoutMs)
    if (state.state !== 'failed') change({ ...state, state: 'failed', problem: { code: 'hostGone', message: 'the program is closing', details: {} } })
  }

  const begin = () => { if (closing === null && program === null && running === null) launch() }
  if (options.whenWanted) options.whenWanted(begin)
  else begin()
  return {
    state: () => state,
    mediaOrigin: () => (readyPort === null ? null : `http://127.0.0.1:${String(readyPort)}`),
    call: async (name, args, signal) => {
      if (closing !== null) return fail('hostGone', 'the program is closing')
      const client = running === null ? await whenRunning(signal) : ok(running)
      if (!client.ok) return client
      const magnet = name === 'media.retryTorrent' && 'infoHash' in args ? suspects.clear(args.infoHash) : null
      // The host knows nothing of what was left closed; the retry is a new opening there.
      if (magnet !== null) await client.value.call('media.openSource', { source: { kind: 'text', text: magnet } }, signal)
      return client.value.call(name, args, signal)
    },
    notify: (name, value) => { running?.notify(name, value) },
    close: () => (closing ??= shutDown()),
  }
}

/** What a process has had of the processor since it was last heard, to be asked at every tick. */
function followCpu(nowMs: () => number, lastHeardMs: () => number, readCpuMs: () => number | null): () => HeartbeatFacts['cpu'] {
  let heard = { atMs: lastHeardMs(), cpuMs: readCpuMs() }
  let moved = { atMs: nowMs(), cpuMs: heard.cpuMs }
  return () => {
    const cpuMs = readCpuMs()
    if (heard.atMs !== lastHeardMs()) heard = { atMs: lastHeardMs(), cpuMs }
    if (moved.cpuMs !== cpuMs) moved = { atMs: nowMs(), cpuMs }
    return cpuMs === null || heard.cpuMs === null ? null : { usedMs: cpuMs - heard.cpuMs, idleMs: nowMs() - moved.atMs }
  }
}

function order(host: HostProgram, message: HostOrder): void {
  host.port.post(message)
}

/** Orders the host to close, kills it after the time-out, resolves at its exit. */
function endHost(host: HostProgram, after: After, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stopClock = after(timeoutMs, () => { host.kill() })
    host.onExit(() => {
      stopClock()
      resolve()
    })
    order(host, { kind: 'close' })
  })
}

function hostEnded(code: number | null): AppError {
  return { code: 'hostGone', message: `the media engine ended unexpectedly (exit code ${String(code)}) and is being started again`, details: code === null ? {} : { exitCode: code } }
}

function givenUp(crashes: number): AppError {
  return { code: 'hostGone', message: `the media engine ended ${String(crashes)} times within a minute and is not started again; open the film again after a new start of the program`, details: { crashes } }
}

/** How the program itself watches its host. */
export const WATCH_LIMITS: SupervisorLimits = {
  tickMs: 400,
  /** A garbage collection or a verification burst stays below a second. With the heartbeat a hang is noticed at the latest 2.6 s after it began, so that 3 s later the host is gone. */
  hungAfterMs: 2200,
  /** Loading the engine takes 1 s alone and up to 10 s on a busy machine. */
  readyTimeoutMs: 20_000,
  /** A torrent of the largest size allowed stays below 400 MB; the heap flag of a utility process is not honoured. */
  maxRssBytes: 1_500_000_000,
  /** The whole program is to be gone 3 s after it was asked. */
  closeTimeoutMs: 2500,
}
