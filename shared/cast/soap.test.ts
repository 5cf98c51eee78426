import { expect, it } from 'vitest'
import { readSoapAnswer, soapRequest } from './soap.ts'

const SERVICE = 'urn:schemas-upnp-org:service:AVTransport:2'
const envelope = (inner: string) => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`

it('a call names its action in body and header and keeps the order of its arguments', () => {
  const { headers, body } = soapRequest({ serviceType: SERVICE, action: 'Seek', args: [['InstanceID', '0'], ['Unit', 'REL_TIME'], ['Target', '0:00:45']] })
  expect(headers).toEqual({ 'content-type': 'text/xml; charset="utf-8"', soapaction: `"${SERVICE}#Seek"` })
  expect(body).toContain(`<u:Seek xmlns:u="${SERVICE}"><InstanceID>0</InstanceID><Unit>REL_TIME</Unit><Target>0:00:45</Target></u:Seek>`)
})

it('metadata inside a call is escaped a second time', () => {
  expect(soapRequest({ serviceType: SERVICE, action: 'SetAVTransportURI', args: [['CurrentURIMetaData', '<a b="c&amp;d"/>']] }).body)
    .toContain('&lt;a b=&quot;c&amp;amp;d&quot;/&gt;')
})

it('an answer is read by name', () => {
  const answer = readSoapAnswer('GetVolume', envelope('<u:GetVolumeResponse xmlns:u="x"><CurrentVolume>37</CurrentVolume></u:GetVolumeResponse>'))
  expect(answer.ok && [...answer.value]).toEqual([['CurrentVolume', '37']])
})

it('a fault says what the device said, with its number', () => {
  const fault = envelope('<s:Fault><faultcode>s:Client</faultcode><detail><UPnPError xmlns="x"><errorCode>714</errorCode><errorDescription>Illegal MIME-type</errorDescription></UPnPError></detail></s:Fault>')
  const answer = readSoapAnswer('SetAVTransportURI', fault)
  expect(answer).toMatchObject({ ok: false, error: { code: 'deviceRefused', details: { upnpError: 714 }, message: 'The device refused SetAVTransportURI: error 714, “Illegal MIME-type”.' } })
})

it('an answer to something else, or none, is no answer', () => {
  expect(readSoapAnswer('Play', envelope('<u:StopResponse/>'))).toMatchObject({ ok: false, error: { code: 'deviceBroken' } })
  expect(readSoapAnswer('Play', '<html><body>404</body></html>')).toMatchObject({ ok: false, error: { code: 'deviceBroken' } })
})
