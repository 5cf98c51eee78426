/**
 * The parts of webtorrent 3.0.21 and bittorrent-protocol 5.0.9 this engine uses. Names that begin with an underscore are
 * private to those packages: they are read in this folder only, and a contract test fails when they change.
 */
declare module 'webtorrent' {
  import type { EventEmitter } from 'node:events'

  export interface BitFieldLike {
    readonly buffer: Uint8Array
    get(index: number): boolean
    set(index: number, value?: boolean): void
  }

  export interface WireRequest {
    readonly piece: number
    readonly offset: number
    readonly length: number
  }

  /** One connection that speaks the peer wire protocol (BEP 3, BEP 6, BEP 10). */
  export interface Wire extends EventEmitter {
    readonly type: string
    readonly destroyed: boolean
    readonly peerId: string | null
    remoteAddress?: string
    remotePort?: number
    readonly amInterested: boolean
    readonly amChoking: boolean
    readonly peerChoking: boolean
    readonly hasFast: boolean
    readonly peerAllowedFastSet: readonly number[]
    readonly peerPieces: BitFieldLike
    isSeeder: boolean
    readonly peerExtendedHandshake: { readonly reqq?: unknown; readonly metadata_size?: unknown }
    readonly requests: readonly WireRequest[]
    readonly downloaded: number
    readonly extendedHandshake: { metadata_size?: number }
    readonly ut_metadata?: {
      readonly _numPieces: number
      readonly _bitfield: BitFieldLike | null
      _infoHash?: unknown
      _metadataComplete: boolean
      _metadataSize: number | null
      metadata?: Uint8Array
      cancel(): void
      onExtendedHandshake(handshake: unknown): void
      setMetadata(bytes: unknown): Promise<boolean>
    }
    readonly ut_pex?: { onMessage(bytes: Uint8Array): void; reset(): void }
    /** What the encrypted handshake settled on: 2 = everything is encrypted, 1 or null = nothing after it. */
    readonly _encryptionMethod?: number | null
    /** BEP 54; says nothing to a peer that does not know it. */
    readonly lt_donthave?: { donthave(piece: number): void }
    downloadSpeed(): number
    /** Bytes kept of a message that is not whole, and how many it takes. */
    readonly _bufferSize: number
    readonly _parserSize: number
    _debug(...words: readonly unknown[]): void
    /** As streamx has them: out to the peer, null at the end, and in from it. */
    push(bytes: Uint8Array | null): boolean
    _write(chunk: Uint8Array, done: (error: Error | null) => void): void
    request(piece: number, offset: number, length: number, done: (error: Error | null, block: Uint8Array | null) => void): void
    cancel(piece: number, offset: number, length: number): void
    have(piece: number): void
    interested(): void
    choke(): void
    unchoke(): void
    uninterested(): void
    destroy(): void
  }

  export interface PeerConnection extends EventEmitter {
    id: string
    readonly type: string
    secure: number
    retries: number
    readonly connected: boolean
    readonly destroyed: boolean
    readonly wire: Wire | null
    readonly conn: (EventEmitter & { readonly errored?: Error | null }) | null
    _handshakeDone?: boolean
    destroy(error?: Error): void
  }

  export interface Discovery {
    complete(): void
    updatePort(port: number): void
    destroy(done: () => void): void
  }

  export interface TorrentOptions {
    path?: string
    announce?: readonly string[]
    urlList?: readonly string[]
    deselect?: boolean
    private?: boolean
    skipVerify?: boolean
    storeCacheSlots?: number
    alwaysChokeSeeders?: boolean
    bitfield?: Uint8Array
    uploads?: number | false
    store?: new (pieceLength: number, options: unknown) => ChunkStore
  }

  /** abstract-chunk-store */
  export interface ChunkStore {
    readonly chunkLength: number
    get(index: number, options: { offset?: number; length?: number } | null | undefined, done: (error: Error | null, bytes?: Uint8Array) => void): void
    put(index: number, bytes: Uint8Array, done: (error: Error | null) => void): void
    close(done: (error: Error | null) => void): void
    destroy(done: (error: Error | null) => void): void
  }

