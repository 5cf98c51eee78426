import { describe, expect, it } from 'vitest'
import { isAllowedRequest } from './allowed-requests.ts'

const RULES = { pageOrigin: 'app://bundle', mediaOrigin: 'http://127.0.0.1:40001' }

describe('a request of the page', () => {
  it.each(['app://bundle/index.html', 'http://127.0.0.1:40001/token/stream', 'blob:app://bundle/1', 'devtools://devtools/bundled/inspector.html'])('may go to %s', (url) => {
    expect(isAllowedRequest(url, RULES)).toBe(true)
  })

  it.each([
    'http://127.0.0.1:40002/', 'http://localhost:40001/', 'http://[::1]:40001/', 'https://127.0.0.1:40001/', 'http://127.0.0.1/', 'http://127.0.0.1:40001@example.org/', 'https://example.org/', 'app://other/',
    'file:///etc/passwd', 'data:text/html,x', 'ws://127.0.0.1:40002/', 'chrome://gpu', 'about:blank', '', 'not a URL',
  ])('may not go to %s', (url) => {
    expect(isAllowedRequest(url, RULES)).toBe(false)
  })

  it('may go nowhere but to its own files while there is no server', () => {
    const rules = { ...RULES, mediaOrigin: null }
    expect(isAllowedRequest('app://bundle/', rules)).toBe(true)
    expect(isAllowedRequest('http://127.0.0.1:40001/', rules)).toBe(false)
    expect(isAllowedRequest('data:,x', rules)).toBe(false)
  })

  it('may go to the development server, also by WebSocket', () => {
    const rules = { ...RULES, pageOrigin: 'http://localhost:5173' }
    expect(isAllowedRequest('http://localhost:5173/main.tsx', rules)).toBe(true)
    expect(isAllowedRequest('ws://localhost:5173/', rules)).toBe(true)
    expect(isAllowedRequest('ws://localhost:5174/', rules)).toBe(false)
  })
})
