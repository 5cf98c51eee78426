import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { portOf } from '../free-port.ts'

/** A request a device made. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** Files of a folder over HTTP with byte ranges, for receivers to play without a torrent. */
export interface MediaServer {
  readonly url: (fileName: string) => string
  readonly requests: readonly SeenRequest[]
  readonly close: () => Promise<void>
}

/** Serves the files of a folder at `address`, each as the media type given for its ending. */
export async function startMediaServer(folder: string, address: string, types: Readonly<Record<string, string>>): Promise<MediaServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers })
    void serve(request, response).catch(() => response.destroy())
  })
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const name = path.basename(request.url ?? '')
    const type = types[path.extname(name)]
    const found = type === undefined ? null : await stat(path.join(folder, name)).catch(() => null)
    if (found === null || type === undefined) return response.writeHead(404).end()
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    const begin = Number(first ?? 0)
    const end = last ? Number(last) + 1 : found.size
    const headers = { 'content-type': type, 'content-length': end - begin, 'accept-ranges': 'bytes', 'access-control-allow-origin': '*' }
    if (first === undefined) response.writeHead(200, headers)
    else response.writeHead(206, { ...headers, 'content-range': `bytes ${begin}-${end - 1}/${found.size}` })
    if (request.method === 'HEAD') return response.end()
    const file = createReadStream(path.join(folder, name), { start: begin, end: end - 1 })
    response.once('close', () => file.destroy())
    file.on('error', () => response.destroy())
    return file.pipe(response)
  }
  server.listen(0, address)
  await once(server, 'listening')
  return {
    url: (fileName) => `http://${address}:${portOf(server)}/${fileName}`,
    requests,
    close: async () => {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
