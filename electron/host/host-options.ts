import type { InfoHash } from '../../shared/ids.ts'
import type { Troubles } from '../../shared/ipc/serve-host.ts'
import type { EventName, EventValue, HandlersOf, HoverReport, PlayheadReport, UpNextReport } from '../../shared/ipc/contract.ts'
import type { NetworkWish } from '../../shared/network/network-wish.ts'
import type { RunFolderOptions } from './run-folder.ts'

/** Everything the media host is told at its start, where its data goes among it; it reads no environment and no command line of its own. */
export interface HostOptions extends Omit<RunFolderOptions, 'isKept' | 'onMove' | 'tempDir'> {
  /** 0 = any free port. */
  readonly port: number
  /** False: a port in use is replaced by a free one; true: it fails with portInUse. */
  readonly portIsFixed: boolean
  /** First path segment of every URL; null = none (`--no-token`). */
  readonly token: string | null
  /** Origins of the app's own window. */
  readonly allowedOrigins: readonly string[]
  /** Trackers and web seeds named by a torrent may be on this computer or the local network. */
  readonly allowLocal: boolean
  /** `all`: trackers, DHT, peer exchange, local discovery and port mapping. `trackers`: only what a torrent names. */
  readonly discovery: 'all' | 'trackers'
  /** Peers the person named; connected to for every torrent. */
  readonly peers: readonly { readonly host: string; readonly port: number }[]
  readonly maxTorrents: number
  readonly metadataTimeoutMs: number
  readonly metadataRetries: number
  /** Idle torrents are removed after this long; 0 = never. */
  readonly cleanupIntervalMs: number
  /** What is kept moves to its place after so long without use; absent = a minute. */
  readonly settleMs?: number
  /** File for planner traces (JSON lines); null = off. */
  readonly tracePath: string | null
  /** The clip behind the Demo; null when it was not built. */
  readonly demoPath: string | null
  /** Paths at which an ffmpeg may lie, best first; absent = it is not looked for. */
  readonly ffmpegPlaces?: readonly string[]
  /** How peers are found and met; `discovery: trackers` goes before it. Everything unless given. */
  readonly network?: NetworkWish
  /** Bytes that what is not kept may take on the disk; null = as the disk allows. Null unless given. */
  readonly storageLimitBytes?: number | null
  /** Torrents in whose presence the host crashed: not opened again by themselves. None unless given. */
  readonly suspects?: readonly InfoHash[]
}

export type MediaEventName = Extract<EventName, `media.${string}`>
/** Called with every event of the host, in order. */
export type EmitMediaEvent = <N extends MediaEventName>(name: N, value: EventValue<N>) => void

/** A running media host. */
export interface MediaHost {
  /** `http://127.0.0.1:{port}` or with `/{token}`, without a slash at the end. */
  readonly baseUrl: string
  readonly port: number
  readonly handlers: HandlersOf<'media', AbortSignal>
  readonly reportPlayhead: (report: PlayheadReport) => void
  readonly reportHover: (report: HoverReport) => void
  readonly reportUpNext: (report: UpNextReport) => void
  /** The download folder cannot be used. */
  readonly troubles: Troubles
  /** Ends every stream and torrent, removes the data unless kept, resolves when all is quiet. May be called twice. */
  readonly close: () => Promise<void>
}
