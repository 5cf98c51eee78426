import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import path from 'node:path'
import { bencode } from './bencode.ts'
import { portOf } from './free-port.ts'
import { mustRun } from './run-tool.ts'

/** A web server that is a web seed of one file (BEP 19) and a tracker that knows nobody. */
export interface WebSeed {
  /** Address of the file. */
  readonly url: string
  readonly announceUrl: string
  readonly announces: () => number
  readonly ranges: () => number
  readonly close: () => Promise<void>
}

/** Starts it on 127.0.0.1; by TLS with a certificate of its own making, whose key lies in `folder`. */
export async function startWebSeed(file: string, protocol: 'http' | 'https', folder: string): Promise<WebSeed> {
  const bytes = await readFile(file)
  let announces = 0
  let ranges = 0
  const answer: RequestListener = (request, response) => {
    if (request.url?.startsWith('/announce') === true) {
      announces += 1
      response.end(bencode({ interval: 1800, peers: '' }))
      return
    }
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    if (first === undefined || last === undefined) {
      response.writeHead(404).end()
      return
    }
    ranges += 1
    response.writeHead(206, { 'Content-Range': `bytes ${first}-${last}/${bytes.length}` }).end(bytes.subarray(Number(first), Number(last) + 1))
  }
  const server = protocol === 'http' ? createServer(answer) : createSecureServer(await makeCertificate(folder), answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `${protocol}://127.0.0.1:${portOf(server)}`
  return {
    url: `${base}/${encodeURIComponent(path.basename(file))}`, announceUrl: `${base}/announce`, announces: () => announces, ranges: () => ranges,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function makeCertificate(folder: string): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  await mustRun('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert])
  return { key: await readFile(key), cert: await readFile(cert) }
}
