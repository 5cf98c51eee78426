import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebTorrent from 'webtorrent'
import { guardRouter } from './guard-router.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const SERVICE = 'urn:schemas-upnp-org:service:WANIPConnection:1'
const description = (controlUrl: string) => `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><serviceList><service><serviceType>${SERVICE}</serviceType><controlURL>${controlUrl}</controlURL><SCPDURL>/scpd.xml</SCPDURL></service></serviceList></device></root>`
const reply = (inside: string) => `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inside}</s:Body></s:Envelope>`

/** Never ends by itself; counts what was taken. */
function endless(chunk: string, count: (bytes: number) => void): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' })
    const more = () => {
      while (!response.destroyed && response.write(chunk, (error) => { if (!error) count(chunk.length) }));
    }
    response.on('drain', more)
    more()
  }
}

describe('a router that maps ports, read by the engine itself', () => {
  let server: Server
  let base: string
  let onDescription: Answer
  let onControl: Answer
  let requests: string[]
  let client: WebTorrent
  beforeEach(async () => {
    requests = []
    server = createServer((request, response) => {
      requests.push(`${String(request.method)} ${String(request.url)}`)
      if (request.url === '/desc.xml') onDescription(request, response)
      else onControl(request, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    base = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`
    onDescription = (_request, response) => { response.end(description('/control')) }
    onControl = (_request, response) => { response.end(reply(`<u:GetExternalIPAddressResponse xmlns:u="${SERVICE}"><NewExternalIPAddress>203.0.113.7</NewExternalIPAddress></u:GetExternalIPAddressResponse>`)) }
    client = new WebTorrent({ dht: false, tracker: false, lsd: false, natPmp: false, natUpnp: true, utp: false })
    guardRouter(client)
    // The client would search by itself; nothing leaves this computer.
    for (const method of ['map', 'destroy']) Reflect.set(Reflect.get(client, 'natTraversal'), method, () => Promise.resolve())
  })
  afterEach(async () => {
    await new Promise<void>((resolve) => { client.destroy(() => { resolve() }) })
    await Reflect.get(ssdp(), 'destroy').call(ssdp())
    server.closeAllConnections()
    server.close()
  })

  const upnp = (): object => Reflect.get(Reflect.get(client, 'natTraversal'), '_upnpClient')
  const ssdp = (): object => Reflect.get(upnp(), 'ssdp')

  /** Asks the router for our address as if its answer to the search had just come. */
  async function externalIp(): Promise<unknown> {
    const search = ssdp()
    const sockets: unknown = Reflect.get(search, 'sockets')
    Reflect.set(search, 'sockets', [])
    Reflect.set(search, '_waitForBind', () => Promise.resolve())
    const asked: Promise<unknown> = Reflect.get(upnp(), 'externalIp').call(upnp())
    setImmediate(() => { Reflect.get(search, 'emit').call(search, '_device', { st: 'urn:schemas-upnp-org:device:InternetGatewayDevice:1', location: `${base}/desc.xml` }, '127.0.0.1') })
    return asked.finally(() => { Reflect.set(search, 'sockets', sockets) })
  }

  it('answers', async () => {
    expect(await externalIp()).toBe('203.0.113.7')
    expect(requests).toEqual(['GET /desc.xml', 'POST /control'])
  })

  it.each(['description', 'answer'] as const)('is read no further than a %s may be long', async (which) => {
    let taken = 0
    const flood = endless(`<a>${'x'.repeat(60_000)}</a>`, (bytes) => { taken += bytes })
    if (which === 'description') onDescription = flood
    else onControl = flood
    await expect(externalIp()).rejects.toThrow('more than 262144 bytes')
    expect(taken).toBeLessThan(16_000_000)
  })

  it('is not waited for when it says nothing', async () => {
    onDescription = () => undefined
    await expect(externalIp()).rejects.toThrow('aborted')
  })

  it('is not followed elsewhere, and an error is an error', async () => {
    onDescription = (_request, response) => { response.writeHead(302, { location: `${base}/elsewhere` }).end() }
    await expect(externalIp()).rejects.toThrow('redirects')
    onDescription = (_request, response) => { response.end(description('http://127.0.0.2:1/control')) }
    await expect(externalIp()).rejects.toThrow('another computer')
    onDescription = (_request, response) => { response.end(description('/control')) }
    onControl = (_request, response) => { response.writeHead(500).end(reply('<s:Fault/>')) }
    await expect(externalIp()).rejects.toThrow('answered 500')
    expect(requests).not.toContain('GET /elsewhere')
  })

  it('is not searched for through a socket that was closed, and nothing ends because of it', async () => {
    const [socket]: readonly { send(...args: readonly unknown[]): void }[] = Reflect.get(ssdp(), 'sockets')
    await Reflect.get(ssdp(), 'destroy').call(ssdp())
    expect(() => { socket?.send(Buffer.from('x'), 0, 1, 9, '127.0.0.1') }).not.toThrow()
  })

  it('is no router when what it sends is no description', async () => {
    onDescription = (_request, response) => { response.end(`<root>${'<device><deviceList>'.repeat(10_000)}`) }
    await expect(externalIp()).rejects.toThrow()
    onDescription = (_request, response) => { response.end('') }
    await expect(externalIp()).rejects.toThrow()
  })
})
