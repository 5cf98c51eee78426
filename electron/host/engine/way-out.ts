import { Socket as DatagramSocket, createSocket } from 'node:dgram'
// By name: for a moment the engine finds our dialling in the place of Node's.
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { CodedError, toAppError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import { addressesOf, interfaceGone, isContained } from '../../../shared/network/containment.ts'
import type { Containment, InterfaceAddresses, NetworkInterface } from '../../../shared/network/containment.ts'
import { formatProxyPlace } from '../../../shared/network/proxy.ts'
import type { Proxy, ProxyPlace } from '../../../shared/network/proxy.ts'
import { hostKindOf } from '../../../shared/torrent/address.ts'
import { openTunnel } from './proxy-tunnel.ts'
import { createTunnelStream } from './tunnel-stream.ts'
import type { PeerStream } from './tunnel-stream.ts'

/**
 * The one way by which the engine reaches anybody: through the person's proxy, by the person's interface, or as the system likes.
 * Invariant: every socket it gave belongs to the way as it is now; when that changes, they are all closed before the next one is opened.
 */
export interface WayOut {
  /** Why nobody is reached, or hardly anybody; null when all is well as far as it is known. */
  readonly problem: () => AppError | null
  /** False while dialling would be in vain. */
  readonly isOpen: () => boolean
  /** The proxy has let us in since it was chosen. */
  readonly answered: () => boolean
  readonly containment: () => Containment
  /** What to send from; nulls for whatever the system chooses. Null while the interface is not there. */
  readonly addresses: () => InterfaceAddresses | null
  /** A peer, by its address; a connection that cannot be made ends with an error, like any other. */
  dialPeer(target: ProxyPlace): PeerStream
  /** A server, by name or address; names are looked up by the proxy. Only for a way with a proxy. Rejects with an Error. */
  dialServer(target: ProxyPlace, signal: AbortSignal): Promise<Socket>
  /** The own address to send from to a host, by name or address; null = as the system chooses. Throws when there is none. */
  sourceTo(host: string): string | null
  /** A socket for datagrams that is bound to the interface. Throws when there is none. */
  datagram(): DatagramSocket
  /** Closed with the way it was opened on. */
  track<T extends Duplex | DatagramSocket>(socket: T): T
  /** A peer inside the program itself (the Demo), `host:port`: nothing leaves this computer. */
  allowDirect(address: string): void
  readonly isDirect: (address: string) => boolean
  change(containment: Containment): void
  close(): void
}

export interface WayOutOptions {
  readonly containment: Containment
  readonly interfaces: () => readonly NetworkInterface[]
  /** The way is another one, or has other addresses, or is gone: what was open is closed. */
  readonly onMoved: () => void
  /** The proxy answers again. */
  readonly onReopened: () => void
  /** The problem is another one. */
  readonly onProblem: () => void
}

/** A VPN that falls is noticed before the next packet of a slow peer; looking takes a tenth of a millisecond. */
const WATCH_MS = 250
/** A proxy that is started again is found soon; one that refuses the login is not asked again and again, some lock accounts. */
const RETRY_MS = { proxyUnreachable: 2000, otherwise: 60_000 } as const
const ANY: InterfaceAddresses = { ipv4: null, ipv6: null }

export function createWayOut(options: WayOutOptions): WayOut {
  let containment = options.containment
  let addresses = look()
  let problem: AppError | null = null
  let answered = false
  let closed = false
  let ending = new AbortController()
  let watch: NodeJS.Timeout | null = null
  let retry: NodeJS.Timeout | null = null
  const open = new Set<Duplex | DatagramSocket>()
  /** Tunnels that lead somewhere. */
  const through = new Set<Socket>()
  const direct = new Set<string>()

  function look(): InterfaceAddresses | null {
    return containment.networkInterface === null ? ANY : addressesOf(containment.networkInterface, options.interfaces())
  }
  const problemNow = () => (addresses === null && containment.networkInterface !== null ? interfaceGone(containment.networkInterface) : problem)
  const isOpen = () => !closed && addresses !== null && (problem === null || problem.code === 'proxyForbids')

  const track = <T extends Duplex | DatagramSocket>(socket: T): T => {
    open.add(socket)
    socket.once('close', () => { open.delete(socket) })
    return socket
  }
  const dropAll = () => {
    ending.abort()
    ending = new AbortController()
    for (const socket of open) endSocket(socket)
    open.clear()
  }

  // -- the proxy: what it last said

  const setProblem = (next: AppError | null) => {
    if (problem?.code === next?.code) return
    const wasOpen = isOpen()
    problem = next
    options.onProblem()
    if (!wasOpen && isOpen()) options.onReopened()
  }
  const tunnel = async (proxy: Proxy, target: ProxyPlace | null, signal: AbortSignal): Promise<Socket> => {
    const way = ending.signal
    try {
      const localAddress = isOnThisComputer(proxy) ? null : sourceTo(proxy.host)
      const socket = track(await openTunnel(proxy, target, { localAddress, signals: [signal, way] }))
      if (way.aborted) socket.destroy()
      else hearAnswer(target === null ? null : socket)
      return socket
    } catch (thrown) {
      if (!way.aborted && !signal.aborted) hearFailure(thrown)
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
  const askAfter = (ms: number) => {
    if (retry) clearTimeout(retry)
    retry = setTimeout(ask, ms).unref()
  }
  /** Whether it lets us in; the answer shows in the problem. */
  const ask = () => {
    const { proxy } = containment
    if (proxy === null || addresses === null || closed) return
    void tunnel(proxy, null, NEVER).then((socket) => { socket.destroy() }, () => undefined)
  }

  // -- the interface: whether it is there

  const lookAgain = () => {
    const before = JSON.stringify(addresses)
    addresses = look()
    if (JSON.stringify(addresses) === before) return
    dropAll()
    options.onProblem()
    options.onMoved()
    ask()
  }
  const settle = () => {
    if (watch) clearInterval(watch)
    if (retry) clearTimeout(retry)
    watch = containment.networkInterface === null || closed ? null : setInterval(lookAgain, WATCH_MS).unref()
    retry = null
    ask()
  }
  settle()

  /** The own address to send from to a host; null = as the system chooses. Throws when the interface has none of the host's family. */
  const sourceTo = (host: string): string | null => {
    if (containment.networkInterface === null) return null
    const source = isIP(host) === 6 ? addresses?.ipv6 : addresses?.ipv4 ?? (isIP(host) === 0 ? addresses?.ipv6 : null)
    if (!source) throw new CodedError(interfaceGone(containment.networkInterface))
    return source
  }
  const hasFamilyOf = (host: string) => (isIP(host) === 6 ? addresses?.ipv6 : addresses?.ipv4) !== null
  const closedStream = (target: ProxyPlace) => createTunnelStream(target, () => Promise.reject(new CodedError(problemNow() ?? { code: 'cancelled', message: 'the program is closing', details: {} })))

  return {
    isOpen, track, sourceTo,
    problem: problemNow,
    answered: () => answered,
    containment: () => containment,
    addresses: () => addresses,
    dialPeer: (target) => {
      if (direct.has(formatProxyPlace(target))) return connect(target)
      if (!isContained(containment)) return track(connect(target))
      const { proxy } = containment
      if (!isOpen()) return closedStream(target)
      if (proxy !== null) return track(createTunnelStream(target, (signal) => tunnel(proxy, target, signal)))
      return hasFamilyOf(target.host) ? track(connect({ ...target, localAddress: sourceTo(target.host) ?? undefined })) : closedStream(target)
    },
    dialServer: (target, signal) => {
      const { proxy } = containment
      if (proxy === null || !isOpen()) return Promise.reject(new CodedError(problemNow() ?? { code: 'unexpected', message: 'there is no proxy', details: {} }))
      return tunnel(proxy, target, signal)
    },
    datagram: () => {
      if (containment.proxy !== null || addresses === null) throw new CodedError(problemNow() ?? { code: 'unexpected', message: 'datagrams do not go through a proxy', details: {} })
      const socket = track(createSocket('udp4'))
      const source = sourceTo(UNNAMED_IPV4)
      if (source !== null) socket.bind(0, source)
      return socket
    },
    allowDirect: (address) => { direct.add(address) },
    isDirect: (address) => direct.has(address),
    change: (next) => {
      if (next.networkInterface === containment.networkInterface && JSON.stringify(next.proxy) === JSON.stringify(containment.proxy)) return
      containment = next
      dropAll()
      addresses = look()
      problem = null
      answered = false
      settle()
      options.onProblem()
      options.onMoved()
    },
    close: () => {
      closed = true
      dropAll()
      settle()
    },
  }
}

const NEVER = new AbortController().signal

/** Stands for every address of its kind. */
const UNNAMED_IPV4 = '0.0.0.0'

/** It is reached from anywhere, and nothing of what it is told is on a line yet. */
function isOnThisComputer({ host }: Proxy): boolean {
  return hostKindOf(host) === 'loopback'
}

function endSocket(socket: Duplex | DatagramSocket): void {
  if (socket instanceof DatagramSocket) {
    try {
      socket.close()
    } catch {
      // It is closed already, which is what was wanted.
      socket.removeAllListeners('message')
    }
  } else socket.destroy()
}
