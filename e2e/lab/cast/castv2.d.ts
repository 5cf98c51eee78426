declare module 'castv2' {
  import type { EventEmitter } from 'node:events'
  import type { TlsOptions } from 'node:tls'

  /** The receiving half of the Cast v2 channel. */
  export class Server extends EventEmitter {
    constructor(options: TlsOptions)
    readonly clients: Record<string, { readonly socket: import('node:tls').TLSSocket }>
    listen(port: number, host: string, callback: () => void): void
    send(clientId: string, sourceId: string, destinationId: string, namespace: string, data: string | Buffer): void
    close(): void
    on(event: 'message', listener: (clientId: string, sourceId: string, destinationId: string, namespace: string, data: string | Buffer) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    readonly server: import('node:tls').Server
  }
  const castv2: { readonly Server: typeof Server }
  export default castv2
}
