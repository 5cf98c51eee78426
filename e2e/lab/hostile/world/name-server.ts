import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { addressOfName } from './addresses.ts'

/** A name server (RFC 1035) that knows every name: IPv4 addresses by addressOfName, nothing else. */
export async function startNameServer(address: string): Promise<{ readonly asked: () => readonly string[] }> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (question, { port, address: from }) => {
    const { name, endBytes } = readName(question)
    asked.push(name)
    socket.send(answerTo(question, endBytes, question.readUInt16BE(endBytes) === 1 ? addressOfName(name) : null), port, from)
  })
  socket.bind(53, address)
  await once(socket, 'listening')
  return { asked: () => asked }
}

const HEADER_BYTES = 12

function readName(question: Buffer): { readonly name: string; readonly endBytes: number } {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.subarray(at + 1, at + 1 + length).toString('latin1').toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), endBytes: at + 1 }
}

function answerTo(question: Buffer, nameEndBytes: number, address: string | null): Buffer {
  const head = Buffer.from([question[0] ?? 0, question[1] ?? 0, 0x81, 0x80, 0, 1, 0, address === null ? 0 : 1, 0, 0, 0, 0])
  const asked = question.subarray(HEADER_BYTES, nameEndBytes + 4)
  if (address === null) return Buffer.concat([head, asked])
  // The name again by reference, type A, class IN, no time to live, four bytes.
  return Buffer.concat([head, asked, Buffer.from([0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])])
}
