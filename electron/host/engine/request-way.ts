import type { RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import tls from 'node:tls'
import { CodedError } from '../../../shared/errors.ts'
import type { SocketLookup } from './guards/outside-lookup.ts'
import type { WayOut } from './way-out.ts'

/**
 * How a request to a server gets there: as the system likes, from the interface's address, or through the proxy, which then looks the name up.
 * Throws a CodedError while there is no way.
 */
export function requestWay(url: URL, way: WayOut | null, lookup: SocketLookup, signal: AbortSignal): RequestOptions {
  if (way === null) return { agent: false, lookup }
  const problem = way.problem()
  if (!way.isOpen() && problem !== null) throw new CodedError(problem)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (way.containment().proxy === null) {
    const localAddress = way.sourceTo(host)
    return { agent: false, lookup, ...(localAddress === null ? {} : { localAddress, family: isIP(localAddress) }) }
  }
  const connect: RequestOptions['createConnection'] = (_options, done) => {
    through(way, url, host, signal).then((socket) => { done(null, socket) }, (thrown: unknown) => { done(thrown instanceof Error ? thrown : new Error(String(thrown)), new Duplex()) })
    return null
  }
  return { createConnection: connect }
}

async function through(way: WayOut, url: URL, host: string, signal: AbortSignal): Promise<Socket> {
  const isSecure = url.protocol === 'https:'
  const socket = await way.dialServer({ host, port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) }, signal)
  // RFC 6066 3: an address is no server name.
  return isSecure ? tls.connect({ socket, ...(isIP(host) === 0 ? { servername: host } : { host }) }) : socket
}
