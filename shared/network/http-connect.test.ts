import { expect, it } from 'vitest'
import { connectRequest, readConnectAnswer } from './http-connect.ts'

it('a tunnel is asked for by host and port, with brackets around an IPv6 address', () => {
  expect(connectRequest({ host: '2001:db8::1', port: 6881 }, { user: '', password: '' })).toBe('CONNECT [2001:db8::1]:6881 HTTP/1.1\r\nHost: [2001:db8::1]:6881\r\n\r\n')
})

it.each([['Aladdin', 'open sesame', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='], ['test', '123£', 'dGVzdDoxMjPCow=='], ['a', 'b', 'YTpi']])('the login of %s is what RFC 7617 says', (user, password, token) => {
  expect(connectRequest({ host: 'a.example', port: 443 }, { user, password })).toContain(`\r\nProxy-Authorization: Basic ${token}\r\n`)
})

it.each([
  ['HTTP/1.1 200 Connection established\r\nVia: 1.1 x', 'connected'], ['HTTP/1.0 200\r\n', 'connected'], ['HTTP/1.1 407 Proxy Authentication Required', 'login'], ['HTTP/1.0 401 Unauthorized', 'login'],
  ['HTTP/1.1 403 Access violation', 'forbidden'], ['HTTP/1.1 405 Method Not Allowed', 'forbidden'], ['HTTP/1.1 501 Not implemented', 'forbidden'],
  ['HTTP/1.1 502 Bad gateway', 'failed'], ['HTTP/1.1 504 Time-out', 'failed'], ['SSH-2.0-OpenSSH', 'foreign'], ['', 'foreign'],
] as const)('%j means %s', (head, meaning) => {
  expect(readConnectAnswer(head)).toBe(meaning)
})
