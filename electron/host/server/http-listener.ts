import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { beginsRequestLine, isRequestLine } from '../../../shared/http/request-line.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { errnoOf } from '../errno.ts'
import { rawAnswer } from './answers.ts'
import type { ConnectionRoom } from './connection-room.ts'
import { createConnectionRoom } from './connection-room.ts'
import type { ListenAddress } from './listen-on.ts'
import { listenOn } from './listen-on.ts'
import type { HandleRequest } from './request-handler.ts'
import { createTurns } from './turns.ts'
import type { Turns } from './turns.ts'

/** A socket that listens and the requests of its clients, one after the other for each connection. */
export interface HttpListener {
  readonly port: number
  /** Ends every connection and read; resolves when all is quiet. May be called twice. */
  readonly close: () => Promise<void>
}

export interface HttpListenerOptions {
  readonly listenAddress: ListenAddress
  /** The only peer whose connections are taken; null = any. */
  readonly onlyPeer: string | null
  readonly limits: ConnectionLimits
  /** As the value of an Allow header. */
  readonly methods: string
  /** Called once the port is known. */
  readonly createHandler: (port: number) => HandleRequest
  readonly log: Log
}

/** Bounds on what clients may cost. */
export interface ConnectionLimits {
  /** Connections at once; then the one that has been quiet for longest makes room, or the new one when none is quiet. */
  readonly connections: number
  /** Requests of one connection that wait behind the one being answered. */
  readonly pipelined: number
  /** Request line and headers together. */
  readonly headerBytes: number
  /** From the first byte of a request to its last; ours have no content. */
  readonly requestMs: number
  /** Between two requests of one connection. */
  readonly keepAliveMs: number
  /** A client that takes nothing of what waits for it. */
  readonly stalledMs: number
}

/** How often connections are looked at for the two limits of a request. */
const CHECK_INTERVAL_MS = 1_000

/** Starts to listen; the only place of the program that does. Fails: portInUse (also when the system refuses the address). */
export async function openListener({ listenAddress, onlyPeer, limits, methods, createHandler, log }: HttpListenerOptions): Promise<Result<HttpListener>> {
  const server = openServer(limits)
  const listening = await listenOn(server, listenAddress)
  if (!listening.ok) return listening
  const port = listening.value
  const turns = createTurns(limits.pipelined)
  const room = createConnectionRoom(limits.connections)
  server.on('connection', (socket: Socket) => {
    if (onlyPeer !== null && socket.remoteAddress !== onlyPeer) socket.destroy()
    else room.enter(socket)
  })
  attach(server, { turns, room, handleRequest: createHandler(port), limits, methods })
  server.on('error', (error) => { log('server', 'met an error', { code: errnoOf(error), message: error.message }) })
  let closing: Promise<void> | null = null
  return ok({ port, close: () => (closing ??= closeServer(server, turns)) })
}

function openServer(limits: ConnectionLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, limits.requestMs),
    keepAliveTimeout: limits.keepAliveMs,
    requireHostHeader: false, // asked for by our own rules, which answer with our headers
    noDelay: true,
  })
  server.maxHeadersCount = 0 // bounded by bytes: beyond a count, lines would be dropped unseen, Origin among them
  return server
}

interface Attachment {
  readonly turns: Turns
  readonly room: ConnectionRoom
  readonly handleRequest: HandleRequest
  readonly limits: ConnectionLimits
  readonly methods: string
}

function attach(server: Server, { turns, room, handleRequest, limits, methods }: Attachment): void {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    response.once('close', room.answering(socket))
    const taken = turns.take(socket, () => {
      dropStalled(response, limits.stalledMs)
      return handleRequest(request, response)
    })
    if (!taken) socket.destroy()
  }
  server.on('request', onRequest)
  // An Expect header needs no answer of its own (RFC 9110 10.1.1): content is refused anyway.
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => { endWith(socket, methodRefusal(methods)) })
  server.on('clientError', (error: Error, socket: Duplex) => { answerClientError(turns, methods, error, socket) })
}

/** Ends a connection whose client has taken nothing for stalledMs although something waits for it. */
function dropStalled(response: ServerResponse, stalledMs: number): void {
  response.setTimeout(stalledMs, () => {
    const { socket } = response
    if (socket && socket.writableLength > 0) socket.destroy()
    else socket?.setTimeout(stalledMs)
  })
}

/** After the answers to the good requests before it, what could not be read gets its status; then the connection ends. */
function answerClientError(turns: Turns, methods: string, error: Error, socket: Duplex): void {
  if (socket.writableEnded) return
  const code = errnoOf(error)
  if (code === 'ECONNRESET' || !socket.writable) { socket.destroy(); return }
  const taken = turns.take(socket, async () => {
    if (code === 'HPE_HEADER_OVERFLOW') endWith(socket, rawAnswer(431, 'The headers of this request are too long.'))
    else if (code === 'ERR_HTTP_REQUEST_TIMEOUT') endWith(socket, rawAnswer(408, 'This request took too long to arrive.'))
    else if (code === 'HPE_INVALID_METHOD' && namesMethod(error)) endWith(socket, methodRefusal(methods))
    else endWith(socket, rawAnswer(400, 'This request is malformed.'))
  })
  if (!taken) socket.destroy()
}

/** The parser knows the registered methods alone; one it does not know is a method all the same (RFC 9110 9.1). */
function methodRefusal(methods: string): string {
  return rawAnswer(405, `This server only answers ${methods}.`, { Allow: methods })
}

/** True when the line in which the parser stopped is a request line as far as it has come. */
function namesMethod(error: Error): boolean {
  if (!('rawPacket' in error && 'bytesParsed' in error)) return false
  const { rawPacket, bytesParsed } = error
  if (!Buffer.isBuffer(rawPacket) || typeof bytesParsed !== 'number') return false
  const begin = rawPacket.subarray(0, bytesParsed).lastIndexOf('\n') + 1
  const end = rawPacket.indexOf('\n', begin)
  const line = rawPacket.toString('latin1', begin, end < 0 ? undefined : end)
  return end < 0 ? beginsRequestLine(line) : isRequestLine(line.replace(/\r$/, ''))
}

/** Lets the client read the answer before the connection is torn down: closing with unread input would reset it (RFC 9112 9.6). */
function endWith(socket: Duplex, answer: string): void {
  if (!socket.writable) { socket.destroy(); return }
  const linger = setTimeout(() => { socket.destroy() }, LINGER_MS)
  socket.once('error', () => { socket.destroy() }).once('close', () => { clearTimeout(linger) })
  socket.end(answer)
  socket.resume()
}

/** A loopback client reads a sentence in far less. */
const LINGER_MS = 500

async function closeServer(server: Server, turns: Turns): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await Promise.all([closed, turns.idle()])
}
