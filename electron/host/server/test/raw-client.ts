import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** One answer as it came over the wire; header names in lower case. */
export interface RawAnswer {
  readonly version: string
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** Header names exactly as sent. */
  readonly names: readonly string[]
  readonly body: Buffer
  /** What followed the body that Content-Length promised. */
  readonly rest: Buffer
}

/** Connects to a loopback port, from another loopback address if one is given. */
export function open(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true })
    socket.once('error', reject).once('connect', () => { socket.off('error', reject).on('error', () => { socket.destroy() }); resolve(socket) })
  })
}

/** Sends bytes and collects everything until the server closes the connection. */
export async function converse(port: number, sent: string | Uint8Array, localAddress?: string): Promise<Buffer> {
  const socket = await open(port, localAddress)
  socket.write(sent)
  return untilClosed(socket)
}

export function untilClosed(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).once('close', () => { resolve(Buffer.concat(chunks)) })
  })
}

/** Resolves with all bytes so far as soon as they satisfy; rejects when the connection ends before that. */
export function untilBytes(socket: Socket, satisfied: (bytes: Buffer) => boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (satisfied(bytes)) { socket.off('data', onData).off('close', onClose); resolve(bytes) }
    }
    const onClose = () => { reject(new Error(`closed after ${String(bytes.length)} bytes`)) }
    socket.on('data', onData).once('close', onClose)
  })
}

/** One request on a connection of its own. */
export async function ask(port: number, lines: readonly string[], localAddress?: string): Promise<RawAnswer> {
  return parseAnswer(await converse(port, requestText(lines), localAddress), lines[0]?.startsWith('HEAD') ?? false)
}

/** Request line and headers as bytes, asking for the connection to end. */
export function requestText(lines: readonly string[]): string {
  return `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`
}

export function parseAnswer(bytes: Buffer, isHead = false): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) throw new Error(`no whole answer in ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`)
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const pairs = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const headers = new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]))
  const after = bytes.subarray(end + 4)
  const length = isHead ? 0 : Number(headers.get('content-length') ?? after.length)
  return {
    version: statusLine.slice(0, 8), status: Number(statusLine.slice(9, 12)), headers, names: pairs.map(([name]) => name),
    body: after.subarray(0, length), rest: after.subarray(length),
  }
}
