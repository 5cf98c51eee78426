import { Socket as DatagramSocket, createSocket } from 'node:dgram'
// By name: for a moment the engine finds our dialling in the place of Node's.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { CodedError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import { isContained } from '../../../shared/network/containment.ts'
import type { Containment, InterfaceAddresses, NetworkInterface } from '../../../shared/network/containment.ts'
import { formatProxyPlace } from '../../../shared/network/proxy.ts'
import type { ProxyPlace } from '../../../shared/network/proxy.ts'
import { createTunnelStream } from './tunnel-stream.ts'
import type { PeerStream } from './tunnel-stream.ts'
import { createWayInterface } from './way-interface.ts'
import { createWayProxy } from './way-proxy.ts'

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

export function createWayOut(options: WayOutOptions): WayOut {
  let containment = options.containment
  let closed = false
  let ending = new AbortController()
  const open = new Set<Duplex | DatagramSocket>()
  const direct = new Set<string>()

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

  const own = createWayInterface(containment.networkInterface, options.interfaces, () => {
    dropAll()
    options.onProblem()
    options.onMoved()
    proxied.ask()
  })
  const proxied = createWayProxy(containment.proxy, {
    track,
    way: () => ending.signal,
    isThere: () => own.addresses() !== null,
    sourceTo: own.sourceTo,
    onProblem: (opened) => {
      options.onProblem()
      if (opened && isOpen()) options.onReopened()
    },
  })
  const isOpen = () => !closed && own.addresses() !== null && proxied.isOpen()
  const problem = () => own.problem() ?? proxied.problem()
  const closedStream = (target: ProxyPlace) => createTunnelStream(target, () => Promise.reject(new CodedError(problem() ?? { code: 'cancelled', message: 'the program is closing', details: {} })))
  proxied.ask()

  return {
    isOpen, track, problem,
    sourceTo: own.sourceTo,
    answered: proxied.answered,
    containment: () => containment,
    addresses: own.addresses,
    dialPeer: (target) => {
      if (direct.has(formatProxyPlace(target))) return connect(target)
      if (!isContained(containment)) return track(connect(target))
      const { proxy } = containment
      if (!isOpen()) return closedStream(target)
      if (proxy !== null) return track(createTunnelStream(target, (signal) => proxied.tunnel(proxy, target, signal)))
      return own.hasFamilyOf(target.host) ? track(connect({ ...target, localAddress: own.sourceTo(target.host) ?? undefined })) : closedStream(target)
    },
    dialServer: (target, signal) => {
      const { proxy } = containment
      if (proxy === null || !isOpen()) return Promise.reject(new CodedError(problem() ?? { code: 'unexpected', message: 'there is no proxy', details: {} }))
      return proxied.tunnel(proxy, target, signal)
    },
    datagram: () => {
      if (containment.proxy !== null || own.addresses() === null) throw new CodedError(problem() ?? { code: 'unexpected', message: 'datagrams do not go through a proxy', details: {} })
      const socket = track(createSocket('udp4'))
      const source = own.sourceTo(UNNAMED_IPV4)
      if (source !== null) socket.bind(0, source)
      return socket
    },
    allowDirect: (address) => { direct.add(address) },
    isDirect: (address) => direct.has(address),
    change: (next) => {
      if (next.networkInterface === containment.networkInterface && JSON.stringify(next.proxy) === JSON.stringify(containment.proxy)) return
      containment = next
      dropAll()
      own.follow(next.networkInterface)
      proxied.follow(next.proxy)
      options.onProblem()
      options.onMoved()
    },
    close: () => {
      closed = true
      dropAll()
      own.close()
      proxied.close()
    },
  }
}

/** Stands for every address of its kind. */
const UNNAMED_IPV4 = '0.0.0.0'

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
