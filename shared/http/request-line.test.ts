import { describe, expect, it } from 'vitest'
import { beginsRequestLine, isRequestLine } from './request-line.ts'

describe('a request line', () => {
  it.each(['GET / HTTP/1.1', 'BREW /pot HTTP/1.0', 'get /torrents?x HTTP/1.1', 'X-1! * HTTP/1.1'])('may have any method: %s', (line) => {
    expect(isRequestLine(line)).toBe(true)
  })

  it.each(['', 'garbage', 'GET /', 'GET  / HTTP/1.1', ' GET / HTTP/1.1', 'GET / HTTP/2.0', 'GET / HTTP/1.1 ', 'GET /a b HTTP/1.1', 'G(T / HTTP/1.1', 'GET /\u0001 HTTP/1.1', 'GET / HTTP/1.1\n'])('is none: %j', (line) => {
    expect(isRequestLine(line)).toBe(false)
  })

  it.each(['BREW ', 'BREW /po', 'BREW /pot ', 'BREW /pot HTTP/1', 'BREW /pot HTTP/1.1', 'BREW /pot HTTP/1.1\r'])('may be on its way: %j', (text) => {
    expect(beginsRequestLine(text)).toBe(true)
  })

  it.each(['', 'BREW', 'G(T ', ' BREW', 'BREW  ', 'BREW /pot FTP', 'BREW /pot HTTP/2', 'BREW /a b', '\u0016\u0003\u0001 '])('does not begin so: %j', (text) => {
    expect(beginsRequestLine(text)).toBe(false)
  })
})
