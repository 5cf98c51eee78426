import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { portOf } from '../free-port.ts'

/** A renderer that is another one in everything but what it refuses. */
export interface PickyRenderer {
  /** Address of its description. */
  readonly location: string
  /** Addresses it was told to play, refused ones included. */
  readonly offered: readonly string[]
  readonly close: () => Promise<void>
}

const MAX_BODY_BYTES = 262_144
const UDN = 'uuid:0bd72a4e-0000-4000-8000-0000000091c1'
/** Illegal MIME type. AVTransport:1, 2.4.1. */
const REFUSAL = '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>714</errorCode><errorDescription>Illegal MIME-type</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>'

const JUMPED = '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:SeekResponse xmlns:u="urn:schemas-upnp-org:service:AVTransport:1"></u:SeekResponse></s:Body></s:Envelope>'

export interface PickyWish {
  /** Films announced so are refused. */
  readonly refuses?: RegExp
  /** It answers to a jump as if it had jumped, as some do with a film they cannot jump in. */
  readonly ignoresJumps?: boolean
}

/** Stands in front of the renderer whose description is at `location`, and is as wished. */
export async function startPickyRenderer(location: string, name: string, { refuses, ignoresJumps = false }: PickyWish): Promise<PickyRenderer> {
  const real = new URL(location)
  const offered: string[] = []
  const server = createServer((incoming, response) => { void answer(incoming, response).catch(() => response.destroy()) })
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(incoming)
    const [, uri] = /<CurrentURI>([^<]+)</.exec(body) ?? []
    if (uri !== undefined) offered.push(uri)
    if (ignoresJumps && String(incoming.headers['soapaction']).includes('#Seek')) return response.writeHead(200, { 'content-type': 'text/xml' }).end(JUMPED)
    if (uri !== undefined && refuses?.test(body)) return response.writeHead(500, { 'content-type': 'text/xml' }).end(REFUSAL)
    const passed = request({ host: real.hostname, port: real.port, path: incoming.url, method: incoming.method, agent: false, headers: { ...incoming.headers, host: real.host, connection: 'close' } })
    const answered = new Promise<IncomingMessage>((resolve, reject) => { passed.once('response', resolve).once('error', reject) })
    passed.end(body)
    const back = await answered
    const text = await bodyOf(back)
    const told = incoming.url === real.pathname ? text.replace(/<UDN>[^<]*<\/UDN>/, `<UDN>${UDN}</UDN>`).replace(/<friendlyName>[^<]*</, `<friendlyName>${name}<`) : text
    return response.writeHead(back.statusCode ?? 500, { 'content-type': 'text/xml' }).end(told)
  }
  server.listen(0, real.hostname)
  await once(server, 'listening')
  return {
    location: `http://${real.hostname}:${portOf(server)}${real.pathname}`, offered,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message) {
    const part: Buffer = chunk
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) throw new Error('a message without end')
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}
