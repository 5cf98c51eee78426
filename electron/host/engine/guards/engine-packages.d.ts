/**
 * The parts of bencode 4.0.1 and bittorrent-protocol 5.0.9 that the guards replace. Names that begin with an underscore are
 * private to those packages; the versions are pinned and a contract test fails when they change.
 */
declare module 'bencode' {
  const bencode: {
    decode: (bytes: Uint8Array | string | null | undefined, ...options: readonly unknown[]) => unknown
    readonly encode: (value: unknown) => Uint8Array
  }
  export default bencode
}

declare module 'bittorrent-protocol' {
  /** The methods that see what a peer sent, and what they may touch. */
  export interface GuardableWire {
    readonly destroyed: boolean
    readonly peerRequests: readonly unknown[]
    destroy(): void
    _buffer: Uint8Array[]
    _bufferSize: number
    _parse(sizeBytes: number, parser: () => void): void
    _processBuffer(): void
    _onMessageLength(bytes: Uint8Array): void
    _onMessage(bytes: Uint8Array): void
  }
  const Wire: { new (type?: string): GuardableWire & import('../handshake-time.ts').HandshakingWire & import('webtorrent').Wire & import('node:stream').Duplex; readonly prototype: GuardableWire & import('../handshake-time.ts').HandshakingWire }
  export default Wire
}

/** Joins the declarations of ../webtorrent.d.ts. */
declare module 'webtorrent' {
  interface Torrent {
    readonly _numConns: number
    addWebSeed(seed: unknown): void
    _addIncomingPeer(peer: import('./guard-torrent.ts').GuardablePeer): void
  }
}

declare module 'bittorrent-tracker/client' {
  interface Tracker {
    readonly destroyed: boolean
    readonly client: { readonly _userAgent?: string; readonly _proxyOpts?: object | undefined; emit(event: string, value: unknown): boolean }
    readonly cleanupFns: (() => void)[]
    readonly maybeDestroyCleanup: (() => void) | null
  }
  export interface HttpTracker extends Tracker {
    _request(address: string, params: Readonly<Record<string, unknown>>, done: (error: Error | null, answer: unknown) => void): void
  }
  export interface UdpTracker extends Tracker {
    announceUrl: string
    _request(options: unknown): void
  }
  const TrackerClient: new (options: { infoHash: string; peerId: string; port: number; announce: readonly string[] }) => { readonly _trackers: readonly object[] }
  export default TrackerClient
}

declare module 'bittorrent-tracker/websocket-tracker' {
  export interface SocketTracker {
    readonly announceUrl: string
    readonly client: { _proxyOpts: object | undefined; emit(event: string, value: unknown): boolean }
    _openSocket(this: SocketTracker): void
    _createPeer(): unknown
    _onSocketData(this: SocketTracker, message: unknown): void
  }
  const WebSocketTracker: { readonly prototype: SocketTracker }
  export default WebSocketTracker
}
