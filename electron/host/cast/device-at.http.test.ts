import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { portOf } from '../../../e2e/lab/free-port.ts'
import { deviceAt } from './device-at.ts'

const NEVER = new AbortController().signal
const DESCRIPTION = `<?xml version="1.0"?><root><device><deviceType>urn:schemas-upnp-org:device:MediaRenderer:1</deviceType><friendlyName>Attic</friendlyName><UDN>uuid:1</UDN>
  <serviceList><service><serviceType>urn:schemas-upnp-org:service:AVTransport:1</serviceType><controlURL>/play</controlURL></service></serviceList></device></root>`

it('a device whose description is named by a name is known by its address, as whoever asks for the film will be', async () => {
  const server = createServer((_request, response) => { response.end(DESCRIPTION) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = String(portOf(server))
  try {
    expect(await deviceAt(`http://localhost:${port}/d.xml`, NEVER)).toMatchObject({ ok: true, value: { name: 'Attic', host: '127.0.0.1', location: `http://127.0.0.1:${port}/d.xml` } })
  } finally {
    server.close()
  }
})
