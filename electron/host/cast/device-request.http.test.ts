import { expect, it } from 'vitest'
import { askDevice } from './device-request.ts'

it.each([
  ['a port that there is none of', 'http://127.0.0.1:99999/', {}],
  ['no address', 'here', {}],
  ['a service whose name has a line of its own', 'http://127.0.0.1:9/', { soapaction: '"urn:x\r\ny:service:AVTransport:1#Play"' }],
  ['a service in letters that no header has', 'http://127.0.0.1:9/', { soapaction: '"urn:\u6f22:service:AVTransport:1#Play"' }],
])('a device that names %s is broken, and nothing else comes of it', async (_what, url, headers) => {
  const answer = await askDevice({ url, headers, method: 'POST', body: '', limitMs: 1000, signal: new AbortController().signal })
  expect(answer).toMatchObject({ ok: false, error: { code: 'deviceBroken' } })
})
