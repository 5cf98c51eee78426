import { allowedMethods, loopbackHosts } from '../../../shared/http/admission.ts'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import type { TorrentCatalog } from '../catalog.ts'
import type { FileRoute } from './file-route.ts'
import type { ConnectionLimits, HttpListener } from './http-listener.ts'
import { openListener } from './http-listener.ts'
import { createRequestHandler } from './request-handler.ts'
import { createRoutes } from './routes.ts'

export interface HttpServerOptions {
  readonly catalog: TorrentCatalog
  /** Families of routes beside the file's bytes and its verified pieces. */
  readonly fileRoutes?: readonly FileRoute[]
  /** Hears of each request for something of a torrent's files. */
  readonly onAsked?: (infoHash: InfoHash) => void
  /** 0 = any free port. */
  readonly port: number
  /** True: a port in use fails with portInUse; false: another one is taken. */
  readonly portIsFixed: boolean
  /** First path segment of every URL; null = none. */
  readonly token: string | null
  /** Origins of the app's own window. */
  readonly allowedOrigins: readonly string[]
  readonly log: Log
  readonly limits?: Partial<ServerLimits>
}

export interface HttpServer extends HttpListener {
  /** Without a slash at the end. */
  readonly baseUrl: string
}

export interface ServerLimits extends ConnectionLimits {
  readonly eventClients: number
}

/**
 * A player holds a few connections, a browser six: there is room for many of both, and for a header of some thousand
 * ranges. A paused player takes nothing for long, so it is given an hour.
 */
const LIMITS: ServerLimits = { connections: 256, eventClients: 16, pipelined: 32, headerBytes: 64 * 1024, requestMs: 10_000, keepAliveMs: 5_000, stalledMs: 3_600_000 }
const LOOPBACK = '127.0.0.1'

/** Starts the player listener, on 127.0.0.1 only. Fails: portInUse (also when the system refuses the port). */
export async function createHttpServer({ catalog, fileRoutes = [], onAsked = () => undefined, port: wantedPort, portIsFixed, token, allowedOrigins, log, limits: given }: HttpServerOptions): Promise<Result<HttpServer>> {
  const limits = { ...LIMITS, ...given }
  const baseUrlAt = (port: number) => `http://${LOOPBACK}:${String(port)}${token === null ? '' : `/${token}`}`
  const listener = await openListener({
    listenAddress: { address: LOOPBACK, port: wantedPort, portIsFixed }, onlyPeer: null, limits, methods: allowedMethods('player'), log,
    createHandler: (port) => createRequestHandler({
      rules: { kind: 'player', hosts: loopbackHosts(port), origins: allowedOrigins, hasToken: token !== null },
      token, log,
      answerRoute: createRoutes({ catalog, fileRoutes, onAsked, log, baseUrl: baseUrlAt(port), embedPolicy: token === null ? 'same-origin' : 'cross-origin', maxEventClients: limits.eventClients }),
    }),
  })
  if (!listener.ok) return listener
  log('server', 'listens', { port: listener.value.port })
  return ok({ ...listener.value, baseUrl: baseUrlAt(listener.value.port) })
}
