import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import type { XmlElement } from './xml.ts'
import { childText, findElement, findElements, readXml } from './xml.ts'

/** A service of a renderer: type as the device names it, control address as written (relative to the description). */
export interface RendererService {
  readonly serviceType: string
  readonly controlPath: string
}

export interface RendererDescription {
  /** `uuid:…`, the same for as long as the device lives. */
  readonly udn: string
  readonly name: string
  readonly manufacturer: string
  readonly model: string
  /** Base of relative addresses; null = the description's own address. UPnP Device Architecture 1.0, 2.1. */
  readonly baseUrl: string | null
  readonly avTransport: RendererService
  readonly renderingControl: RendererService | null
  readonly connectionManager: RendererService | null
}

/** Names are shown in a list; longer ones are cut. */
const NAME_CHARS = 80

/** Reads a device description. A renderer inside another device (a television with a tuner) is found too. Fails: deviceBroken. */
export function readRendererDescription(text: string): Result<RendererDescription> {
  const document = readXml(text)
  if (!document.ok) return document
  const device = findElements(document.value, 'device').find((each) => /:MediaRenderer:\d+$/.test(childText(each, 'deviceType')))
  if (!device) return fail('deviceBroken', 'This device is no media renderer: its description names none.')
  const avTransport = serviceOf(device, 'AVTransport')
  if (!avTransport) return fail('deviceBroken', 'This device has no AVTransport service, so nothing can be played on it.')
  const udn = childText(device, 'UDN')
  if (udn === '') return fail('deviceBroken', 'This device has no unique name.')
  return ok({
    udn: udn.slice(0, 200), avTransport,
    name: cut(childText(device, 'friendlyName')) || 'Television',
    manufacturer: cut(childText(device, 'manufacturer')),
    model: cut(childText(device, 'modelName')),
    baseUrl: findElement(document.value, 'URLBase')?.text.trim() || null,
    renderingControl: serviceOf(device, 'RenderingControl'),
    connectionManager: serviceOf(device, 'ConnectionManager'),
  })
}

function serviceOf(device: XmlElement, name: string): RendererService | null {
  const services = device.children.filter((child) => child.name === 'serviceList').flatMap((list) => list.children)
  const service = services.find((each) => new RegExp(`:service:${name}:\\d+$`).test(childText(each, 'serviceType')))
  const controlPath = service ? childText(service, 'controlURL') : ''
  return service && controlPath !== '' ? { serviceType: childText(service, 'serviceType'), controlPath } : null
}

const cut = (text: string) => text.replace(/\s+/g, ' ').slice(0, NAME_CHARS).trim()
