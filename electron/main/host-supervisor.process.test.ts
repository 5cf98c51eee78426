import { fork } from 'node:child_process'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { parseInfoHash } from '../../shared/ids.ts'
import type { StartOptions } from '../../shared/ipc/host-control.ts'
import { createHostSupervisor, WATCH_LIMITS } from './host-supervisor.ts'
import type { HostProgram, HostState, HostSupervisor, SupervisorLimits } from './host-supervisor.ts'

const startOptions: StartOptions = {
  downloadDir: null, runId: 'test', ownerPid: process.pid, keep: false, port: 0, portIsFixed: false, token: 'token', allowedOrigins: [], allowLocal: true,
  discovery: 'trackers',
  peers: [], maxTorrents: 5, metadataTimeoutMs: 1000, metadataRetries: 0, cleanupIntervalMs: 0, tracePath: null, demoPath: null,
}

/** `behaviours[n]` is the fixture's behaviour at its n-th start; the last one holds for all later ones. */
function supervise(behaviours: readonly string[], limits: Partial<SupervisorLimits> = {}, readRssBytes: (pid: number) => number | null = () => null, readCpuMs: (pid: number) => number | null = () => null) {
  const states: HostState[] = []
  const watchers = new Set<() => void>()
  const pids: number[] = []
  const events: unknown[] = []
  const logged: string[] = []
  let starts = 0
  const supervisor = createHostSupervisor({
    fork: () => {
      const program = forkFixture(behaviours[Math.min(starts++, behaviours.length - 1)] ?? 'well')
      const pid = program.pid()
      if (pid !== undefined) pids.push(pid)
      return program
    },
    startOptions,
    after: (ms, task) => { const timer = setTimeout(task, ms); return () => { clearTimeout(timer) } },
    nowMs: () => performance.now(),
    readRssBytes, readCpuMs,
    onChange: (state) => { states.push(state); for (const look of [...watchers]) look() },
    onEvent: (_name, value) => { events.push(value) },
    log: (_area, event) => { logged.push(event) },
    // A fixture that starts late on a busy computer is no hung one; tests of hanging say when it is.
    limits: { tickMs: 100, hungAfterMs: 20_000, closeTimeoutMs: 500, ...limits },
  })
  opened.push(supervisor)
  const until = (wanted: (state: HostState) => boolean) => new Promise<HostState>((resolve) => {
    const look = () => {
      const state = supervisor.state()
      if (!wanted(state)) return
      watchers.delete(look)
      resolve(state)
    }
    watchers.add(look)
    look()
  })
  return { supervisor, states, events, logged, pids, until, lastPid: () => pids.at(-1) ?? 0 }
}

function forkFixture(behaviour: string): HostProgram {
  const child = fork(path.join(import.meta.dirname, 'fixtures/fake-host.mjs'), [behaviour], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    pid: () => child.pid,
    port: {
      post: (message) => { if (child.connected && typeof message === 'object' && message !== null) child.send(message, () => undefined) },
      onMessage: (listener) => { child.on('message', listener) },
      onClose: (listener) => { child.once('disconnect', listener) },
    },
    onExit: (listener) => { child.once('exit', listener) },
    kill: () => { child.kill('SIGKILL') },
  }
}

const HANGS_SOON = { hungAfterMs: 500 }
const opened: HostSupervisor[] = []
afterEach(async () => { await Promise.all(opened.splice(0).map((supervisor) => supervisor.close())) })

const isRunning = (state: HostState) => state.state === 'running'
const isAlive = (pid: number) => { try { return process.kill(pid, 0) } catch { return false } }
const infoHash = (() => { const hash = parseInfoHash('08ada5a7a6183aae1e09d831df6748d566095a10'); if (!hash.ok) throw new Error(hash.error.message); return hash.value })()

