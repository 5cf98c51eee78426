import type { Socket } from 'node:net'
import { CodedError, toAppError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { Proxy, ProxyPlace } from '../../../shared/network/proxy.ts'
import { hostKindOf } from '../../../shared/torrent/address.ts'
import { openTunnel } from './proxy-tunnel.ts'

/** What the person's proxy last said, and the tunnels through it: one that lets nobody in is asked again until it does. */
export interface WayProxy {
  /** Why it takes us nowhere, or hardly anywhere; null when all is well as far as it is known. */
  readonly problem: () => AppError | null
  /** False while asking it for a target would be in vain. */
  readonly isOpen: () => boolean
  /** It has let us in since it was chosen. */
  readonly answered: () => boolean
  /** A connection to the target, ended with the way. Rejects with an Error. */
  tunnel(proxy: Proxy, target: ProxyPlace, signal: AbortSignal): Promise<Socket>
  /** Whether it lets us in; the answer shows in the problem. */
  ask(): void
  /** From now on this one, of which nothing is known, without a word to `onProblem`; null = none. */
  follow(proxy: Proxy | null): void
  close(): void
}

export interface WayProxyWorld {
  /** Aborts when the way becomes another one. */
  readonly way: () => AbortSignal
  /** False while nothing could be sent to it. */
  readonly isThere: () => boolean
  /** The own address to send from; null = as the system chooses. Throws when there is none. */
  readonly sourceTo: (host: string) => string | null
  /** Closed with the way. */
  readonly track: (socket: Socket) => Socket
  /** The problem is another one. `opened`: it takes us somewhere again. */
  readonly onProblem: (opened: boolean) => void
}

/** A proxy that is started again is found soon; one that refuses the login is not asked again and again, some lock accounts. */
const RETRY_MS = { proxyUnreachable: 2000, otherwise: 60_000 } as const
const NEVER = new AbortController().signal

export function createWayProxy(first: Proxy | null, { way, isThere, sourceTo, track, onProblem }: WayProxyWorld): WayProxy {
  let chosen = first
  let problem: AppError | null = null
  let answered = false
  let closed = false
  let retry: NodeJS.Timeout | null = null
  /** Tunnels that lead somewhere. */
  const through = new Set<Socket>()

  const isOpen = () => problem === null || problem.code === 'proxyForbids'
  const setProblem = (next: AppError | null) => {
    if (problem?.code === next?.code) return
    const wasOpen = isOpen()
    problem = next
    onProblem(!wasOpen && isOpen())
  }
  const tunnel = async (proxy: Proxy, target: ProxyPlace | null, signal: AbortSignal): Promise<Socket> => {
    const ending = way()
    try {
      const localAddress = isOnThisComputer(proxy) ? null : sourceTo(proxy.host)
      const socket = track(await openTunnel(proxy, target, { localAddress, signals: [signal, ending] }))
      if (ending.aborted) socket.destroy()
      else hearAnswer(target === null ? null : socket)
      return socket
    } catch (thrown) {
      if (!ending.aborted && !signal.aborted) hearFailure(thrown)
      throw thrown
    }
  }
  const hearAnswer = (reached: Socket | null) => {
    answered = true
    if (reached !== null) {
      through.add(reached)
      reached.once('close', () => { through.delete(reached) })
    }
    if (reached !== null || problem?.code !== 'proxyForbids') setProblem(null)
  }
  const hearFailure = (thrown: unknown) => {
    const said = thrown instanceof CodedError ? toAppError(thrown) : null
    if (said === null || said.code === 'proxyForbids') answered = true
    // A target that does not answer says that the proxy does; a forbidden one among others that are reached is no problem.
    if (said === null) return problem?.code === 'proxyForbids' ? undefined : setProblem(null)
    if (said.code === 'proxyForbids' && through.size > 0) return
    setProblem(said)
    if (said.code !== 'proxyForbids') askAfter(said.code === 'proxyUnreachable' ? RETRY_MS.proxyUnreachable : RETRY_MS.otherwise)
  }
  const rest = () => {
    if (retry) clearTimeout(retry)
    retry = null
  }
  const askAfter = (ms: number) => {
    rest()
    retry = setTimeout(ask, ms).unref()
  }
  const ask = () => {
    if (chosen === null || closed || !isThere()) return
    void tunnel(chosen, null, NEVER).then((socket) => { socket.destroy() }, () => undefined)
  }

  return {
    isOpen, tunnel, ask,
    problem: () => problem,
    answered: () => answered,
    follow: (proxy) => {
      rest()
      chosen = proxy
      problem = null
      answered = false
      ask()
    },
    close: () => {
      closed = true
      rest()
    },
  }
}

/** It is reached from anywhere, and nothing of what it is told is on a line yet. */
function isOnThisComputer({ host }: Proxy): boolean {
  return hostKindOf(host) === 'loopback'
}
