import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { CodedError } from '../../../shared/errors.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { MAX_CONNECT_HEAD_BYTES, connectRequest, readConnectAnswer } from '../../../shared/network/http-connect.ts'
import type { Proxy, ProxyPlace } from '../../../shared/network/proxy.ts'
import { formatProxyPlace } from '../../../shared/network/proxy.ts'
import { SOCKS_ANSWER_HEAD_BYTES, isSocksLoginTaken, readSocksAnswer, readSocksChoice, socksAnswerRest, socksGreeting, socksLogin, socksRequest } from '../../../shared/network/socks.ts'
import { withLimit } from '../with-limit.ts'

/** Where the connection to the proxy itself comes from; null = as the system chooses. */
export interface TunnelOptions {
  readonly localAddress: string | null
  /** Any of them ends it. */
  readonly signals: readonly AbortSignal[]
}

/** The proxy says so itself; a target across the world that nobody answers at takes it longer. */
const TUNNEL_LIMIT_MS = 20_000
/** To let us in it has to ask nobody. */
const GREETING_LIMIT_MS = 5000

/**
 * A connection to the target through the proxy; null = only as far as the proxy lets us in. Rejects with a CodedError when the proxy is to
 * blame (proxyUnreachable, proxyLogin, proxyForeign, proxyForbids), with another Error when the target is, or a signal aborts.
 */
export function openTunnel(proxy: Proxy, target: ProxyPlace | null, { localAddress, signals }: TunnelOptions): Promise<Socket> {
  return withLimit(signals, TUNNEL_LIMIT_MS, async (either) => {
    const socket = connect({ host: proxy.host, port: proxy.port, ...(localAddress === null ? {} : { localAddress, family: isIP(localAddress) }) })
    const end = () => { socket.destroy() }
    either.addEventListener('abort', end, { once: true })
    try {
      const late = setTimeout(end, GREETING_LIMIT_MS)
      try {
        await connected(socket, proxy)
        if (proxy.kind === 'socks5') await enterSocks(socket, proxy)
      } finally {
        clearTimeout(late)
      }
      if (proxy.kind === 'socks5' && target !== null) await speakSocks(socket, proxy, target)
      if (proxy.kind === 'http' && target !== null) await speakHttp(socket, proxy, target)
      either.throwIfAborted()
      return socket
    } catch (thrown) {
      socket.destroy()
      throw thrown
    } finally {
      either.removeEventListener('abort', end)
    }
  })
}

function connected(socket: Socket, proxy: Proxy): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('close', () => { reject(blame('proxyUnreachable', proxy, 'does not answer')) })
    // Whoever uses the socket listens too; until then an error is told by the close after it.
    socket.on('error', () => undefined)
  })
}

async function enterSocks(socket: Socket, proxy: Proxy): Promise<void> {
  socket.write(socksGreeting(proxy))
  const choice = readSocksChoice(await take(socket, 2, proxy))
  if (choice === 'foreign') throw blame('proxyForeign', proxy, 'is no SOCKS 5 proxy')
  if (choice === 'refused') throw blame('proxyLogin', proxy, 'wants a login')
  if (choice === 'login') {
    socket.write(socksLogin(proxy))
    if (!isSocksLoginTaken(await take(socket, 2, proxy))) throw blame('proxyLogin', proxy, 'refused the login')
  }
}

async function speakSocks(socket: Socket, proxy: Proxy, target: ProxyPlace): Promise<void> {
  socket.write(socksRequest(target))
  const head = await take(socket, SOCKS_ANSWER_HEAD_BYTES, proxy)
  const rest = socksAnswerRest(head)
  if (rest === null) throw blame('proxyForeign', proxy, 'is no SOCKS 5 proxy')
  const answer = readSocksAnswer(head)
  if (answer === 'forbidden') throw blame('proxyForbids', proxy, `does not let us to ${formatProxyPlace(target)}`)
  if (answer === 'failed') throw new Error(`the proxy could not reach ${formatProxyPlace(target)}`)
  await take(socket, rest, proxy)
}

async function speakHttp(socket: Socket, proxy: Proxy, target: ProxyPlace): Promise<void> {
  socket.write(connectRequest(target, proxy))
  switch (readConnectAnswer(await takeHead(socket, proxy))) {
    case 'connected': return
    case 'login': throw blame('proxyLogin', proxy, 'refused the login')
    case 'forbidden': throw blame('proxyForbids', proxy, `does not let us to ${formatProxyPlace(target)}`)
    case 'foreign': throw blame('proxyForeign', proxy, 'is no HTTP proxy')
    case 'failed': throw new Error(`the proxy could not reach ${formatProxyPlace(target)}`)
  }
}

function blame(code: ErrorCode, proxy: Proxy, what: string): CodedError {
  return new CodedError({ code, message: `the proxy ${what}`, details: { name: formatProxyPlace(proxy) } })
}

/** Exactly so many bytes; what follows stays in the socket. */
function take(socket: Socket, count: number, proxy: Proxy): Promise<Uint8Array> {
  return takeWhen(socket, proxy, () => {
    const bytes: unknown = socket.read(count)
    return bytes instanceof Uint8Array ? bytes : null
  })
}

/** The head of an HTTP answer; what follows its empty line goes back into the socket. */
function takeHead(socket: Socket, proxy: Proxy): Promise<string> {
  let head = Buffer.alloc(0)
  return takeWhen(socket, proxy, () => {
    const bytes: unknown = socket.read()
    if (bytes instanceof Uint8Array) head = Buffer.concat([head, bytes])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length > MAX_CONNECT_HEAD_BYTES) throw blame('proxyForeign', proxy, 'is no HTTP proxy')
    if (end < 0) return null
    const after = head.subarray(end + 4)
    if (after.length > 0) socket.unshift(after)
    return head.toString('latin1', 0, end)
  })
}

function takeWhen<T>(socket: Socket, proxy: Proxy, look: () => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      socket.off('readable', onReadable)
      socket.off('close', onClose)
      socket.off('end', onClose)
      act()
    }
    const onReadable = () => {
      try {
        const found = look()
        if (found !== null) settle(() => { resolve(found) })
      } catch (thrown) {
        settle(() => { reject(thrown instanceof Error ? thrown : new Error(String(thrown))) })
      }
    }
    const onClose = () => { settle(() => { reject(blame('proxyForeign', proxy, 'hung up')) }) }
    socket.on('readable', onReadable)
    socket.on('close', onClose)
    socket.on('end', onClose)
    onReadable()
  })
}
