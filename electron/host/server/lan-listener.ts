import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { allowedMethods } from '../../../shared/http/admission.ts'
import { hostsAt, isOneAddress } from '../../../shared/http/lan-address.ts'
import { castPath } from '../../../shared/http/stream-path.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { TorrentCatalog } from '../catalog.ts'
import { createDeviceRoutes } from './device-routes.ts'
import type { CastFile } from './device-routes.ts'
import type { FileRoute } from './file-route.ts'
import type { ConnectionLimits, HttpListener } from './http-listener.ts'
import { openListener } from './http-listener.ts'
import { createRequestHandler } from './request-handler.ts'

export interface CastListenerOptions {
  readonly catalog: TorrentCatalog
  /** Families a device may use beside the file's bytes; those that are not for devices are left out by themselves. */
  readonly fileRoutes?: readonly FileRoute[]
  /** The one local address that reaches the device; never "all of them". */
  readonly localAddress: string
  /** The only peer that is answered. */
  readonly deviceAddress: string
  /** 0 (default) = any free port; one that is asked for fails when it cannot be had. */
  readonly port?: number
  readonly log: Log
  /** Hears of every admitted request: the device reaches us. */
  readonly onRequest?: () => void
  readonly limits?: Partial<ConnectionLimits>
}

/** The only door that is not on loopback; open while a cast runs, and closed with it. */
export interface CastListener extends HttpListener {
  /** Without a slash at the end; holds the token of this cast. */
  readonly baseUrl: string
  /** Replaces the files the device may ask for; none at first. A read under way goes on. */
  readonly allow: (files: readonly CastFile[]) => void
  /** Address of a file's bytes, plain ASCII and short, with the file's extension at its end. */
  readonly fileUrl: (infoHash: InfoHash, fileIndex: FileIndex, fileName: string) => string
}

/**
 * One device with a few connections each for film, segments, pictures and subtitles. Devices keep idle connections, and
 * a paused one takes nothing for long.
 */
const LIMITS: ConnectionLimits = { connections: 32, pipelined: 8, headerBytes: 16 * 1024, requestMs: 10_000, keepAliveMs: 15_000, stalledMs: 3_600_000 }
const TOKEN_BYTES = 16

/** Opens the listener of one cast. Fails: argumentInvalid (an address that is none, or means every network), portInUse. */
export async function createCastListener(options: CastListenerOptions): Promise<Result<CastListener>> {
  const { catalog, fileRoutes = [], localAddress, deviceAddress, port = 0, log, onRequest } = options
  const wrong = [localAddress, deviceAddress].find((address) => isIP(address) === 0 || !isOneAddress(address))
  if (wrong !== undefined) return fail('argumentInvalid', `a cast needs the address of one computer on each side; ${wrong} is none`, { address: wrong })
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const routes = createDeviceRoutes({ catalog, fileRoutes, log, onRequest: onRequest ?? (() => undefined) })
  const listener = await openListener({
    listenAddress: { address: localAddress, port, portIsFixed: port !== 0 }, onlyPeer: deviceAddress, limits: { ...LIMITS, ...options.limits }, methods: allowedMethods('cast'), log,
    createHandler: (bound) => createRequestHandler({ rules: { kind: 'cast', hosts: hostsAt(localAddress, bound), deviceAddress }, token, log, answerRoute: routes.answer }),
  })
  if (!listener.ok) return listener
  const baseUrl = `http://${hostsAt(localAddress, listener.value.port)[0] ?? ''}/${token}`
  log('server', 'listens for a device', { port: listener.value.port })
  return ok({
    ...listener.value, baseUrl, allow: routes.allow,
    fileUrl: (infoHash, fileIndex, fileName) => `${baseUrl}${castPath(infoHash, fileIndex, fileName)}`,
  })
}
