import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { portOf } from '../free-port.ts'
import { mustRun } from '../run-tool.ts'
import { createTempFolder } from '../temp-folder.ts'

/** A device that does not keep to its protocol, with what was asked of it. */
export interface HostileDevice {
  readonly port: number
  /** Address of its description, of a renderer. */
  readonly location: string
  readonly requests: readonly string[]
  readonly close: () => Promise<void>
}

/** One way of answering a request. `honest` gives what belongs there, `late` after seconds, `drips` byte by byte without an end. */
export type Answer = 'honest' | 'huge' | 'redirect' | 'closes' | 'silent' | 'nonsense' | 'cutOff' | 'late' | 'drips'

/** Longer than anybody waits for a word of a device that plays, shorter than for one that opens a film. */
const LATE_MS = 4000
const DRIP_MS = 200

const HUGE = `<root>${'<friendlyName>television</friendlyName>'.repeat(270_000)}`

export interface HostileRendererSpec {
  readonly description: Answer
  readonly control: Answer
  /** Where it says its services are; its own place when left out. */
  readonly controlUrl?: string
  /** Where redirects lead. */
  readonly elsewhere?: string
}

/** A renderer that answers badly to the request for its description, or to what is asked of it later. */
export async function startHostileRenderer({ description, control, controlUrl, elsewhere = '' }: HostileRendererSpec): Promise<HostileDevice> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''} ${/#(\w+)"/.exec(String(request.headers['soapaction']))?.[1] ?? ''}`.trim())
    request.resume()
    if (request.url === '/d.xml') give(response, description, DESCRIPTION(controlUrl ?? '/control'), elsewhere)
    else give(response, control, OK_ANSWER, elsewhere)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  return {
    port, requests, location: `http://127.0.0.1:${port}/d.xml`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function give(response: ServerResponse, how: Answer, honest: string, elsewhere: string): void {
  switch (how) {
    case 'honest': response.setHeader('content-type', 'text/xml').end(honest); return
    case 'huge': response.on('error', () => undefined).setHeader('content-type', 'text/xml').end(HUGE); return
    case 'redirect': response.writeHead(302, { location: elsewhere }).end(); return
    case 'closes': response.destroy(); return
    case 'silent': return
    case 'nonsense': response.end(Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 37) % 256))); return
    case 'late': {
      const timer = setTimeout(() => { response.setHeader('content-type', 'text/xml').end(honest) }, LATE_MS)
      response.once('close', () => clearTimeout(timer))
      return
    }
    case 'drips': {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const timer = setInterval(() => response.write('<'), DRIP_MS)
      response.once('close', () => clearInterval(timer))
      return
    }
    case 'cutOff': {
      response.writeHead(200, { 'content-length': honest.length })
      response.write(honest.slice(0, honest.length / 2), () => response.destroy())
    }
  }
}

const service = (type: string, url: string) => `<service><serviceType>urn:schemas-upnp-org:service:${type}:1</serviceType><serviceId>urn:upnp-org:serviceId:${type}</serviceId><SCPDURL>/s</SCPDURL><controlURL>${url}</controlURL><eventSubURL>/e</eventSubURL></service>`
const DESCRIPTION = (url: string) => `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>urn:schemas-upnp-org:device:MediaRenderer:1</deviceType><friendlyName>Liar</friendlyName><modelName>L</modelName><UDN>uuid:0bd72a4e-0000-4000-8000-00000000dead</UDN><serviceList>${['AVTransport', 'RenderingControl', 'ConnectionManager'].map((type) => service(type, url)).join('')}</serviceList></device></root>`
const OK_ANSWER = '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:R xmlns:u="x"></u:R></s:Body></s:Envelope>'

/** What a Chromecast that misbehaves does with a connection. */
export type Chatter = 'hugeFrame' | 'nonsenseFrames' | 'closes' | 'silent'

/** Speaks TLS as a Chromecast does, and then badly. */
export async function startHostileChromecast(how: Chatter): Promise<HostileDevice> {
  const folder = await createTempFolder('hostile')
  const [key, cert] = [path.join(folder.path, 'key.pem'), path.join(folder.path, 'cert.pem')]
  await mustRun('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Chromecast', '-keyout', key, '-out', cert])
  const sockets = new Set<Socket>()
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).resume()
    if (how === 'closes') socket.destroy()
    if (how === 'hugeFrame') socket.write(Buffer.concat([Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(100_000)]))
    if (how === 'nonsenseFrames') for (let frame = 0; frame < 200; frame++) socket.write(Buffer.concat([Buffer.from([0, 0, 0, 40]), Buffer.alloc(40, frame)]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server), location: '', requests: [],
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      await folder.close()
    },
  }
}
