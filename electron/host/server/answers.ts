import { STATUS_CODES } from 'node:http'
import type { ServerResponse } from 'node:http'

/** One request being answered. */
export interface Exchange {
  readonly response: ServerResponse
  readonly method: string
  /** Headers every answer of this exchange carries. */
  readonly headers: Readonly<Record<string, string>>
  /** Aborts when the answer is finished or the client is gone. */
  readonly signal: AbortSignal
}

/**
 * On every answer: nothing is ever sniffed, run, framed or told to other sites, and only our own pages may embed it. The
 * routes that the window embeds from its other origin replace the last one.
 */
export const FIXED_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** Ends the exchange with a sentence in plain text; empty text sends none. HEAD gets the headers alone. */
export function answerText(exchange: Exchange, status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): void {
  const type: Record<string, string> = sentence === '' ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }
  answerBody(exchange, status, { ...type, ...headers }, Buffer.from(sentence === '' ? '' : `${sentence}\n`))
}

/** Ends the exchange with a value as JSON. */
export function answerJson(exchange: Exchange, value: unknown): void {
  answerBody(exchange, 200, { 'Content-Type': 'application/json' }, Buffer.from(JSON.stringify(value)))
}

/** Ends the exchange with these bytes. */
export function answerBody({ response, method, headers }: Exchange, status: number, more: Readonly<Record<string, string>>, body: Uint8Array): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', ...headers, ...more, ...lengthHeader(status, body.byteLength) })
  if (method === 'HEAD' || body.byteLength === 0) response.end()
  else response.end(body)
}

/** A whole answer as text, for sockets that no longer have an HTTP parser; the connection ends with it. */
export function rawAnswer(status: number, sentence: string, more: Readonly<Record<string, string>> = {}): string {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', ...FIXED_HEADERS, ...more, Connection: 'close', 'Content-Length': String(Buffer.byteLength(sentence) + 1) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, ...lines, '', `${sentence}\n`].join('\r\n')
}

/** 204 carries no Content-Length (RFC 9110 8.6). */
function lengthHeader(status: number, lengthBytes: number): Record<string, string> {
  return status === 204 ? {} : { 'Content-Length': String(lengthBytes) }
}
