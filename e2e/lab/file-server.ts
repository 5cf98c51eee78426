import { once } from 'node:events'
import { createServer } from 'node:http'
import { portOf } from './free-port.ts'

/** A web server with one answer for every path. */
export interface FileServer {
  readonly url: string
  readonly requests: () => number
  readonly close: () => Promise<void>
}

/** Serves the bytes on 127.0.0.1 under any path. */
export async function startFileServer(bytes: Uint8Array, type = 'application/x-bittorrent'): Promise<FileServer> {
  let requests = 0
  const server = createServer((_request, response) => {
    requests += 1
    response.setHeader('Content-Type', type)
    response.end(bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests: () => requests,
    close: async () => {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
