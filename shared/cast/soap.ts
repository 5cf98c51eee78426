import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { escapeXml, findElement, readXml } from './xml.ts'

/** One action of a UPnP service: arguments in the order of the service's description, InstanceID first. */
export interface SoapCall {
  /** As the device names it, version included: `urn:schemas-upnp-org:service:AVTransport:1`. */
  readonly serviceType: string
  readonly action: string
  readonly args: readonly (readonly [name: string, value: string])[]
}

/** Headers and body of the POST that calls an action. UPnP Device Architecture 1.1, 3.2.1. */
export function soapRequest({ serviceType, action, args }: SoapCall): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const inner = args.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('')
  const body = '<?xml version="1.0" encoding="utf-8"?>'
    + '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
    + `<u:${action} xmlns:u="${escapeXml(serviceType)}">${inner}</u:${action}></s:Body></s:Envelope>`
  return { headers: { 'content-type': 'text/xml; charset="utf-8"', soapaction: `"${serviceType}#${action}"` }, body }
}

/**
 * The out-arguments of a call by name. A fault fails with the UPnP error code in details (`upnpError`; 0 when it names none):
 * 701 transition not available, 711 illegal seek target, 714 illegal MIME type, 716 resource not found (AVTransport:1, 2.4).
 * Fails: deviceRefused (the device said no), deviceBroken (no SOAP answer).
 */
export function readSoapAnswer(action: string, body: string): Result<ReadonlyMap<string, string>> {
  const document = readXml(body)
  if (!document.ok) return document
  const fault = findElement(document.value, 'Fault')
  if (fault) {
    const upnpError = Number(findElement(fault, 'errorCode')?.text.trim() ?? '') || 0
    const said = (findElement(fault, 'errorDescription')?.text.trim() ?? '').slice(0, 200)
    return fail('deviceRefused', `The device refused ${action}: error ${String(upnpError)}${said ? `, “${said}”` : ''}.`, { action, upnpError })
  }
  const answer = findElement(document.value, `${action}Response`)
  if (!answer) return fail('deviceBroken', `The device did not answer ${action}.`, { action })
  return ok(new Map(answer.children.map((child) => [child.name, child.text])))
}