describe('a supervised host', () => {
  it('answers a command that was asked before it was ready', async () => {
    const { supervisor } = supervise(['well'])
    expect(await supervisor.call('media.listTorrents', {})).toEqual({ ok: true, value: [] })
    expect(supervisor.mediaOrigin()).toBe('http://127.0.0.1:40001')
  })

  it('comes back by itself on the same port after it was killed; what was under way fails with hostGone', async () => {
    const { supervisor, until, lastPid, states } = supervise(['well'])
    await until(isRunning)
    const underWay = supervisor.call('media.closeTorrent', { infoHash })
    process.kill(lastPid(), 'SIGKILL')
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'hostGone' } })
    expect(await until((state) => isRunning(state) && state.restarts === 1)).toMatchObject({ problem: null })
    expect(supervisor.mediaOrigin()).toBe('http://127.0.0.1:40001')
    expect(states.map((state) => state.state)).toEqual(['running', 'restarting', 'running'])
    expect(await supervisor.call('media.listTorrents', {})).toEqual({ ok: true, value: [] })
  })

  it('is killed and started again when it hangs in a loop', async () => {
    const { until, pids } = supervise(['silent', 'well'], HANGS_SOON)
    await until((state) => isRunning(state) && state.restarts >= 1)
    expect(isAlive(pids[0] ?? 0)).toBe(false)
  })

  it('that works and is hardly given the processor is waited for, and goes on', async () => {
    const aTwentieth = () => performance.now() / 20 // it grows at every look
    const { supervisor, until, lastPid, states, logged } = supervise(['well'], { hungAfterMs: 1000 }, undefined, aTwentieth)
    await until(isRunning)
    process.kill(lastPid(), 'SIGSTOP')
    await waitUntil('it was silent for long', () => logged.includes('starved'))
    process.kill(lastPid(), 'SIGCONT')
    expect(await supervisor.call('media.listTorrents', {})).toEqual({ ok: true, value: [] })
    expect(states.map(({ state }) => state)).toEqual(['running'])
  })

  it('is killed and started again when it is stopped by a signal', async () => {
    const { until, lastPid } = supervise(['well'], HANGS_SOON)
    await until(isRunning)
    process.kill(lastPid(), 'SIGSTOP')
    await until((state) => isRunning(state) && state.restarts >= 1)
  })

  it('is killed and started again when it takes too much memory', async () => {
    const first = { pid: 0 }
    const { until, lastPid } = supervise(['well'], { maxRssBytes: 1000 }, (pid) => { first.pid ||= pid; return pid === first.pid ? 2000 : 500 })
    await until((state) => isRunning(state) && state.restarts === 1)
    expect(lastPid()).not.toBe(first.pid)
  })

  it('is started again when it is not ready in time', async () => {
    const { until } = supervise(['never-ready', 'well'], { readyTimeoutMs: 2000 })
    await until((state) => isRunning(state) && state.restarts >= 1)
  })

  it('is given up after three crashes, and commands fail at once', async () => {
    const { supervisor, until, pids } = supervise(['dies-at-start'])
    const failed = await until((state) => state.state === 'failed')
    expect(failed).toMatchObject({ restarts: 2, problem: { code: 'hostGone', details: { crashes: 3 } } })
    expect(pids).toHaveLength(3)
    expect(await supervisor.call('media.listTorrents', {})).toMatchObject({ ok: false, error: { code: 'hostGone' } })
  })

  it('is seen to hang within three seconds at the latest', () => {
    expect(WATCH_LIMITS.hungAfterMs + WATCH_LIMITS.tickMs).toBeLessThan(3000)
  })

  it('that crashes three times while a torrent is open goes on without it, and opens it again when asked', async () => {
    const { supervisor, until, events } = supervise(['dies-with-torrent'])
    await until((state) => isRunning(state) && state.restarts === 3)
    expect(events.at(-1)).toMatchObject({ infoHash, phase: 'failed', problem: { code: 'torrentSuspect', details: { crashes: 3 } } })
    expect(supervisor.state().problem).toBe(null)
    expect(await supervisor.call('media.retryTorrent', { infoHash })).toMatchObject({ ok: true, value: { infoHash, phase: 'ready' } })
  })

  it('is not started again when it refused to start for a reason', async () => {
    const { supervisor, until, pids } = supervise(['port-in-use'])
    const failed = await until((state) => state.state === 'failed')
    expect(failed).toMatchObject({ restarts: 0, problem: { code: 'portInUse', details: { port: 0 } } })
    expect(pids).toHaveLength(1)
    expect(await supervisor.call('media.listTorrents', {})).toMatchObject({ ok: false, error: { code: 'portInUse' } })
  })

  it('that runs and can open nothing says why, until it can', async () => {
    const { until, states } = supervise(['in-trouble'])
    await until((state) => isRunning(state) && state.problem === null)
    expect(states.map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([['running', 'folderUnusable'], ['running', null]])
  })

  it('is gone after close, and not started again', async () => {
    const { supervisor, until, pids } = supervise(['well'])
    await until(isRunning)
    await Promise.all([supervisor.close(), supervisor.close()])
    expect(isAlive(pids[0] ?? 0)).toBe(false)
    expect(pids).toHaveLength(1)
    expect(await supervisor.call('media.listTorrents', {})).toMatchObject({ ok: false, error: { code: 'hostGone' } })
  })

  it('is killed at close when it will not go', async () => {
    const { supervisor, until, pids } = supervise(['stays'])
    await until(isRunning)
    await supervisor.close()
    expect(isAlive(pids[0] ?? 0)).toBe(false)
  })

  it('stops waiting for the host when the caller cancels', async () => {
    const { supervisor } = supervise(['never-ready'])
    expect(await supervisor.call('media.listTorrents', {}, AbortSignal.timeout(50))).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })
})
