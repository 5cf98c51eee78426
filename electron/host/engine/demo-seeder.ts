import WebTorrent from 'webtorrent'

/**
 * Seeds the built-in clip inside the app, at a rate a little above the film's own, so that waiting, the window and jumps
 * can be seen without any internet. A client of its own: what it uploads must not count as the person's.
 */
export interface DemoSeeder {
  readonly metainfo: Uint8Array
  /** `host:port` on this computer. */
  readonly address: string
  close(): Promise<void>
}

/** About twice the clip's bitrate: it starts at once and a jump still has to wait a moment. */
const UPLOAD_BYTES_PER_SEC = 1_000_000
const PIECE_BYTES = 262_144

export function createDemoSeeder(clip: string): Promise<DemoSeeder> {
  const client = new WebTorrent({ dht: false, lsd: false, natUpnp: false, natPmp: false, utPex: false, utp: false, tracker: false, uploadLimit: UPLOAD_BYTES_PER_SEC })
  const close = () => new Promise<void>((resolve) => {
    if (client.destroyed) resolve()
    else client.destroy(() => { resolve() })
  })
  return new Promise((resolve, reject) => {
    client.on('error', (error: Error) => {
      void close()
      reject(new Error(`the demo could not be prepared: ${error.message}`, { cause: error }))
    })
    // alwaysChokeSeeders: the library takes a peer that has nothing yet for a seeder and would never send it a byte
    client.seed(clip, { announce: [], pieceLength: PIECE_BYTES, alwaysChokeSeeders: false }, (torrent) => {
      resolve({ metainfo: torrent.torrentFile, address: `127.0.0.1:${String(client.address()?.port ?? 0)}`, close })
    })
  })
}