  export interface Torrent extends EventEmitter {
    readonly infoHash: string
    readonly destroyed: boolean
    readonly ready: boolean
    done: boolean
    readonly wires: readonly Wire[]
    readonly bitfield: BitFieldLike
    readonly pieces: { readonly length: number }
    readonly files: readonly { done: boolean }[]
    readonly pieceLength: number
    readonly received: number
    readonly uploaded: number
    readonly downloadSpeed: number
    readonly uploadSpeed: number
    readonly numPeers: number
    discovery: Discovery | null
    readonly _noPeersIntervalId?: NodeJS.Timeout | null
    readonly private?: boolean
    readonly _peers: Map<string, PeerConnection>
    _startupBitfield: Uint8Array | undefined
    addPeer(peer: unknown, source?: string): boolean
    destroy(options: { destroyStore: boolean }, done: (error?: Error) => void): void
    _onMetadata(metadata: unknown): Promise<void>
    _updateWire(wire: Wire): void
    _update(): void
    _updateWireInterest(wire: Wire): void
    _onWireWithMetadata(wire: Wire): void
    _updateSelections(): void
    _startDiscovery(): void
    _rechoke(): void
    announce: readonly string[]
    readonly urlList: readonly string[]
    readonly _queue: readonly { readonly addr: string }[]
    /** Dials whoever is first in the queue, if there is a place. */
    _drain(): void
    addWebSeed(seed: unknown): void
    readonly _numConns: number
    readonly _numPending: number
    _addIncomingPeer(peer: { readonly type?: string; readonly conn: { readonly remoteAddress?: string } | null; destroy(error?: Error): void }): void
    _addPeer(peer: unknown, type: string, source?: string): PeerConnection | null
    _markVerified(piece: number): void
    _markUnverified(piece: number): void
    _checkDone(): boolean
    _destroy(error: Error | null, options?: unknown, done?: () => void): void
  }

  export interface ClientOptions {
    dht?: boolean | object
    lsd?: boolean
    utPex?: boolean
    natUpnp?: boolean
    natPmp?: boolean
    utp?: boolean
    secure?: number
    maxConns?: number
    torrentPort?: number
    tracker?: boolean | object
    webSeeds?: boolean
    downloadLimit?: number
    uploadLimit?: number
    userAgent?: string
  }

  export interface UtpSocket extends EventEmitter {
    listen(port: number, host?: string): void
    setSendBufferSize(bytes: number): void
    setRecvBufferSize(bytes: number): void
    close(): void
  }

  /** Where peers come in; lives as long as the client. */
  export interface ConnPool {
    readonly tcpServer: import('node:net').Server
    utpServer?: UtpSocket | null
    readonly _onTCPError: (error: Error) => void
    readonly _onUTPConnectionBound: (connection: unknown) => void
  }

  /** @silentbot1/nat-api 0.4.9 */
  export interface NatTraversal {
    map(options: PortMappingOptions): Promise<boolean>
    unmap(options: PortMappingOptions): Promise<boolean>
    destroy(): Promise<unknown>
  }
  export interface PortMappingOptions {
    readonly publicPort: number
    readonly privatePort: number
    readonly protocol: 'TCP' | 'UDP'
    readonly description?: string
  }

  export default class WebTorrent extends EventEmitter {
    constructor(options?: ClientOptions)
    static readonly WEBRTC_SUPPORT: boolean
    static readonly UTP_SUPPORT: boolean
    readonly destroyed: boolean
    readonly listening: boolean
    torrentPort: number
    maxConns: number
    /** Of peers that come in: 0 = in the clear, 1 = as they wish, 2 = encrypted, but what comes in the clear is taken too. */
    secure: number
    readonly torrents: readonly Torrent[]
    readonly nodeId: string
    dht: import('bittorrent-dht').Dht | false
    dhtPort: number
    utp: boolean
    lsd: boolean
    utPex: boolean
    natTraversal: NatTraversal
    readonly _connPool: ConnPool
    blocked?: { contains(host: string): boolean }
    add(source: { readonly infoHash: string }, options?: TorrentOptions): Torrent
    seed(input: string, options: TorrentOptions & { announce?: readonly string[]; name?: string; pieceLength?: number }, onSeed: (torrent: Torrent & { torrentFile: Uint8Array }) => void): Torrent
    address(): { port: number } | null
    destroy(done?: (error?: Error) => void): void
    throttleUpload(bytesPerSec: number): boolean
    throttleDownload(bytesPerSec: number): boolean
  }
}

declare module 'webtorrent/lib/utp.cjs' {
  /** utp-native 2.5.3; nothing where its binary does not load. */
  const utp: { readonly createServer?: () => import('webtorrent').UtpSocket }
  export default utp
}

declare module 'bittorrent-dht' {
  import type { EventEmitter } from 'node:events'

  export interface Dht extends EventEmitter {
    readonly listening: boolean
    listen(port?: number, host?: string): void
    /** Throws before it listens. */
    address(): { readonly port: number }
    destroy(done?: () => void): void
  }
  export const Client: new (options: { readonly nodeId: string }) => Dht
}
