import { createInterface } from 'node:readline'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { app, utilityProcess } from 'electron'
import type { RpcPort } from '../../shared/ipc/rpc-message.ts'
import { serveHost } from '../../shared/ipc/serve-host.ts'
import type { Log } from '../../shared/log.ts'
import type { HostProgram, HostSupervisor, SupervisorOptions } from './host-supervisor.ts'
import { createHostSupervisor } from './host-supervisor.ts'

export interface HostProcessOptions extends Pick<SupervisorOptions, 'startOptions' | 'onChange' | 'onEvent' | 'log' | 'whenWanted'> {
  /** The built program of the host. */
  readonly script: string
  /** Mounts the host in this process instead: for debugging. */
  readonly inProcess: boolean
  /** Every line the host's process writes, whoever wrote it. */
  readonly onLine: (line: string) => void
}

/** Starts the media host in a process of its own and keeps it alive. */
export function startHostProcess({ script, inProcess, onLine, ...options }: HostProcessOptions): HostSupervisor {
  return createHostSupervisor({
    ...options,
    fork: () => (inProcess ? mountInProcess(options.log) : forkProcess(script, onLine)),
    after: (ms, task) => {
      const timer = setTimeout(task, ms)
      return () => { clearTimeout(timer) }
    },
    nowMs: () => performance.now(),
    readRssBytes, readCpuMs,
  })
}

function forkProcess(script: string, onLine: (line: string) => void): HostProgram {
  const child = utilityProcess.fork(script, [], { serviceName: 'Millrace media host', stdio: 'pipe' })
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', onLine)
  let alive = true
  child.once('exit', () => { alive = false })
  return {
    pid: () => child.pid,
    port: {
      post: (message) => { if (alive) child.postMessage(message) },
      onMessage: (listener) => { child.on('message', listener) },
      onClose: (listener) => { child.once('exit', () => { listener() }) },
    },
    onExit: (listener) => { child.once('exit', listener) },
    kill: () => { killHard(child.pid, () => child.kill()) },
  }
}

/** The gentle signal would wait for a host that hangs or is stopped; before it has a number there is only the gentle one. */
function killHard(pid: number | undefined, killGently: () => void): void {
  try {
    if (pid === undefined) killGently()
    else process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already, which is what was wanted.
    killGently()
  }
}

/** Kilobytes in the metrics, bytes here. */
function readRssBytes(pid: number): number | null {
  const metric = app.getAppMetrics().find((candidate) => candidate.pid === pid)
  return metric === undefined ? null : metric.memory.workingSetSize * 1024
}

/** The same clock for the whole life of a process, on every system; seconds in the metrics. */
function readCpuMs(pid: number): number | null {
  const seconds = app.getAppMetrics().find((candidate) => candidate.pid === pid)?.cpu.cumulativeCPUUsage
  return seconds === undefined ? null : seconds * 1000
}

function mountInProcess(log: Log): HostProgram {
  const { port1, port2 } = new MessageChannel()
  const exits: ((code: number) => void)[] = []
  const exit = (code: number) => {
    port1.close()
    for (const listener of exits.splice(0)) listener(code)
  }
  void import('../host/start-host.ts').then(
    ({ startHost }) => serveHost({ port: toRpcPort(port2), start: startHost, createCanceller: () => new AbortController(), exit, log }),
    (thrown: unknown) => {
      log('host', 'notLoaded', { message: String(thrown) })
      exit(1)
    },
  )
  return { pid: () => undefined, port: toRpcPort(port1), onExit: (listener) => { exits.push(listener) }, kill: () => { port1.close() } }
}

function toRpcPort(port: MessagePort): RpcPort {
  return {
    post: (message) => { port.postMessage(message) },
    onMessage: (listener) => { port.on('message', listener) },
    onClose: (listener) => { port.once('close', listener) },
  }
}
