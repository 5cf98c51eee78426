import { networkWishSchema } from '../network/network-wish.ts'
import { appErrorSchema, infoHashSchema } from '../torrent/snapshot.ts'
import { boolean, integer, list, literal, nullable, object, optional, picklist, text, variant } from './schema.ts'
import type { ValueOf } from './schema.ts'

/** The life of the media host, on the same port as its commands: start, ready or failed, heartbeat, close. */

/** Everything the host is told at its start. The meaning of each field is in electron/host/host-options.ts. */
export const startOptionsSchema = object({
  downloadDir: nullable(text(4096)),
  waitsForFolder: optional(boolean()),
  runId: text(64),
  ownerPid: integer(1, 2 ** 32),
  keep: boolean(),
  keptDir: optional(nullable(text(4096))),
  formerKeptDirs: optional(list(text(4096), 64)),
  port: integer(0, 65_535),
  portIsFixed: boolean(),
  token: nullable(text(64)),
  allowedOrigins: list(text(256), 8),
  allowLocal: boolean(),
  discovery: picklist(['all', 'trackers']),
  peers: list(object({ host: text(256), port: integer(1, 65_535) }), 256),
  maxTorrents: integer(1, 1000),
  metadataTimeoutMs: integer(1, 1e9),
  metadataRetries: integer(0, 100),
  cleanupIntervalMs: integer(0, 1e12),
  tracePath: nullable(text(4096)),
  demoPath: nullable(text(4096)),
  ffmpegPlaces: optional(list(text(4096), 300)),
  network: optional(networkWishSchema),
  storageLimitBytes: optional(nullable(integer(0, 1e15))),
  suspects: optional(list(infoHashSchema, 1000)),
})
export type StartOptions = ValueOf<typeof startOptionsSchema>

/** Main to host. */
export const hostOrderSchema = variant('kind', [
  object({ kind: literal('start'), options: startOptionsSchema }),
  object({ kind: literal('ping') }),
  object({ kind: literal('close') }),
])
export type HostOrder = ValueOf<typeof hostOrderSchema>

/** Host to main. `startFailed` is followed by main's order to close. `problem`: what keeps a host that runs from opening anything; null = nothing any more. */
export const hostNewsSchema = variant('kind', [
  object({ kind: literal('ready'), baseUrl: text(256), port: integer(1, 65_535), problem: optional(nullable(appErrorSchema)) }),
  object({ kind: literal('problem'), problem: nullable(appErrorSchema) }),
  object({ kind: literal('startFailed'), error: appErrorSchema }),
  object({ kind: literal('pong') }),
])
export type HostNews = ValueOf<typeof hostNewsSchema>
