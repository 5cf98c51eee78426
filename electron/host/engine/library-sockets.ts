import dgram from 'node:dgram'
import net from 'node:net'
import type { TcpSocketConnectOpts } from 'node:net'
import type { WayOut } from './way-out.ts'

/**
 * The engine's packages open their sockets with Node's own functions, in the middle of a call and never later. While such a call runs they
 * find the way's in their place. Whoever opens sockets of our own imports Node's by name, which stays.
 */

/** Peers the call dials are dialled by the way. */
export function dialBy(way: WayOut, call: () => void): void {
  instead(net, 'connect', ({ host, port }: TcpSocketConnectOpts) => way.dialPeer({ host: host ?? '', port }), call)
}

/** Sockets for datagrams that the call makes are the way's. */
export function sendBy(way: WayOut, call: () => void): void {
  instead(dgram, 'createSocket', way.datagram, call)
}

function instead(module: object, name: string, ours: unknown, call: () => void): void {
  const theirs: unknown = Reflect.get(module, name)
  Reflect.set(module, name, ours)
  try {
    call()
  } finally {
    Reflect.set(module, name, theirs)
  }
}
