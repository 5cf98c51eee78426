import { expect, it } from 'vitest'
import { readRendererDescription } from './renderer-description.ts'

const service = (name: string, version = 1) => `<service><serviceType>urn:schemas-upnp-org:service:${name}:${String(version)}</serviceType><serviceId>x</serviceId><controlURL>/${name}/control</controlURL></service>`
const renderer = (services: string, udn = '<UDN>uuid:77</UDN>') => `<device><deviceType>urn:schemas-upnp-org:device:MediaRenderer:2</deviceType><friendlyName> TV  in the\nkitchen </friendlyName><manufacturer>ACME</manufacturer><modelName>T1000</modelName>${udn}<serviceList>${services}</serviceList></device>`
const root = (inner: string) => `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">${inner}</root>`

it('a renderer is read with its services, whatever their version', () => {
  const read = readRendererDescription(root(renderer(service('AVTransport', 2) + service('RenderingControl') + service('ConnectionManager'))))
  expect(read.ok && read.value).toEqual({
    udn: 'uuid:77', name: 'TV in the kitchen', manufacturer: 'ACME', model: 'T1000', baseUrl: null,
    avTransport: { serviceType: 'urn:schemas-upnp-org:service:AVTransport:2', controlPath: '/AVTransport/control' },
    renderingControl: { serviceType: 'urn:schemas-upnp-org:service:RenderingControl:1', controlPath: '/RenderingControl/control' },
    connectionManager: { serviceType: 'urn:schemas-upnp-org:service:ConnectionManager:1', controlPath: '/ConnectionManager/control' },
  })
})

it('a renderer inside another device is found, and old devices may name a base', () => {
  const nested = root(`<URLBase>http://10.0.0.5:80/</URLBase><device><deviceType>urn:x:device:Tuner:1</deviceType><UDN>uuid:1</UDN><deviceList>${renderer(service('AVTransport'))}</deviceList></device>`)
  expect(readRendererDescription(nested)).toMatchObject({ ok: true, value: { udn: 'uuid:77', baseUrl: 'http://10.0.0.5:80/', renderingControl: null } })
})

it.each([
  ['no renderer', root('<device><deviceType>urn:x:device:Printer:1</deviceType></device>')],
  ['nothing that plays', root(renderer(service('RenderingControl')))],
  ['no name of its own', root(renderer(service('AVTransport'), ''))],
  ['no XML', 'Not Found'],
])('a description of %s is refused', (_what, text) => {
  expect(readRendererDescription(text)).toMatchObject({ ok: false, error: { code: 'deviceBroken' } })
})
